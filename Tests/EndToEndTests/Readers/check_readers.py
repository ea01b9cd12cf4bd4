"""Reads a corpus with the readers people use and compares every value of every document.

    python check_readers.py CORPUS [--schemas FOLDER] [--quarry PROGRAM] [--require datasets,duckdb,...]

The reference is the decompressed lines parsed by Python's own json. A reader whose package is not installed is left out
unless --require names it. The exit code is 1 when anything differs; each check prints one line.
"""

import argparse
import glob
import hashlib
import importlib.util
import json
import os
import shutil
import sqlite3
import struct
import subprocess
import sys
import tarfile
import tempfile

CHECKS = []


def check(name, needs=()):
    """Registers a check; `needs` are the packages or programs it cannot do without."""

    def register(function):
        CHECKS.append((name, needs, function))
        return function

    return register


class Corpus:
    """The corpus as Python's own modules see it."""

    def __init__(self, folder):
        self.folder = os.path.abspath(folder)
        self.manifest = json.load(open(self.path("corpus.json"), encoding="utf-8"))
        self.shards = sorted(glob.glob(self.path("shards/*.jsonl.zst")))
        self.packs = sorted(glob.glob(self.path("images/*.tar")))
        self.drops = sorted(glob.glob(self.path("drops/*.jsonl.zst")))
        self.lines = [read_lines(path) for path in self.shards]
        self.documents = [json.loads(line) for lines in self.lines for line in lines]
        self.pattern = self.path("shards/*.jsonl.zst")

    def path(self, name):
        return os.path.join(self.folder, name)


def read_lines(path):
    text = subprocess.run(["zstd", "-dcq", path], check=True, capture_output=True).stdout
    assert text == b"" or text.endswith(b"\n"), f"{path} ends within a line"
    return text.split(b"\n")[:-1]


def same(name, documents, reference):
    """Compares whole documents, values and types."""
    assert len(documents) == len(reference), f"{name}: {len(documents)} documents, not {len(reference)}"
    for number, (found, expected) in enumerate(zip(documents, reference)):
        difference = differ(found, expected, "")
        assert difference is None, f"{name}: document {number} ({expected['id']}): {difference}"


def differ(found, expected, place):
    if isinstance(expected, dict):
        if not isinstance(found, dict) or list(found) != list(expected):
            return f"{place}: keys {list(found) if isinstance(found, dict) else found!r}"
        pairs = ((found[key], expected[key], f"{place}.{key}") for key in expected)
    elif isinstance(expected, list):
        if not isinstance(found, list) or len(found) != len(expected):
            return f"{place}: {found!r} is not a list of {len(expected)}"
        pairs = ((a, b, f"{place}[{i}]") for i, (a, b) in enumerate(zip(found, expected)))
    elif type(found) is not type(expected) or found != expected:
        return f"{place}: {found!r}, not {expected!r}"
    else:
        return None
    return next((bad for bad in (differ(*pair) for pair in pairs) if bad), None)


# The record's own rules.


@check("rules of the record", ["zstd"])
def rules(corpus, _):
    keys = None
    for lines in corpus.lines:
        for line in lines:
            assert len(line) < 1_000_000, f"a line of {len(line)} bytes"
            assert b"\x00" not in line and b"\\u0000" not in line and not line.startswith(b"\xef\xbb\xbf")
            document = json.loads(line, parse_float=Fraction)
            shape = shape_of(document)
            keys = keys or shape
            assert shape == keys, f"document {document['id']} has other keys or types: {shape} and {keys}"
            assert document["segments"], f"document {document['id']} has no segments"


class Fraction(float):
    """A number that was written with a fraction or an exponent."""


def shape_of(value):
    """Keys in order with the kind of each value; all segments must be of one shape."""
    if isinstance(value, dict):
        return tuple((key, shape_of(inner)) for key, inner in value.items())
    if isinstance(value, list):
        shapes = {shape_of(inner) for inner in value}
        assert len(shapes) == 1, f"a list of different shapes: {shapes}"
        return ("list", shapes.pop())
    assert value is not None, "a null"
    return type(value).__name__


@check("json schemas", ["jsonschema"])
def schemas(corpus, options):
    import jsonschema

    def validator(name):
        schema = json.load(open(os.path.join(options.schemas, name + ".schema.json"), encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        return jsonschema.Draft202012Validator(schema)

    validator("manifest").validate(corpus.manifest)
    validator("pipeline").validate(json.loads(corpus.manifest["pipeline"]["text"]))
    one = validator("unit")
    for path in glob.glob(corpus.path("work/*/*.sealed")):
        one.validate(json.load(open(path, encoding="utf-8")))
    one = validator("document")
    for document in corpus.documents:
        one.validate(document)
    one = validator("drop")
    for path in corpus.drops:
        for line in read_lines(path):
            one.validate(json.loads(line))


@check("shipped pipelines against their schema", ["jsonschema", "yaml"])
def pipelines(_, options):
    import jsonschema
    import yaml

    schema = json.load(open(os.path.join(options.schemas, "pipeline.schema.json"), encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    files = glob.glob(os.path.join(options.schemas, "../pipelines/*.yaml"))
    assert files, "no pipelines"
    for path in files:
        jsonschema.Draft202012Validator(schema).validate(yaml.safe_load(open(path, encoding="utf-8")))


# Readers of shards.


@check("zstd -t", ["zstd"])
def zstd_program(corpus, _):
    subprocess.run(["zstd", "-tq"] + corpus.shards + corpus.drops, check=True)


@check("seek table, read here", ["zstd"])
def seek_table(corpus, _):
    for path in corpus.shards + corpus.drops:
        data = open(path, "rb").read()
        count, descriptor, magic = struct.unpack("<IBI", data[-9:])
        assert (descriptor, magic) == (0, 0x8F92EAB1), path
        start = len(data) - 9 - 8 * count - 8
        assert struct.unpack("<II", data[start : start + 8]) == (0x184D2A5E, 8 * count + 9), path
        sizes = [struct.unpack_from("<II", data, start + 8 + 8 * i) for i in range(count)]
        assert sum(size for size, _ in sizes) == start, path
        offset = 0
        for compressed, decompressed in sizes:
            frame = data[offset : offset + compressed]
            text = subprocess.run(["zstd", "-dcq"], input=frame, check=True, capture_output=True).stdout
            assert len(text) == decompressed and text.endswith(b"\n"), path
            offset += compressed


@check("pyzstd SeekableZstdFile", ["pyzstd"])
def seekable(corpus, _):
    import pyzstd

    for path, lines in zip(corpus.shards, corpus.lines):
        with pyzstd.SeekableZstdFile(path, "r") as file:
            offsets = [0]
            for line in lines:
                offsets.append(offsets[-1] + len(line) + 1)
            for number in reversed(range(len(lines))):
                file.seek(offsets[number])
                assert file.read(len(lines[number])) == lines[number], f"{path} line {number}"


@check("datasets by data_files", ["datasets"])
def datasets_files(corpus, _):
    with loading() as load:
        same("datasets", list(load("json", data_files=corpus.pattern, split="train")), corpus.documents)


@check("datasets by the folder", ["datasets"])
def datasets_folder(corpus, _):
    with loading() as load:
        same("datasets", list(load(corpus.folder, split="train")), corpus.documents)


@check("datasets, streaming", ["datasets"])
def datasets_streaming(corpus, _):
    with loading() as load:
        same("datasets", list(load(corpus.folder, split="train", streaming=True)), corpus.documents)


class loading:
    """`load_dataset` with a cache of its own, gone afterwards."""

    def __enter__(self):
        import datasets

        datasets.disable_progress_bars()
        self.cache = tempfile.mkdtemp()
        return lambda *names, **options: datasets.load_dataset(*names, cache_dir=self.cache, **options)

    def __exit__(self, *_):
        shutil.rmtree(self.cache, ignore_errors=True)


@check("DuckDB read_json", ["duckdb"])
def duckdb_reader(corpus, _):
    import duckdb

    result = duckdb.sql(f"SELECT * FROM read_json('{corpus.pattern}')")
    names = result.columns
    same("duckdb", [dict(zip(names, row)) for row in result.fetchall()], corpus.documents)


@check("polars", ["polars"])
def polars_reader(corpus, _):
    import polars

    same("polars", [d for path in corpus.shards for d in polars.read_ndjson(path).to_dicts()], corpus.documents)


@check("pyarrow", ["pyarrow"])
def pyarrow_reader(corpus, _):
    import pyarrow
    import pyarrow.json

    found = []
    for path in corpus.shards:
        with pyarrow.input_stream(path, compression="zstd") as stream:
            found += pyarrow.json.read_json(stream).to_pylist()
    same("pyarrow", found, corpus.documents)


@check("pandas", ["pandas", "zstandard"])
def pandas_reader(corpus, _):
    import pandas

    found = []
    for path in corpus.shards:
        # dtype: 14-digit dates stay text; precise_float: else the last digits of numbers change
        frame = pandas.read_json(path, lines=True, dtype=False, precise_float=True)
        found += [{key: row[key] for key in frame.columns} for row in frame.to_dict("records")]
    same("pandas", found, corpus.documents)


# Packs and index.


@check("tar tf", ["tar"])
def tar_program(corpus, _):
    for path in corpus.packs:
        listed = subprocess.run(["tar", "tf", path], check=True, capture_output=True, text=True).stdout.split()
        with tarfile.open(path) as pack:
            assert listed == pack.getnames()
            for member in pack:
                found = (member.mode, member.mtime, member.uid, member.gid, member.isfile())
                assert found == (0o444, 0, 0, 0, True), f"{path}: {member.name} {found}"
                digest = hashlib.sha256(pack.extractfile(member).read()).hexdigest()
                assert digest == member.name.split(".")[0], f"{path}: {member.name}"


@check("sqlite3: every document, image and occurrence", ["zstd"])
def index(corpus, _):
    database = sqlite3.connect(f"file:{corpus.path('index.sqlite')}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    names = [row["name"] for row in database.execute("SELECT name FROM shards ORDER BY shard")]
    assert names == [os.path.basename(path) for path in corpus.shards]
    files = [open(path, "rb").read() for path in corpus.shards]
    lines = [line for shard in corpus.lines for line in shard]
    rows = database.execute("SELECT * FROM documents ORDER BY number").fetchall()
    assert len(rows) == len(corpus.documents)
    frames = {}
    for row, document, line in zip(rows, corpus.documents, lines):
        place = (row["shard"], row["frame_offset"], row["frame_length"])
        if place not in frames:
            frame = files[place[0]][place[1] : place[1] + place[2]]
            frames = {place: subprocess.run(["zstd", "-dcq"], input=frame, check=True, capture_output=True).stdout}
        assert frames[place][row["offset"] : row["offset"] + row["length"]] == line, document["id"]
        assert row["id"].hex() == document["id"]
        for key in ("url", "captured", "language", "title"):
            assert row[key] == document[key], (document["id"], key)
        for key, value in document["signals"].items():
            assert row[key] == value, (document["id"], key)
    images(corpus, database)


def images(corpus, database):
    packs = [row["name"] for row in database.execute("SELECT name FROM packs ORDER BY pack")]
    assert packs == [os.path.basename(path) for path in corpus.packs]
    shown = {}
    for document in corpus.documents:
        for position, segment in enumerate(document["segments"]):
            if segment["kind"] == "image":
                shown[document["id"], position] = (segment["sha256"], segment["url"])
    query = "SELECT document, position, image, url FROM occurrences"
    found = {(d.hex(), p): (i.hex(), u) for d, p, i, u in database.execute(query)}
    assert found == shown
    facts = {s["sha256"]: s for d in corpus.documents for s in d["segments"] if s["sha256"]}
    rows = database.execute("SELECT * FROM images").fetchall()
    assert {row["sha256"].hex() for row in rows} == set(facts)
    for row in rows:
        fact = facts[row["sha256"].hex()]
        assert row["phash"].hex() == fact["phash"]
        assert [row[key] for key in ("format", "width", "height")] == [fact[key] for key in ("format", "width", "height")]
        if row["pack"] >= 0:
            with open(corpus.packs[row["pack"]], "rb") as pack:
                pack.seek(row["offset"])
                assert hashlib.sha256(pack.read(row["length"])).digest() == row["sha256"]


@check("corpus.json: size, lines and SHA-256 of every file")
def manifest(corpus, _):
    listed = {file["path"]: file for file in corpus.manifest["files"]}
    for path, file in listed.items():
        data = open(corpus.path(path), "rb").read()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (file["bytes"], file["sha256"]), path
    for path, lines in zip(corpus.shards, corpus.lines):
        assert listed["shards/" + os.path.basename(path)]["lines"] == len(lines), path
    counts = corpus.manifest["counts"]
    segments = [s for d in corpus.documents for s in d["segments"]]
    assert counts["documents"] == len(corpus.documents)
    assert counts["images"] == sum(s["kind"] == "image" for s in segments)
    assert counts["words"] == sum(d["signals"]["words"] for d in corpus.documents)
    for unit, account in units(corpus).items():
        assert account["born"] == account["written"] + sum(account["dropped"].values()), unit


def units(corpus):
    """The accounts of the ledger."""
    return {unit: corpus.manifest["ledger"][unit] for unit in ("record", "document", "paragraph", "image")}


PROGRAMS = {"zstd", "tar"}


@check("quarry show, image, drops and verify", ["zstd"])
def look_into(corpus, options):
    def ask(*arguments):
        run = subprocess.run([options.quarry, *arguments, "--json"], check=True, capture_output=True, text=True)
        return run.stdout

    assert json.loads(ask("verify", corpus.folder))["ok"]
    assert json.loads(ask("funnel", corpus.folder))["units"] == units(corpus)
    stats = json.loads(ask("stats", corpus.folder))
    assert {key: stats[key] for key in corpus.manifest["counts"]} == corpus.manifest["counts"]
    drops = [json.loads(line) for path in corpus.drops for line in read_lines(path)]
    if drops:
        assert [json.loads(line) for line in ask("drops", corpus.folder).splitlines()] == drops
    for document in corpus.documents[:: max(1, len(corpus.documents) // 20)]:
        shown = json.loads(ask("show", corpus.folder, document["id"]))
        assert shown.pop("scores") == {}
        assert differ(shown, document, "") is None
    for digest in sorted({s["sha256"] for d in corpus.documents for s in d["segments"] if s["sha256"]})[:20]:
        image = json.loads(ask("image", corpus.folder, digest))
        if has("jsonschema"):
            import jsonschema

            schema = json.load(open(os.path.join(options.schemas, "image.schema.json"), encoding="utf-8"))
            jsonschema.validate(image, schema)
        assert image["sha256"] == digest and image["occurrences"]


def has(need):
    """Whether a program or a package is there (a program of a package's name is not the package)."""
    return (shutil.which(need) if need in PROGRAMS else importlib.util.find_spec(need)) is not None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("corpus")
    here = os.path.dirname(os.path.abspath(__file__))
    parser.add_argument("--schemas", default=os.path.join(here, "../../../schemas"))
    parser.add_argument("--quarry", default="", help="the program, to compare what it says of the corpus")
    parser.add_argument("--require", default="", help="packages without which the run fails")
    options = parser.parse_args()
    missing = [name for name in options.require.split(",") if name and not has(name)]
    if missing:
        sys.exit(f"not installed: {', '.join(missing)}")
    corpus = Corpus(options.corpus)
    failed = 0
    for name, needs, function in CHECKS:
        if function is look_into and not options.quarry:
            continue
        absent = [need for need in needs if not has(need)]
        if absent:
            print(f"left out  {name} (no {', '.join(absent)})")
            continue
        try:
            function(corpus, options)
            print(f"passed    {name}")
        except Exception as error:  # every reader has its own errors; all of them are a failed check
            failed += 1
            print(f"FAILED    {name}: {type(error).__name__}: {str(error)[:500]}")
    print(f"{len(corpus.documents)} documents, {failed} checks failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
