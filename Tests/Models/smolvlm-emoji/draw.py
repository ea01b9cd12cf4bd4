#!/usr/bin/env python3
"""Draws the pictures of `pictures/`: emoji that the model knows, in renderings that it was not shown.

    draw.py FOLDER [--count 24] [--seed 7]

A file is named after its emoji: `steaming-bowl.png`.
"""
import argparse
import os
import random

from PIL import Image, ImageDraw, ImageFont

from train import FONT, emoji


def draw(character, chance):
    """One emoji of about 96 pixels: size, place, turn and ground by chance."""
    glyph = Image.new("RGBA", (136, 136))
    ImageDraw.Draw(glyph).text((0, 4), character, font=ImageFont.truetype(FONT, 109), embedded_color=True)
    glyph = glyph.crop(glyph.getbbox()).rotate(chance.uniform(-10, 10), expand=True, resample=Image.BICUBIC)
    side = chance.randint(88, 104)
    scale = side * chance.uniform(0.7, 0.95) / max(glyph.size)
    glyph = glyph.resize([max(1, round(edge * scale)) for edge in glyph.size], Image.LANCZOS)
    ground = chance.choice([(255, 255, 255)] * 2 + [tuple(chance.randrange(160, 256) for _ in range(3))])
    picture = Image.new("RGB", (side, side), ground)
    picture.paste(glyph, [chance.randint(0, side - edge) for edge in glyph.size], glyph)
    return picture


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--count", type=int, default=24)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    os.makedirs(options.folder, exist_ok=True)
    chance = random.Random(options.seed)
    plain = [entry for entry in emoji() if entry[1].replace(" ", "").isalpha()]
    for character, name, *_ in chance.sample(plain, options.count):
        draw(character, chance).save(f"{options.folder}/{name.replace(' ', '-')}.png", optimize=True)


main()
