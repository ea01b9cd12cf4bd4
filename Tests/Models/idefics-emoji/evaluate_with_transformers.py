#!/usr/bin/env python3
"""Answers the prompts of `quarry eval` with transformers in f32 and compares; run by hand.

    quarry eval --model Tests/Models/idefics-emoji --task Tests/Models/idefics-emoji/emoji.yaml --data eval.jsonl \\
        --images PICTURES --shots 0,4,8 --dtype f32 --output answers --json > quarry.json
    python Tests/Models/idefics-emoji/evaluate_with_transformers.py Tests/Models/idefics-emoji answers PICTURES

The prompt of a line is taken as it stands: text with special tokens, and the pictures in order. Needs torch, transformers
4.57, pillow. Prints how many answers are the same, letter by letter, and writes `transformers-N.jsonl` beside them, which
`quarry eval --answers` scores. Exit code 1 when an answer differs although the two best tokens are not close.
"""
import glob, json, os, re, sys

import torch
from PIL import Image
from transformers import AutoTokenizer, IdeficsForVisionText2Text, IdeficsImageProcessor

MODEL, ANSWERS, PICTURES = sys.argv[1:4]
MARGIN = 1e-3  # of the two best logits; closer ones may change places with the order of sums

torch.set_grad_enabled(False)
tokenizer = AutoTokenizer.from_pretrained(MODEL, use_fast=True)
model = IdeficsForVisionText2Text.from_pretrained(MODEL, torch_dtype=torch.float32).eval()
images = IdeficsImageProcessor.from_pretrained(MODEL)
IMAGE = tokenizer.convert_tokens_to_ids("<image>")


def read(path):
    """As the model's processor has it: transparency over white."""
    picture = Image.open(path)
    if picture.mode == "RGB":
        return picture
    picture = picture.convert("RGBA")
    white = Image.new("RGBA", picture.size, (255, 255, 255, 255))
    return Image.alpha_composite(white, picture).convert("RGB")


def mask(ids, count):
    """Each token sees the latest picture at or before it."""
    rows = torch.zeros(1, len(ids), max(1, count), dtype=torch.long)
    current = -1
    for place, token in enumerate(ids):
        current += token == IMAGE
        if current >= 0:
            rows[0, place, current] = 1
    return rows


def answer(prompt, paths, most, bad):
    ids = tokenizer(prompt, add_special_tokens=False).input_ids
    pixels = images([read(os.path.join(PICTURES, path)) for path in paths], return_tensors="pt")
    pixels = (pixels if torch.is_tensor(pixels) else pixels["pixel_values"]).unsqueeze(0)
    out = model.generate(
        input_ids=torch.tensor([ids]), attention_mask=torch.ones(1, len(ids), dtype=torch.long), pixel_values=pixels,
        image_attention_mask=mask(ids, len(paths)), max_new_tokens=most, do_sample=False, num_beams=1, bad_words_ids=bad,
        output_scores=True, return_dict_in_generate=True)
    new = out.sequences[0, len(ids):]
    closest = min(float(s[0].topk(2).values.diff().abs()) for s in out.scores)
    return tokenizer.decode(new, skip_special_tokens=True), closest


settings = json.load(open(os.path.join(ANSWERS, "settings.json")))
bad = tokenizer(settings["bad_words"] + ["<image>", "<fake_token_around_image>"], add_special_tokens=False).input_ids
failed = False
for path in sorted(glob.glob(os.path.join(ANSWERS, "shots-*.jsonl")), key=lambda p: int(re.findall(r"\d+", p)[-1])):
    same = close = total = 0
    shots = re.search(r"shots-(\d+)", path).group(1)
    with open(os.path.join(ANSWERS, f"transformers-{shots}.jsonl"), "w") as out:
        for line in map(json.loads, open(path)):
            if line["problem"]:
                continue
            text, margin = answer(line["prompt"], line["images"], settings["max_tokens"], bad)
            total += 1
            same += text == line["written"]
            close += text != line["written"] and margin <= MARGIN
            if text != line["written"] and margin > MARGIN:
                print("different:", shots, line["id"], repr(text), repr(line["written"]), margin)
                failed = True
            cut = re.split("|".join(map(re.escape, settings["stop"])) or "(?!)", text)[0].strip()
            out.write(json.dumps({"id": line["id"], "answer": cut, "references": line["references"]}) + "\n")
    print(f"{shots} shots: {same} of {total} answers the same, {close} others with a margin below {MARGIN}")
sys.exit(failed)
