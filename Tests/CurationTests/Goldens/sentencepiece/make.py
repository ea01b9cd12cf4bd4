#!/usr/bin/env python3
"""Makes the small SentencePiece models of the tests and the pieces the `sentencepiece` package (PyPI) cuts.

`rules.model` has normalisation rules of its own (the compiled table of NFKC is 240 kB), `identity.model` none,
`bytes.model` falls back to bytes.
"""
import json, os, sys
import sentencepiece as spm

os.chdir(os.path.dirname(os.path.abspath(__file__)))
TEXT = [f"the {a} of the {b} {v} the old {c} , and {a}s were {v}ing" for a in "harbour market baker river garden".split()
        for b in "bridge winter letter mother brother".split() for v in "paint open wait remember cross".split()
        for c in "train window wall".split()]
TEXT += ["naïve café über straße", "日本 の 庭 は 古い", "naïve cafés"] * 20
QUERIES = TEXT[::40] + ["", " ", "  two  spaces   here ", "tabs\tand\nlines", "Upper CASE", "unheard zebra quilts 🙂🙂!", "日本の庭",
                        "ﬁne ①② Ａ１", "é e\u0301", "a\u00a0b\u3000c", "\u200bzero", "the▁river", "x", "  ", "￥ﬂow of the ﬁ"]
RULES = [("ﬁ", "fi"), ("ﬂ", "fl"), ("①", "1"), ("Ａ", "A"), ("１", "1"), ("e\u0301", "é"), ("\u00a0", " "), ("\u3000", " "),
         ("\t", " "), ("\n", " "), ("\u200b", ""), ("￥", "yen "), ("②", " 2")]

def main():
    with open("rules.tsv", "w") as out:
        for old, new in RULES:
            out.write(" ".join(f"{ord(c):X}" for c in old) + "\t" + " ".join(f"{ord(c):X}" for c in new) + "\n")
    common = dict(sentence_iterator=None, vocab_size=120, model_type="unigram", hard_vocab_limit=False, minloglevel=2)
    made = {"identity": dict(normalization_rule_name="identity"), "rules": dict(normalization_rule_tsv="rules.tsv"),
            "bytes": dict(normalization_rule_name="identity", byte_fallback=True, vocab_size=400, remove_extra_whitespaces=False)}
    pieces = {}
    for name, options in made.items():
        with open(f"{name}.model", "wb") as out:
            spm.SentencePieceTrainer.train(**{**common, "sentence_iterator": iter(TEXT), "model_writer": out, **options})
        tokenizer = spm.SentencePieceProcessor(model_file=f"{name}.model")
        pieces[name] = [tokenizer.encode(q, out_type=str) for q in QUERIES]
    os.remove("rules.tsv")
    json.dump({"queries": QUERIES, "pieces": pieces}, open("pieces.json", "w"), ensure_ascii=False, indent=0)

main()
