"""Samples a CPU second of quarry_corpus beside webdataset, on the same pictures, one process each; and a loop that stops in
the middle and goes on."""

import glob, json, sys, time

import webdataset
from corpora import rows, run, write_pictures
from quarry_corpus import Corpus, Export, pack

work = sys.argv[1]
few = [row for row in rows(4000, seed=3) if any(row["images"])]
write_pictures(few, f"{work}/rate.parquet")
run("import", "--format", "obelics", f"{work}/rate.parquet", "--output", f"{work}/rate")
run("order", f"{work}/rate", "--seed", 1, "--output", f"{work}/rate.order")
run("export", f"{work}/rate", "--format", "webdataset", "--with-images", "--output", f"{work}/rate.tar")


def rate(make):
    """The best of three, and a sum that both sides must have."""
    best = 0
    for _ in range(3):
        start, count, size = time.process_time(), 0, 0
        for pictures, texts in make():
            count += 1
            size += sum(map(len, pictures)) + sum(map(len, texts))
        best = max(best, count / (time.process_time() - start))
    return best, count, size


def by_webdataset():
    for sample in webdataset.WebDataset(sorted(glob.glob(f"{work}/rate.tar/*.tar")), shardshuffle=False):
        record = json.loads(sample["json"])
        yield [sample[name] for name in record["images"] if name], [t for t in record["texts"] if t is not None]


def by_quarry(source):
    def make():
        for sample in source():
            yield [p.bytes() for p in sample.pictures], [s["text"] for s in sample.segments if s["kind"] == "text"]

    return make


theirs = rate(by_webdataset)
print(f"webdataset: {theirs[0]:.0f} samples a CPU second ({theirs[1]} samples)")
corpus, export = Corpus(f"{work}/rate"), Export(f"{work}/rate.tar")
for name, source in (("corpus, its own order", lambda: corpus.samples()), ("corpus, a fixed order", lambda: corpus.samples(order=f"{work}/rate.order")), ("export", lambda: export.samples())):
    ours = rate(by_quarry(source))
    assert ours[1:] == theirs[1:], "not the same samples"
    print(f"quarry_corpus, {name}: {ours[0]:.0f}, {ours[0] / theirs[0]:.2f} times webdataset")


def sequences():
    return pack(corpus.samples(order=f"{work}/rate.order"), length=512, tokenize=lambda text: list(text.encode()), image_tokens=64)


whole, stopped, again = [p.tokens.tobytes() for p in sequences()], sequences(), sequences()
for _ in range(len(whole) // 2):
    next(stopped)
again.load_state_dict(json.loads(json.dumps(stopped.state_dict())))
assert [p.tokens.tobytes() for p in again] == whole[len(whole) // 2:]
print(f"stopped after {len(whole) // 2} of {len(whole)} sequences: the rest is the same")
