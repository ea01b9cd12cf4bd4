#!/usr/bin/env python3
"""Trains the small SmolVLM of this folder: it looks at a picture of one emoji and writes its name.

    train.py OUTPUT [--steps 1200] [--threads 2] [--from CHECKPOINT]

It learns the emoji of `emoji.txt`; with `--from` it goes on with the weights of a checkpoint. Pictures are drawn with Noto Color Emoji (fonts-noto-color-emoji), names and keywords are Unicode CLDR's
(unicode-cldr-core), groups those of emoji-test.txt (unicode-data). Needs torch, transformers 4.5x, tokenizers, Pillow.
"""
import argparse
import json
import math
import os
import random
import time
import xml.etree.ElementTree as xml

import numpy
import torch
from PIL import Image, ImageDraw, ImageFont
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers
from torch import nn
from torch.nn import functional as F
from transformers import SmolVLMConfig, SmolVLMForConditionalGeneration

FONT = "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf"
NAMES = "/usr/share/unicode/cldr/common/annotations/en.xml"
GROUPS = "/usr/share/unicode/emoji/emoji-test.txt"
SIDE, PATCH, SCALE, STATES = 48, 12, 2, 4
START, FAKE, PICTURE, GLOBAL, END = ("<|im_start|>", "<fake_token_around_image>", "<image>", "<global-img>",
                                     "<end_of_utterance>")
# The share of texts whose pictures are hidden, by zeros as the engine does: what a gain is measured against is learned too.
HIDDEN = 0.15
INTROS = ["", "", "Notes of the day.", "Some pictures.", "A short list.", "What we saw."]
FRAMES = ["This is {}.", "A picture of {}.", "Here you can see {}.", "The picture shows {}.", "{}.", "Look: {}!",
          "The next one is {}."]


def emoji():
    """(character, name, keywords, subgroup) of every emoji of the list."""
    with open(os.path.join(os.path.dirname(__file__), "emoji.txt"), encoding="utf-8") as file:
        wanted = set(file.read().split())
    names, words = {}, {}
    for entry in xml.parse(NAMES).getroot().iter("annotation"):
        if entry.get("type") == "tts":
            names[entry.get("cp")] = entry.text
        else:
            words[entry.get("cp")] = [word.strip() for word in entry.text.split("|")]
    found, subgroup = {}, ""
    for line in open(GROUPS, encoding="utf-8"):
        if line.startswith("# subgroup: "):
            subgroup = line[12:].strip().replace("-", " ")
        elif not line.startswith("#") and line.strip():
            character = chr(int(line.split()[0], 16))
            if character in wanted and character not in found:
                found[character] = (character, names[character], words.get(character, []), subgroup)
    return list(found.values())


def glyphs(entries):
    """Every emoji drawn once, [n, 4, 72, 72], colours times alpha."""
    font = ImageFont.truetype(FONT, 109)
    made = []
    for entry in entries:
        canvas = Image.new("RGBA", (136, 136))
        ImageDraw.Draw(canvas).text((0, 4), entry[0], font=font, embedded_color=True)
        glyph = canvas.crop(canvas.getbbox())
        side = max(glyph.size)
        square = Image.new("RGBA", (side, side))
        square.paste(glyph, ((side - glyph.width) // 2, (side - glyph.height) // 2))
        pixels = numpy.asarray(square.resize((72, 72), Image.LANCZOS), dtype=numpy.float32) / 255
        pixels[..., :3] *= pixels[..., 3:]
        made.append(pixels.transpose(2, 0, 1))
    return torch.from_numpy(numpy.stack(made))


def render(chosen, draw):
    """Pictures of glyphs [n, 4, 72, 72] at random places, sizes, turns and backgrounds: [n, 3, 48, 48] from -1 to 1."""
    n = len(chosen)
    size = torch.empty(n).uniform_(0.62, 1.0, generator=draw)
    turn = torch.empty(n).uniform_(-0.25, 0.25, generator=draw)
    slack = (1 - size).unsqueeze(1)
    place = torch.empty(n, 2).uniform_(-1, 1, generator=draw) * slack
    cos, sin = torch.cos(turn) / size, torch.sin(turn) / size
    rows = [torch.stack([cos, -sin, -(cos * place[:, 0] - sin * place[:, 1])], 1),
            torch.stack([sin, cos, -(sin * place[:, 0] + cos * place[:, 1])], 1)]
    grid = F.affine_grid(torch.stack(rows, 1), [n, 4, SIDE, SIDE], align_corners=False)
    drawn = F.grid_sample(chosen, grid, align_corners=False)
    first, last = torch.rand(2, n, 3, 1, 1, generator=draw)
    first[: n // 2] = 1  # half of them on plain white, the commonest background
    last[: n // 2] = 1
    ramp = torch.linspace(0, 1, SIDE).view(1, 1, SIDE, 1)
    ground = first * (1 - ramp) + last * ramp
    return (drawn[:, :3] + ground * (1 - drawn[:, 3:])).clamp(0, 1) * 2 - 1


def make_tokenizer(entries, folder):
    """A byte-level BPE as the family's have it: digits alone, then GPT-2's pattern."""
    texts = [entry[1] for entry in entries] * 4
    texts += [f"{frame.format(entry[1])} It belongs to {entry[3]}. Other words: {', '.join(entry[2])}."
              for entry in entries for frame in FRAMES] + INTROS
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(texts, trainers.BpeTrainer(
        vocab_size=700, special_tokens=["<|endoftext|>", START, "<|im_end|>"], show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    added = [GLOBAL, FAKE, PICTURE, END]
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in added])
    tokenizer.save(folder + "/tokenizer.json")
    return tokenizer


def make_config(tokenizer):
    rows = -(-tokenizer.get_vocab_size() // 16) * 16
    ids = {name: tokenizer.token_to_id(token) for name, token in
           {"bos_token_id": START, "eos_token_id": END, "pad_token_id": "<|im_end|>"}.items()}
    return SmolVLMConfig(
        image_token_id=tokenizer.token_to_id(PICTURE), scale_factor=SCALE, tie_word_embeddings=True,
        pad_token_id=ids["pad_token_id"],
        text_config=dict(
            model_type="llama", hidden_size=128, intermediate_size=352, num_hidden_layers=4, num_attention_heads=4,
            num_key_value_heads=2, head_dim=32, rope_theta=10000.0, rms_norm_eps=1e-5, max_position_embeddings=1024,
            vocab_size=rows, tie_word_embeddings=True, **ids),
        vision_config=dict(
            hidden_size=128, intermediate_size=384, num_hidden_layers=4, num_attention_heads=4, image_size=SIDE,
            patch_size=PATCH))


class Trainer:
    def __init__(self, model, tokenizer, sheet, entries, seed):
        self.model, self.tokenizer, self.sheet, self.entries = model, tokenizer, sheet, entries
        self.draw = torch.Generator().manual_seed(seed)
        self.random = random.Random(seed)
        self.classes = nn.Linear(128, len(entries))
        self.block = self.ids(FAKE + GLOBAL + PICTURE * STATES + FAKE)

    def ids(self, text):
        return self.tokenizer.encode(text, add_special_tokens=False).ids

    def see(self, numbers):
        """States of pictures of the emoji `numbers`: [n, 4, 128]."""
        pixels = render(self.sheet[numbers], self.draw)
        tower = self.model.model.vision_model
        # Position ids by their definition: transformers 4.55 to 4.57 shift them by one.
        hidden = tower.embeddings.patch_embedding(pixels).flatten(2).transpose(1, 2)
        hidden = hidden + tower.embeddings.position_embedding.weight
        hidden = tower.encoder(inputs_embeds=hidden)[0]
        return self.model.model.connector(tower.post_layernorm(hidden))

    def caption(self):
        number = self.random.randrange(len(self.entries))
        ids = self.ids(START) + self.block
        answer = self.ids(self.entries[number][1] + END)
        return [number], ids + answer, [False] * len(ids) + [True] * len(answer)

    def document(self):
        """Pictures, each before the sentence that is about it."""
        numbers = [self.random.randrange(len(self.entries)) for _ in range(self.random.randint(2, 4))]
        ids = self.ids(START)
        counted = [False]
        intro = self.random.choice(INTROS)
        if intro:
            ids += self.ids(intro)
            counted += [True] * (len(ids) - 1)
        for place, number in enumerate(numbers):
            _, name, words, subgroup = self.entries[number]
            frame = "{}." if place == 0 and not intro else self.random.choice(FRAMES)
            text = frame.format(name)
            more = self.random.random()
            if more < 0.15:
                text += f" It belongs to {subgroup}."
            elif more < 0.3 and words:
                text += " Other words: " + ", ".join(words[:2]) + "."
            part = self.ids(text)
            ids += self.block + part
            counted += [False] * len(self.block) + [True] * len(part)
        return numbers, ids + self.ids(END), counted + [False]

    def look(self, count):
        """Loss of telling which emoji a picture shows."""
        numbers = torch.randint(len(self.entries), (count,), generator=self.draw)
        return F.cross_entropy(self.classes(self.see(numbers).mean(1)), numbers)

    def read(self, captions, documents):
        """Loss of the texts, and of telling which emoji it is."""
        pictures = [self.pass_over([self.caption() for _ in range(captions)]),
                    self.pass_over([self.document() for _ in range(documents)])]
        texts = sum(loss * count for loss, count, _ in pictures) / sum(count for _, count, _ in pictures)
        return texts + 0.3 * sum(names for _, _, names in pictures) / 2, texts

    def pass_over(self, samples):
        """Samples of about the same length: the loss of their texts, how many tokens count, the loss of what they show."""
        length = max(len(ids) for _, ids, _ in samples)
        ids = torch.tensor([ids + [2] * (length - len(ids)) for _, ids, _ in samples])
        counted = torch.tensor([counted + [False] * (length - len(counted)) for _, _, counted in samples])
        numbers = torch.tensor([number for sample in samples for number in sample[0]])
        shown = [self.random.random() >= HIDDEN for _ in samples]
        shown = torch.tensor([seen for seen, sample in zip(shown, samples) for _ in sample[0]])
        states = self.see(numbers) * shown[:, None, None]
        vectors = self.model.get_input_embeddings()(ids)
        places = (ids == self.model.config.image_token_id).unsqueeze(-1).expand_as(vectors)
        vectors = vectors.masked_scatter(places, states.reshape(-1, states.shape[-1]))
        # Padding stands behind all that counts, so the causal mask is enough.
        hidden = self.model.model.text_model(inputs_embeds=vectors, use_cache=False).last_hidden_state
        logits = self.model.lm_head(hidden[:, :-1][counted[:, 1:]])
        texts = F.cross_entropy(logits, ids[:, 1:][counted[:, 1:]])
        return texts, len(logits), F.cross_entropy(self.classes(states[shown].mean(1)), numbers[shown])


def train(trainer, options):
    model = trainer.model
    parameters = list(model.parameters()) + list(trainer.classes.parameters())
    groups = [{"params": [p for p in parameters if p.dim() > 1], "weight_decay": 0.05},
              {"params": [p for p in parameters if p.dim() < 2], "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=1, betas=(0.9, 0.98))
    begin = time.monotonic()
    for step in range(options.steps):
        share = step / options.steps
        rate = (1.2e-3 if options.start else 2e-3) * min(1, (step + 1) / 50) * (0.01 + 0.99 * (1 + math.cos(math.pi * share)) / 2)
        for group in optimizer.param_groups:
            group["lr"] = rate
        looks = share < 0.3 and not options.start
        loss, texts = (trainer.look(96), None) if looks else trainer.read(64, 12)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 1)
        optimizer.step()
        if step % 50 == 0:
            said = "" if texts is None else f" texts {texts.item():.3f}"
            print(f"{step} {share:.3f} {time.monotonic() - begin:.0f} s loss {loss.item():.3f}{said}", flush=True)


def write(model, tokenizer, folder):
    model.to(torch.bfloat16).save_pretrained(folder, safe_serialization=True)
    edges = {"longest_edge": SIDE}
    files = {
        "preprocessor_config.json": dict(
            image_processor_type="SmolVLMImageProcessor", do_convert_rgb=True, do_image_splitting=False,
            do_normalize=True, do_pad=True, do_rescale=True, do_resize=True, image_mean=[0.5] * 3, image_std=[0.5] * 3,
            max_image_size=edges, size=edges, resample=1, rescale_factor=1 / 255),
        "processor_config.json": dict(image_seq_len=STATES, processor_class="SmolVLMProcessor"),
        "generation_config.json": dict(
            bos_token_id=tokenizer.token_to_id(START), eos_token_id=tokenizer.token_to_id(END), pad_token_id=2),
        "tokenizer_config.json": dict(
            tokenizer_class="PreTrainedTokenizerFast", bos_token=START, eos_token=END, pad_token="<|im_end|>",
            unk_token="<|endoftext|>", fake_image_token=FAKE, image_token=PICTURE, global_image_token=GLOBAL,
            model_max_length=1024, clean_up_tokenization_spaces=False,
            additional_special_tokens=[FAKE, PICTURE, END]),
    }
    for name, content in files.items():
        with open(f"{folder}/{name}", "w") as file:
            file.write(json.dumps(content, indent=1) + "\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("output")
    parser.add_argument("--steps", type=int, default=1200)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--from", dest="start", metavar="CHECKPOINT")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    os.makedirs(options.output, exist_ok=True)
    entries = emoji()
    sheet = glyphs(entries)
    tokenizer = make_tokenizer(entries, options.output)
    if options.start:
        model = SmolVLMForConditionalGeneration.from_pretrained(options.start, dtype=torch.float32).train()
    else:
        model = SmolVLMForConditionalGeneration(make_config(tokenizer))
    count = sum(parameter.numel() for parameter in model.parameters())
    print(f"{len(entries)} emoji, {tokenizer.get_vocab_size()} tokens, {count} parameters", flush=True)
    train(Trainer(model, tokenizer, sheet, entries, options.seed), options)
    write(model, tokenizer, options.output)


if __name__ == "__main__":
    main()
