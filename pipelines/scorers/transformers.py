#!/usr/bin/env python3
"""A scorer for `quarry score --scorer`: IDEFICS-1 by transformers, on CUDA or the CPU.

    quarry score corpus --scorer 'python pipelines/scorers/transformers.py --model DIR --dtype bf16'

With several GPUs run one scorer each: `--scorers 4` and `CUDA_VISIBLE_DEVICES` by `--device auto`, which takes the GPU that
no other scorer of this user has locked. Needs torch, transformers 4.36 to 4.57, pillow. In f32 its numbers are those of the
embedded engine within 1e-3 a token; `--dry-run` prints what the model takes without loading it.
"""
import argparse, fcntl, hashlib, json, os, sys

sys.path[0] = os.path.dirname(os.path.abspath(__file__))  # `import transformers` must not find this file
_self = sys.path.pop(0)
import torch
from transformers import AutoTokenizer, IdeficsForVisionText2Text, IdeficsImageProcessor

sys.path.insert(1, _self)
import importlib.util

_spec = importlib.util.spec_from_file_location("protocol", os.path.join(_self, "protocol.py"))
protocol = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(protocol)

IMAGE, FAKE = "<image>", "<fake_token_around_image>"


def digest(folder):
    """As `quarry` names a checkpoint: SHA-256 over names, sizes and SHA-256 of its files."""
    names = {"config.json", "preprocessor_config.json", "tokenizer.json", "added_tokens.json", "special_tokens_map.json"}
    total = hashlib.sha256()
    for name in sorted(os.listdir(folder), key=lambda n: n.encode()):
        if name in names or name.endswith(".safetensors"):
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                own = hashlib.file_digest(file, "sha256").hexdigest()
            total.update(f"{name}\n{os.path.getsize(path)}\n{own}\n".encode())
    return total.hexdigest()


def free_gpu():
    """The first GPU that no other scorer has locked; the lock goes with the process."""
    for index in range(torch.cuda.device_count()):
        lock = open(f"/tmp/quarry-scorer-gpu-{os.getuid()}-{index}", "w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            continue
        free_gpu.lock = lock
        return f"cuda:{index}"
    sys.exit("every GPU has a scorer already")


class Idefics:
    def __init__(self, options):
        self.device = options.device if options.device != "auto" else free_gpu() if torch.cuda.is_available() else "cpu"
        self.dtype = {"f32": torch.float32, "bf16": torch.bfloat16, "f16": torch.float16}[options.dtype]
        self.tokens = options.batch_tokens
        self.tokenizer = AutoTokenizer.from_pretrained(options.model, use_fast=True)
        self.processor = IdeficsImageProcessor.from_pretrained(options.model)
        model = IdeficsForVisionText2Text.from_pretrained(options.model, torch_dtype=self.dtype)
        self.model = model.to(self.device).eval()
        self.image = self.tokenizer.convert_tokens_to_ids(IMAGE)
        self.special = set(self.tokenizer.all_special_ids) | {self.image, self.tokenizer.convert_tokens_to_ids(FAKE)}
        positions = getattr(self.model.config, "max_position_embeddings", 2048)
        self.hello = {
            "name": options.name or os.path.basename(os.path.normpath(options.model)), "checkpoint": digest(options.model),
            "dtype": options.dtype, "max_tokens": positions, "batch": options.batch, "images": options.images,
            "does": ["caption", "logprobs", "question"],
        }
        self.states = {}  # by SHA-256: pictures go through the vision tower once
        self.problems = {}

    # Pictures

    def prepare(self, requests):
        open_ = {}
        for item in (item for request in requests for item in protocol.pictures(request)):
            key = item["sha256"]
            if key in self.states or key in self.problems or key in open_:
                continue
            try:
                open_[key] = protocol.open_rgb(item)
            except Exception as error:
                self.problems[key] = f"cannot be decoded: {error}"
        keys = list(open_)
        for start in range(0, len(keys), 8):
            some = keys[start:start + 8]
            pixels = self.processor([open_[key] for key in some], return_tensors="pt")
            pixels = pixels if torch.is_tensor(pixels) else pixels["pixel_values"]
            pixels = pixels.to(self.device, self.dtype)
            states = self.model.model.vision_model(pixel_values=pixels).last_hidden_state
            if self.model.config.use_resampler:
                states = self.model.model.perceiver_resampler(states)
            self.states.update(zip(some, states))

    def trim(self):
        while len(self.states) > 2048:
            self.states.pop(next(iter(self.states)))

    # Prompts

    def document(self, parts, most):
        """For each part its ids, the keys of its pictures and which picture of the part each token sees."""
        made = []
        for part in parts:
            text, keys, places, place, was_image = "<s>", [], [], -1, False
            for item in part:
                if "text" in item:
                    text += item["text"].strip(" ")
                    was_image = False
                    continue
                place += 1
                if item["sha256"] in self.problems:
                    continue
                text += (IMAGE if was_image else FAKE + IMAGE) + FAKE
                was_image = True
                keys.append(item["sha256"])
                places.append(place)
            if text == "<s>" and not keys or most < 2:
                made.append(([], [], []))
                continue
            ids = self.tokenizer(text, add_special_tokens=False).input_ids[:most]
            most -= len(ids)
            made.append((ids, keys, places) if len(ids) > 1 else ([], [], []))
        return made

    def sees(self, ids):
        current, seen = -1, []
        for token in ids:
            current += token == self.image
            seen.append(current)
        return seen

    def runs(self, ids):
        runs, start = [], None
        for place in range(1, len(ids) + 1):
            text = place < len(ids) and ids[place] not in self.special
            if text and start is None:
                start = place
            elif not text and start is not None:
                runs.append([start, place])
                start = None
        return runs

    # Likelihoods

    @torch.inference_mode()
    def likelihoods(self, jobs):
        """Log-probabilities of (ids, keys, masks), those of about the same length together."""
        results = [None] * len(jobs)
        order = sorted(range(len(jobs)), key=lambda index: len(jobs[index][0]))
        batch = []
        for index in order + [None]:
            longest = len(jobs[index][0]) if index is not None else 0
            if batch and (index is None or longest * (len(batch) + 1) > self.tokens):
                for at, values in zip(batch, self.forward([jobs[at] for at in batch])):
                    results[at] = values
                batch = []
            if index is not None:
                batch.append(index)
        return results

    def forward(self, jobs):
        length = max(len(ids) for ids, _, _ in jobs)
        most = max(1, max(len(keys) for _, keys, _ in jobs))
        blank = torch.zeros_like(next(iter(self.states.values()))) if self.states else None
        if blank is None:
            config = self.model.config
            rows = config.perceiver_config.resampler_n_latents if config.use_resampler else (
                (config.vision_config.image_size // config.vision_config.patch_size) ** 2 + 1)
            blank = torch.zeros(rows, config.vision_config.embed_dim, device=self.device, dtype=self.dtype)
        ids = torch.zeros(len(jobs), length, dtype=torch.long)
        attention = torch.zeros(len(jobs), length, dtype=torch.long)
        mask = torch.zeros(len(jobs), length, most, dtype=torch.long)
        for row, (tokens, keys, masked) in enumerate(jobs):
            ids[row, :len(tokens)] = torch.tensor(tokens)
            attention[row, :len(tokens)] = 1
            for place, seen in enumerate(self.sees(tokens)):
                if 0 <= seen < len(keys) and not masked:
                    mask[row, place, seen] = 1
        states = torch.stack([
            torch.stack([self.states[key] for key in keys] + [blank] * (most - len(keys))) for _, keys, _ in jobs])
        given = {"perceiver_embeddings" if self.model.config.use_resampler else "image_encoder_embeddings": states}
        ids = ids.to(self.device)
        hidden = self.model.model(
            input_ids=ids, attention_mask=attention.to(self.device), image_attention_mask=mask.to(self.device),
            use_cache=False, **given).last_hidden_state
        results = []
        for row, (tokens, _, _) in enumerate(jobs):
            values = []
            for start in range(0, len(tokens) - 1, 256):  # never all rows of the vocabulary at once
                end = min(start + 256, len(tokens) - 1)
                logits = self.model.lm_head(hidden[row, start:end]).float()
                chosen = logits.log_softmax(-1).gather(1, ids[row, start + 1:end + 1, None])
                values += chosen[:, 0].tolist()
            results.append(values)
        return results

    def caption(self, request):
        item = protocol.pictures(request)[0]
        text = "<s>" + FAKE + IMAGE + FAKE + request.get("prefix", "").strip(" ")
        ids = torch.tensor([self.tokenizer(text, add_special_tokens=False).input_ids], device=self.device)
        mask = torch.tensor([[[int(seen >= 0)] for seen in self.sees(ids[0].tolist())]], device=self.device)
        pixels = self.processor([protocol.open_rgb(item)], return_tensors="pt")
        pixels = (pixels if torch.is_tensor(pixels) else pixels["pixel_values"]).unsqueeze(0)
        out = self.model.generate(
            input_ids=ids, attention_mask=torch.ones_like(ids), image_attention_mask=mask,
            pixel_values=pixels.to(self.device, self.dtype), max_new_tokens=request["max_tokens"], do_sample=False,
            bad_words_ids=[[self.image], [self.tokenizer.convert_tokens_to_ids(FAKE)]])
        return self.tokenizer.decode(out[0, ids.shape[1]:], skip_special_tokens=True).strip()

    # Requests

    def answer(self, requests):
        with torch.inference_mode():
            self.prepare(requests)
            jobs, answers, slots = [], [], []
            for request in requests:
                try:
                    answers.append(self.begin(request, jobs, slots))
                except Exception as error:
                    answers.append({"id": request["id"], "error": f"{type(error).__name__}: {error}"})
            values = self.likelihoods(jobs)
            for put, start, count in slots:
                put(values[start:start + count])
        self.trim()
        return answers

    def begin(self, request, jobs, slots):
        left = {str(place): self.problems[item["sha256"]]
                for place, item in enumerate(protocol.pictures(request)) if item["sha256"] in self.problems}
        answer = {"id": request["id"], "left_out": left}
        if request["do"] == "caption":
            if left:
                return {"id": request["id"], "error": left["0"]}
            return {**answer, "text": self.caption(request)}
        made = self.document(request["parts"], request["max_tokens"])
        if request["do"] == "question":
            ids, keys, _ = max(made, key=lambda part: len(part[0]))
            texts = [f"Question: {request['question']} Answer: {word}" for word in ("yes", "no")]
            ends = [self.tokenizer(text, add_special_tokens=False).input_ids for text in texts]
            common = len(os.path.commonprefix(ends))

            def decide(values):
                for name, line in zip(("yes", "no"), values):
                    answer[name] = sum(line[len(ids) + common - 1:])

            slots.append((decide, len(jobs), 2))
            jobs.extend((ids + end, keys, False) for end in ends)
            return answer
        masked = request.get("images") == "mask"
        real = [part for part in made if part[0]]

        def fill(values):
            lines, answer["parts"] = iter(values), []
            for ids, _, places in made:
                line = next(lines) if ids else []
                sees = [places[seen] if 0 <= seen < len(places) else -1 for seen in self.sees(ids)]
                answer["parts"].append({"ids": ids, "logprobs": line, "sees": sees, "text": self.runs(ids)})

        slots.append((fill, len(jobs), len(real)))
        jobs.extend((ids, keys, masked) for ids, keys, _ in real)
        return answer


def dry_run(options):
    config = json.load(open(os.path.join(options.model, "config.json")))
    size = {"f32": 4, "bf16": 2, "f16": 2}[options.dtype]
    with torch.device("meta"):
        from transformers import IdeficsConfig

        count = sum(p.numel() for p in IdeficsForVisionText2Text(IdeficsConfig(**config)).parameters())
    hidden, layers = config["hidden_size"], config["num_hidden_layers"]
    batch = options.batch_tokens * (hidden * 24 + 4 * config["vocab_size"] // 8) * size
    print(f"{count / 1e9:.2f} G parameters, {count * size / 1e9:.1f} GB in {options.dtype}; about {batch / 1e9:.1f} GB more for"
          f" batches of {options.batch_tokens} tokens ({layers} layers of width {hidden}), estimated, not measured")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("--dtype", choices=["f32", "bf16", "f16"], default="bf16")
    parser.add_argument("--device", default="auto", help="cuda:N, cpu, or auto")
    parser.add_argument("--batch", type=int, default=64, help="requests at a time")
    parser.add_argument("--batch-tokens", type=int, default=8192, help="tokens that go through the model together")
    parser.add_argument("--images", choices=["path", "data"], default="data", help="how pictures come")
    parser.add_argument("--name")
    parser.add_argument("--dry-run", action="store_true", help="print what the model takes")
    options = parser.parse_args()
    if options.dry_run:
        return dry_run(options)
    torch.set_grad_enabled(False)
    protocol.serve(Idefics(options))


if __name__ == "__main__":
    main()
