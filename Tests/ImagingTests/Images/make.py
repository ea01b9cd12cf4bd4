"""Makes the pictures of this folder and `expected.tsv`, `expected-avif.tsv`: what Pillow and imagehash say of them.
Needs imagehash and a pillow that reads AVIF (11.3 or newer). The pictures are drawn here, so they belong to nobody else."""

import hashlib
import io
import math
import random
import struct
import zlib

import imagehash
from PIL import Image, ImageCms, ImageDraw

W, H = 150, 110


def scene(seed, width=W, height=H):
    r = random.Random(seed)
    picture = Image.new("RGB", (width, height))
    a, b, c = (r.uniform(0.5, 3) for _ in range(3))
    picture.putdata([
        (int(128 + 90 * math.sin(a * x / 30 + y / 50)), int(128 + 90 * math.cos(b * y / 25)), int(255 * x / width * c / 3))
        for y in range(height) for x in range(width)])
    draw = ImageDraw.Draw(picture)
    for _ in range(9):
        x, y = r.randrange(width), r.randrange(height)
        draw.ellipse((x - 20, y - 14, x + 20, y + 14), fill=tuple(r.randrange(256) for _ in range(3)))
    return picture


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def gray16():
    rows = b"".join(b"\0" + b"".join(struct.pack(">H", (x * 431 + y * 97) % 65536) for x in range(70)) for y in range(66))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 70, 66, 16, 0, 0, 0, 0)) + chunk(
        b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def alpha(picture):
    mask = Image.new("L", picture.size, 255)
    ImageDraw.Draw(mask).ellipse((20, 20, 90, 80), fill=40)
    picture = picture.copy()
    picture.putalpha(mask)
    return picture


exif = Image.Exif()
exif[0x0112] = 6
base = scene(1)
palette = base.quantize(60)
frames = [scene(s, 60, 40).quantize(32) for s in (5, 6, 7)]
pictures = {
    "baseline.jpg": (base, dict(quality=88)),
    "progressive.jpg": (scene(2, 333, 251), dict(quality=80, progressive=True)),
    "gray.jpg": (scene(3).convert("L"), dict(quality=85)),
    "cmyk.jpg": (scene(4).convert("CMYK"), dict(quality=90)),
    "orientation6.jpg": (base, dict(quality=70, exif=exif)),
    "icc.jpg": (base, dict(quality=70, icc_profile=b"\0" * 128)),
    "rgb.png": (base, {}),
    "rgba.png": (alpha(base), {}),
    "la.png": (alpha(base).convert("LA"), {}),
    "palette.png": (palette, {}),
    "palette-transparent.png": (palette, dict(transparency=bytes(range(0, 240, 4)))),
    "bits.png": (base.convert("1"), {}),
    "lossy.webp": (scene(8), dict(quality=80)),
    "lossless.webp": (alpha(scene(9)), dict(lossless=True)),
    "animated.webp": (frames[0].convert("RGB"), dict(save_all=True, append_images=[f.convert("RGB") for f in frames[1:]])),
    "still.gif": (palette, {}),
    "animated.gif": (frames[0], dict(save_all=True, append_images=frames[1:])),
    "flat.png": (Image.new("RGB", (80, 80), (10, 200, 30)), {}),
}
avif = {
    "still.avif": (base, dict(quality=70)),
    "alpha.avif": (alpha(base), dict(quality=70)),
    "icc.avif": (base, dict(quality=40, icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())),
    "gray.avif": (scene(3).convert("L"), dict(quality=70, subsampling="4:0:0")),
    "sequence.avif": (frames[0].convert("RGB"), dict(save_all=True, append_images=[f.convert("RGB") for f in frames[1:]])),
}
for turn in range(2, 9):
    turned = Image.Exif()
    turned[0x0112] = turn
    avif[f"orientation{turn}.avif"] = (scene(turn, 48, 32), dict(quality=40, exif=turned))


def describe(list_name, pictures):
    with open(list_name, "w") as out:
        print("name", "mode", "width", "height", "frames", "orientation", "phash", "rgba", sep="\t", file=out)
        for name, (picture, options) in pictures.items():
            if picture is None:
                open(name, "wb").write(gray16())
            else:
                picture.save(name, **options)
            read = Image.open(name)
            frames_ = getattr(read, "n_frames", 1)
            orientation = read.getexif().get(0x0112, 1)
            fields = [name, read.mode, read.width, read.height, frames_, orientation, imagehash.phash(read)]
            print(*fields, hashlib.sha256(Image.open(name).convert("RGBA").tobytes()).hexdigest(), sep="\t", file=out)


describe("expected.tsv", {**pictures, "gray16.png": (None, None)})
describe("expected-avif.tsv", avif)
