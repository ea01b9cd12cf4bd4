#!/usr/bin/env python3
"""A scorer for `quarry score --scorer`: any server with the OpenAI protocol (vLLM, TGI, llama.cpp's server), for the signals
`caption` and `question`.

    quarry score corpus --signals caption,question --question 'Is this a recipe?' \\
        --scorer 'python pipelines/scorers/openai.py --url http://127.0.0.1:8000/v1 --model NAME --parallel 16'

A question is answered by the log-probabilities of the first token, where the server gives them (`logprobs`); else yes or no
is taken from the text, as certain as it can be. Nothing but Python is needed. The key of a server is read from
OPENAI_API_KEY.
"""
import argparse, base64, hashlib, json, math, os, sys, urllib.error, urllib.request
from concurrent.futures import ThreadPoolExecutor

import importlib.util

_spec = importlib.util.spec_from_file_location(
    "protocol", os.path.join(os.path.dirname(os.path.abspath(__file__)), "protocol.py"))
protocol = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(protocol)

KINDS = {b"\xff\xd8": "jpeg", b"\x89P": "png", b"GI": "gif", b"RI": "webp"}


def content(parts):
    """A document as the contents of a message."""
    made = []
    for item in (item for part in parts for item in part):
        if "text" in item:
            made.append({"type": "text", "text": item["text"]})
        else:
            data = protocol.image_bytes(item)
            url = f"data:image/{KINDS.get(data[:2], 'jpeg')};base64," + base64.b64encode(data).decode()
            made.append({"type": "image_url", "image_url": {"url": url}})
    return made


class Server:
    def __init__(self, options):
        self.options = options
        who = json.dumps([options.url, options.model, options.prompt])
        self.hello = {
            "name": options.name or options.model.replace("/", "-"), "checkpoint": hashlib.sha256(who.encode()).hexdigest(),
            "dtype": "server", "max_tokens": options.max_tokens, "batch": options.parallel, "does": ["caption", "question"],
        }
        self.pool = ThreadPoolExecutor(options.parallel)

    def ask(self, body):
        headers = {"Content-Type": "application/json"}
        if key := os.environ.get("OPENAI_API_KEY"):
            headers["Authorization"] = "Bearer " + key
        data = json.dumps({"model": self.options.model, "temperature": 0, **body}).encode()
        request = urllib.request.Request(self.options.url.rstrip("/") + "/chat/completions", data, headers)
        try:
            with urllib.request.urlopen(request, timeout=self.options.timeout) as answer:
                return json.load(answer)["choices"][0]
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"the server says {error.code}: {error.read(500).decode(errors='replace')}")

    def one(self, request):
        try:
            if request["do"] == "caption":
                text = request.get("prefix") or self.options.prompt
                message = content(request["parts"]) + [{"type": "text", "text": text}]
                choice = self.ask({"messages": [{"role": "user", "content": message}], "max_tokens": request["max_tokens"]})
                return {"id": request["id"], "text": (choice["message"]["content"] or "").strip()}
            if request["do"] == "question":
                return {"id": request["id"], **self.decide(request)}
            raise RuntimeError(f"a server does not do {request['do']}")
        except Exception as error:
            return {"id": request["id"], "error": f"{type(error).__name__}: {error}"}

    def decide(self, request):
        asked = {"type": "text", "text": request["question"] + " Answer yes or no."}
        message = [{"role": "user", "content": content(request["parts"]) + [asked]}]
        choice = self.ask({"messages": message, "max_tokens": 1, "logprobs": True, "top_logprobs": 20})
        first = ((choice.get("logprobs") or {}).get("content") or [{}])[0].get("top_logprobs")
        sums = {"yes": 0.0, "no": 0.0}
        for token in first or [{"token": choice["message"]["content"] or "", "logprob": 0.0}]:
            word = token["token"].strip().lower().strip(".,!")
            if word in sums:
                sums[word] += math.exp(token["logprob"])
        if not any(sums.values()):
            raise RuntimeError("the answer is neither yes nor no: " + repr(choice["message"]["content"]))
        # What is not among the likeliest tokens is less likely than all of them.
        return {word: math.log(min(1.0, max(value, 1e-9))) for word, value in sums.items()}

    def answer(self, requests):
        return self.pool.map(self.one, requests)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", required=True, help="up to and with /v1")
    parser.add_argument("--model", required=True)
    parser.add_argument("--name")
    parser.add_argument("--prompt", default="Describe the picture in one sentence.", help="asked without a caption prefix")
    parser.add_argument("--parallel", type=int, default=8, help="requests that the server has at a time")
    parser.add_argument("--max-tokens", type=int, default=4096, help="tokens of a document, as far as is known")
    parser.add_argument("--timeout", type=float, default=300, help="seconds for a request")
    protocol.serve(Server(parser.parse_args()))


if __name__ == "__main__":
    main()
