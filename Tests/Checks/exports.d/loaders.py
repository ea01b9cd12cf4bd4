"""Every stack that is there reads what Quarry wrote, and Quarry what they wrote: a table, and an error when a row differs."""

import glob, importlib, importlib.metadata, io, json, os, sys

from corpora import QUARRY, picture, rows, run, same, write, write_pictures

work = sys.argv[1]
table = []


def try_stack(stack, what, check):
    module = stack.split(" ")[0]
    names = {"megatron-energon": "megatron.energon", "torchtitan": "datasets", "m4": "webdataset", "open_flamingo": "webdataset", "NeMo": "webdataset"}
    try:
        importlib.import_module(names.get(module, module))
    except ImportError as error:
        return print(f"skipped: {stack} ({error})")
    try:
        version = importlib.metadata.version(module)
    except importlib.metadata.PackageNotFoundError:
        version = "shape"
    equal, of = check()
    table.append((stack, what, version, of, equal))
    print(f"| {stack} | {what} | {version} | {equal} of {of} |", flush=True)
    assert equal == of, f"{stack}: {of - equal} of {of} differ"


# --- In: 20,000 rows of pyarrow in each codec, and of datasets (QUARRY_ROWS: others); out again, and equal to the last value.
whole = rows(int(os.environ.get("QUARRY_ROWS", "20000")))
for name, options in (("snappy, dictionary", {"compression": "snappy"}), ("gzip, plain", {"compression": "gzip", "use_dictionary": False}), ("zstd, v2 pages", {"compression": "zstd", "data_page_version": "2.0", "row_group_size": 3000})):
    def check():
        import pyarrow.parquet as pq

        stem = f"{work}/{name.split(',')[0]}"
        write(whole, stem + ".parquet", **options)
        run("import", "--format", "obelics", stem + ".parquet", "--output", stem, "--set", "output.full-text=false")
        run("export", stem, "--format", "obelics", "--output", stem + "-out")
        back = pq.read_table(stem + "-out/data").to_pylist()
        return sum(map(same, back, whole)), len(whole)

    try_stack("pyarrow import", name, check)


def by_datasets():
    import datasets, pyarrow.parquet as pq

    datasets.Dataset.from_list(whole).to_parquet(f"{work}/datasets.parquet")
    run("import", "--format", "obelics", f"{work}/datasets.parquet", "--output", f"{work}/ds", "--set", "output.full-text=false")
    run("export", f"{work}/ds", "--format", "obelics", "--output", f"{work}/ds-out")
    return sum(map(same, pq.read_table(f"{work}/ds-out/data").to_pylist(), whole)), len(whole)


try_stack("datasets import", "to_parquet", by_datasets)

# --- Out: addresses.
release, columns = f"{work}/snappy-out", ["images", "metadata", "general_metadata", "texts"]
files = sorted(glob.glob(release + "/data/*.parquet"))


def with_datasets(streaming):
    from datasets import load_dataset

    found = load_dataset(release, split="train", streaming=streaming, cache_dir=work + "/hf")
    return sum(same(row, other) for row, other in zip(found, whole)), len(whole)


def with_duckdb():
    import duckdb

    found = duckdb.sql(f"SELECT {', '.join(columns)} FROM '{release}/data/*.parquet'").fetchall()
    return sum(same(dict(zip(columns, row)), other) for row, other in zip(found, whole)), len(whole)


def with_polars():
    import polars

    return sum(map(same, polars.read_parquet(release + "/data/*.parquet").to_dicts(), whole)), len(whole)


def viewer(path):
    """The viewer's rules: indexes for every column, and any 100 rows within 300 MB."""
    import pyarrow.parquet as pq

    sound = 0
    for file in glob.glob(path):
        meta = pq.ParquetFile(file).metadata
        chunks = [meta.row_group(g).column(c) for g in range(meta.num_row_groups) for c in range(meta.num_columns)]
        pages = all(c.has_offset_index and c.has_column_index for c in chunks)
        # Whole groups where pictures are in them; otherwise pages of a megabyte or so are read by the index.
        group = max((meta.row_group(g).total_byte_size for g in range(meta.num_row_groups) if meta.row_group(g).num_rows <= 100), default=0)
        sound += pages and group <= 300_000_000
    return sound, len(glob.glob(path))


def titan(row):
    """torchtitan's `_process_obelics_sample`: one text or image at each place, an image as bytes, path or URL."""
    texts, images = row["texts"], row["images"]
    return len(texts) == len(images) and all((t is None) != (i is None) for t, i in zip(texts, images))


def with_titan():
    from datasets import load_dataset

    found = list(load_dataset(release, split="train", streaming=True))
    return sum(map(titan, found)), len(whole)


try_stack("datasets", "obelics", lambda: with_datasets(False))
try_stack("datasets streamed", "obelics", lambda: with_datasets(True))
try_stack("duckdb", "obelics", with_duckdb)
try_stack("polars", "obelics", with_polars)
try_stack("pyarrow", "obelics: the viewer's rules", lambda: viewer(release + "/data/*.parquet"))
try_stack("torchtitan (its sample's shape)", "obelics", with_titan)

# --- Out: pictures.
few = [row for row in rows(400, seed=2) if any(row["images"])]
write_pictures(few, f"{work}/pictures.parquet")
corpus = f"{work}/pictures"
run("import", "--format", "obelics", f"{work}/pictures.parquet", "--output", corpus)
run("verify", corpus)
run("order", corpus, "--seed", 3, "--output", f"{work}/order")
for form in ("obelics", "webdataset", "energon-polylithic", "mmc4"):
    run("export", corpus, "--format", form, "--with-images", "--output", f"{work}/with-{form}")
run("export", corpus, "--format", "webdataset", "--with-images", "--naming", "m4", "--output", f"{work}/with-m4")
shown = [[picture(u) for u in row["images"] if u] for row in few]
said = [[t for t in row["texts"] if t is not None] for row in few]


def pictures_by_datasets():
    from datasets import load_dataset
    from PIL import Image

    found = load_dataset(f"{work}/with-obelics", split="train", cache_dir=work + "/hf2")
    equal = 0
    for row, wanted in zip(found, shown):
        got = [image for image in row["images"] if image is not None]
        equal += [list(g.convert("RGB").getdata())[:50] for g in got] == [list(Image.open(io.BytesIO(w)).convert("RGB").getdata())[:50] for w in wanted]
    return equal, len(few)


def webdataset_rows():
    import webdataset

    equal = 0
    found = webdataset.WebDataset(sorted(glob.glob(f"{work}/with-webdataset/*.tar")), shardshuffle=False)
    for sample, pictures, texts in zip(found, shown, said):
        record = json.loads(sample["json"])
        equal += [sample[name] for name in record["images"] if name] == pictures and [t for t in record["texts"] if t is not None] == texts
    return equal, len(few)


def energon_rows():
    """Crude samples through the training loader, without `energon prepare`; the sqlite index by key."""
    from megatron.energon import WorkerConfig, get_val_dataset, get_savable_loader
    from megatron.energon.flavors.webdataset.metadata import WebdatasetMeta
    from megatron.energon.epathlib import EPath
    from megatron.energon.cache.file_store import WebdatasetFileStore

    path = EPath(f"{work}/with-webdataset")
    meta = WebdatasetMeta.from_config(path, split_part="train")
    assert sum(shard.count for shard in meta.shards) == len(few)
    store, equal = WebdatasetFileStore(path), 0
    import sqlite3
    database = sqlite3.connect(f"{work}/with-webdataset/.nv-meta/index.sqlite")
    keys = [key for (key,) in database.execute("SELECT sample_key FROM samples ORDER BY tar_file_id, sample_index")]
    for key, pictures, texts in zip(keys, shown, said):
        record = json.loads(store[key + ".json"][0])
        found = [store[f"{key}.{name}"][0] for name in record["images"] if name]
        equal += found == pictures and [t for t in record["texts"] if t is not None] == texts
    return equal, len(few)


def energon_training():
    from megatron.energon import WorkerConfig, get_train_dataset, get_loader, DefaultTaskEncoder, basic_sample_keys
    from megatron.energon import Cooker, TextSample, stateless

    @stateless
    def cook(sample):
        return TextSample(**basic_sample_keys(sample), text=json.dumps(json.loads(sample["json"])["texts"]))

    class Encoder(DefaultTaskEncoder):
        cookers = [Cooker(cook)]
        decoder = None

        def batch(self, samples):
            return samples

    dataset = get_train_dataset(f"{work}/with-webdataset", batch_size=1, shuffle_buffer_size=None, max_samples_per_sequence=None, repeat=False,
                                worker_config=WorkerConfig(rank=0, world_size=1, num_workers=0), task_encoder=Encoder())
    count = 0
    for _ in get_loader(dataset):
        count += 1
        if count > len(few) * 2:
            break
    return min(count, len(few)), len(few)


def energon_polylithic():
    from megatron.energon.cache.file_store import WebdatasetFileStore
    from megatron.energon.flavors.jsonl.ijsonl import IJsonlIndexReader
    from megatron.energon.epathlib import EPath

    store = WebdatasetFileStore(EPath(f"{work}/with-energon-polylithic/images"))
    assert IJsonlIndexReader.count_samples(EPath(f"{work}/with-energon-polylithic/documents.jsonl")) == len(few)
    equal = 0
    with open(f"{work}/with-energon-polylithic/documents.jsonl") as lines:
        for line, pictures in zip(lines, shown):
            images = [s for s in json.loads(line)["segments"] if s["kind"] == "image"]
            equal += [store[f"{s['sha256']}.{'jpg' if s['format'] == 'jpeg' else s['format']}"][0] for s in images] == pictures
    return equal, len(few)


def m4_rows():
    """The grouping of SmolVLM's loader: key, number, kind, ending; every file of the list must be there."""
    import tarfile

    samples, key = [], None
    members = []
    for path in sorted(glob.glob(f"{work}/with-m4/*.tar")):
        with tarfile.open(path) as tar:
            members += [(member.name, tar.extractfile(member).read()) for member in tar]
    for name, data in members:
        pieces = name.split(".")
        if pieces[0] != key:
            samples.append({})
            key = pieces[0]
        samples[-1][name] = data
    equal = 0
    for sample, pictures, texts in zip(samples, shown, said):
        listed = next(v for k, v in sample.items() if k.endswith(".metadata.txt")).decode().split("\n")
        parts = sorted((int(n.split(".")[1]), n) for n in sample if not n.endswith(".metadata.txt"))
        equal += (all(n in sample for n in listed) and [sample[n] for _, n in parts if ".image." in n] == pictures
                  and [sample[n].decode() for _, n in parts if ".text." in n] == texts)
    return equal, len(few)


def curator_rows():
    """NeMo Curator's documented MINT-1T reader: a JSON with texts and images of one length, images as members."""
    import tarfile

    equal = 0
    with tarfile.open(f"{work}/with-webdataset/shard-00000.tar") as tar:
        for member, pictures in zip((m for m in tar if m.name.endswith(".json")), shown):
            record = json.load(tar.extractfile(member))
            key = member.name[:-5]
            equal += len(record["texts"]) == len(record["images"]) and [tar.extractfile(f"{key}.{n}").read() for n in record["images"] if n] == pictures
    return equal, len(few)


def flamingo_rows():
    """open_flamingo's `preprocess_interleaved`: base64 pictures, one sentence for each by assignment over the matrix."""
    import base64, webdataset

    equal = 0
    for sample, pictures in zip(webdataset.WebDataset(sorted(glob.glob(f"{work}/with-mmc4/data/*.tar")), shardshuffle=False), shown):
        info = json.loads(sample["json"])
        matrix = info["similarity_matrix"]
        matched = [row.index(1.0) for row in matrix] if info["text_list"] else []
        fits = all(len(row) == len(info["text_list"]) for row in matrix) and (len(set(matched)) == len(matched) or len(matched) > len(info["text_list"]))
        equal += fits and [base64.b64decode(i["image_base64"]) for i in info["image_info"]] == pictures
    return equal, len(few)


def croissants():
    import mlcroissant

    folders = [release] + sorted(glob.glob(f"{work}/with-*"))
    sound = 0
    for folder in folders:
        dataset = mlcroissant.Dataset(folder + "/croissant.json")
        sound += not dataset.metadata.ctx.issues.errors
        if folder == release:
            first = next(iter(dataset.records("document")))
            texts = [t for t in first["document/texts"] if t is not None]
            assert [t.decode() if isinstance(t, bytes) else t for t in texts] == [t for t in whole[0]["texts"] if t is not None]
    return sound, len(folders)


try_stack("datasets", "obelics with pictures", pictures_by_datasets)
try_stack("pyarrow", "obelics with pictures: the viewer's rules", lambda: viewer(f"{work}/with-obelics/data/*.parquet"))
try_stack("webdataset", "webdataset with pictures", webdataset_rows)
try_stack("megatron-energon files by key", "webdataset with pictures", energon_rows)
try_stack("megatron-energon training loader", "webdataset with pictures", energon_training)
try_stack("megatron-energon polylithic", "documents.jsonl and packs", energon_polylithic)
try_stack("m4 (its grouping)", "webdataset, names of m4", m4_rows)
try_stack("NeMo Curator (its documented reader)", "webdataset with pictures", curator_rows)
try_stack("open_flamingo (its documented reader)", "mmc4 with pictures", flamingo_rows)
try_stack("mlcroissant", "croissant.json of each", croissants)

# --- The Python package: the corpus in a fixed order, and the export that follows it.
import quarry_corpus

samples = quarry_corpus.Corpus(corpus).samples(order=f"{work}/order")
run("export", corpus, "--format", "webdataset", "--with-images", "--order", f"{work}/order", "--output", f"{work}/ordered")
for kind in ("ordered", "with-energon-polylithic"):
    export = quarry_corpus.Export(f"{work}/{kind}")
    assert len(export) == len(few)
    if kind == "ordered":
        for sample, other in zip(samples, export.samples()):
            assert sample.id == other.id and [p.bytes() for p in sample.pictures] == [p.bytes() for p in other.pictures]
    else:
        assert [[p.bytes() for p in s.pictures] for s in export.samples()] == shown
print(f"| quarry_corpus | corpus in a fixed order, both exports | {importlib.import_module('numpy').__version__} (numpy) | {len(few)} of {len(few)} |")
