#!/usr/bin/env python3
"""Makes the small language models of the tests and the scores the `kenlm` package gives them.

    make.py BUILD_BINARY

BUILD_BINARY is KenLM's program of that name; `kenlm` (PyPI) must be importable. Everything is made from the sentences
below. `gaps.arpa` lacks bigrams that its trigrams end with, as pruned models do.
"""
import collections, json, math, os, subprocess, sys
import kenlm

HERE = os.path.dirname(os.path.abspath(__file__))
NOUNS = "harbour market baker river garden bridge winter letter mother brother train window".split()
VERBS = "sees crosses paints leaves finds opens waits remembers".split()
TEXT = [f"the {a} {v} the {b}" for i, a in enumerate(NOUNS) for j, v in enumerate(VERBS) for k, b in enumerate(NOUNS)
        if (i * 7 + j * 5 + k * 3) % 17 == 0]
TEXT += [f"in the {a} a {b} {v} ." for i, a in enumerate(NOUNS) for j, v in enumerate(VERBS) for k, b in enumerate(NOUNS)
         if (i * 5 + j * 3 + k * 11) % 23 == 0]
QUERIES = TEXT[::9] + ["", "the", "unheard words only", "the harbour", "the the the", "a baker sees", "in the river a winter",
                       "letter", "the market opens the unknown letter .", ". . .", "naïve 日本 the river"]

def train(order, discount=0.5):
    grams = [collections.Counter() for _ in range(order + 1)]
    for line in TEXT:
        words = ["<s>"] + line.split() + ["</s>"]
        for n in range(1, order + 1):
            for i in range(len(words) - n + 1):
                grams[n][tuple(words[i:i + n])] += 1
    total = sum(c for g, c in grams[1].items() if g != ("<s>",))
    probability = {("<unk>",): 0.01}
    for g, c in grams[1].items():
        probability[g] = 0.99 * c / total if g != ("<s>",) else 1e-99
    backoff = {}
    for n in range(2, order + 1):
        followers = collections.defaultdict(list)
        for g, c in grams[n].items():
            followers[g[:-1]].append((g[-1], c))
        for context, words in followers.items():
            count = sum(c for _, c in words)
            left = 1 - sum((c - discount) / count for _, c in words)
            backoff[context] = left
            for w, c in words:
                probability[context + (w,)] = (c - discount) / count + backoff[context] * probability[context[1:] + (w,)]
    return [sorted(grams[1]) + [("<unk>",)]] + [sorted(grams[n]) for n in range(2, order + 1)], probability, backoff

def write(path, order, drop=lambda g: False):
    grams, probability, backoff = train(order)
    grams = [[g for g in level if not drop(g)] for level in grams]
    with open(path, "w") as out:
        out.write("\n\\data\\\n" + "".join(f"ngram {n + 1}={len(level)}\n" for n, level in enumerate(grams)))
        for n, level in enumerate(grams):
            out.write(f"\n\\{n + 1}-grams:\n")
            for g in level:
                weight = f"\t{math.log10(backoff[g]):.6f}" if n + 1 < order and g in backoff else ""
                out.write(f"{max(-99, math.log10(probability[g])):.6f}\t{' '.join(g)}{weight}\n")
        out.write("\n\\end\\\n")

def main():
    build = sys.argv[1]
    os.chdir(HERE)
    write("plain.arpa", 4)
    endings = set(g[1:] for g in train(3)[0][2])
    gaps = set(sorted(endings)[::5])
    write("gaps.arpa", 3, lambda g: len(g) == 2 and g in gaps and not any(t[:2] == g for t in train(3)[0][2]))
    for name, options in {"probing": ["probing"], "trie": ["trie"], "quantized": ["-q", "6", "-b", "5", "trie"],
                          "arrays": ["-a", "64", "trie"], "both": ["-a", "64", "-q", "8", "-b", "8", "trie"]}.items():
        subprocess.run([build, *options, "plain.arpa", f"{name}.bin"], check=True, stderr=subprocess.DEVNULL)
    scores = {}
    for name in sorted(f for f in os.listdir(".") if f.endswith((".arpa", ".bin"))):
        model = kenlm.Model(name)
        scores[name] = [model.score(q, bos=True, eos=True) for q in QUERIES]
    json.dump({"queries": QUERIES, "scores": scores}, open("scores.json", "w"), indent=0, ensure_ascii=False)
    print({n: (os.path.getsize(n), s[:3]) for n, s in scores.items()})

main()
