"""Quarry's Parquet beside pyarrow's: sizes, CPU seconds, equal values in every reader, and what a takedown leaves.

usage: parquet.py BENCH WORK   (BENCH: a release build of quarry-bench)
20,000 rows like OBELICS'; the second version lacks 33 of them: 3 at random places and one run of 30. Reused is the share
of the second file's bytes whose 64 KiB chunks (gear hash, 8 to 128 KiB, the sizes of the hub's storage) are in the first.
"""
import hashlib, json, random, subprocess, sys, time
import numpy as np, pyarrow as pa, pyarrow.parquet as pq

bench, work = sys.argv[1], sys.argv[2]
rnd = random.Random(5)
words = ["".join(rnd.choice("etaoinshrdlucmfwypvbgk") for _ in range(rnd.choice([2, 3, 3, 4, 5, 6, 7, 9]))) for _ in range(30000)]
weights = [1 / (i + 3) for i in range(len(words))]
pool = rnd.choices(words, weights, k=2_000_000)
GEAR = np.random.RandomState(1).randint(0, 2**63, 256, dtype=np.uint64)


def paragraph():
    at = rnd.randrange(len(pool) - 120)
    return " ".join(pool[at:at + rnd.randint(15, 110)]).capitalize() + "."


def row(number):
    images, texts = [], []
    for place in range(rnd.randint(2, 6)):
        is_text = place % 2 == 0
        texts.append(paragraph() if is_text else None)
        images.append(None if is_text else f"https://host{rnd.randrange(3000)}.example/img/{rnd.getrandbits(48):x}.jpg")
    metadata = [None if url is None else {"src": url, "alt_text": ""} for url in images]
    return images, json.dumps(metadata), json.dumps({"url": f"https://e/{number}", "warc_record_offset": number * 977}), texts


def table(rows):
    lists = pa.list_(pa.string())
    return pa.table({"images": pa.array([r[0] for r in rows], lists), "metadata": [r[1] for r in rows],
                     "general_metadata": [r[2] for r in rows], "texts": pa.array([r[3] for r in rows], lists)})


def chunks(buf):
    """Content-defined chunks of a file: (bytes, digest)."""
    x = np.frombuffer(buf, np.uint8)
    gear, n = GEAR[x], len(buf)
    h = np.zeros(n, np.uint64)
    for k in range(64):
        h[k:] += gear[:n - k] << np.uint64(k)
    out, start = [], 0
    for cut in (np.flatnonzero((h >> np.uint64(48)) == 0) + 1).tolist() + [n]:
        while cut - start > 131072:
            out.append((start, start + 131072))
            start += 131072
        if cut - start >= 8192 or cut == n:
            out.append((start, cut))
            start = cut
    return [(e - s, hashlib.blake2b(buf[s:e], digest_size=12).digest()) for s, e in out if e > s]


def reused(first, second):
    have = {digest for _, digest in chunks(first)}
    parts = chunks(second)
    return 100 * sum(size for size, digest in parts if digest in have) / len(second)


def report(name, files, cpu):
    meta = pq.ParquetFile(files[1]).metadata
    columns = [meta.row_group(0).column(i) for i in range(meta.num_columns)]
    data = [open(f, "rb").read() for f in files]
    print(json.dumps({"writer": name, "mb": round(len(data[0]) / 1e6, 2), "write_cpu_s": round(cpu, 3), "reused_pct": round(reused(*data), 1),
                      "row_groups": meta.num_row_groups, "offset_index": all(c.has_offset_index for c in columns),
                      "column_index": all(c.has_column_index for c in columns)}), flush=True)
    return reused(*data)


def pyarrow_file(name, options):
    files, cpu = [], []
    for version, rows in enumerate((whole, left)):
        path = f"{work}/{name.replace(' ', '-')}-{version}.parquet"
        t, best = table(rows), 1e9
        for _ in range(3):
            start = time.process_time()
            pq.write_table(t, path, compression="zstd", **options)
            best = min(best, time.process_time() - start)
        files.append(path)
        cpu.append(best)
    report(name, files, cpu[0])
    return files, cpu[0]


def quarry_file(sources, *options):
    files, answers = [], []
    for version, source in enumerate(sources):
        files.append(f"{work}/quarry-{version}.parquet")
        answers.append(json.loads(subprocess.run([bench, "parquet", source, files[-1], *options], check=True, capture_output=True, text=True).stdout))
    return files, answers[0]


def values_equal(path, expected):
    """Every value by four readers."""
    import duckdb, polars
    from datasets import load_dataset
    names = ["images", "metadata", "general_metadata", "texts"]
    seen = {"pyarrow": pq.read_table(path).select(names).to_pylist()}
    seen["duckdb"] = [dict(zip(names, r)) for r in duckdb.sql(f"SELECT {', '.join(names)} FROM '{path}'").fetchall()]
    seen["polars"] = polars.read_parquet(path).select(names).to_dicts()
    seen["datasets"] = [dict(r) for r in load_dataset("parquet", data_files=path, split="train", cache_dir=work + "/hf").select_columns(names)]
    seen["datasets, streamed"] = [{n: r[n] for n in names} for r in load_dataset("parquet", data_files=path, split="train", streaming=True)]
    wanted = [dict(zip(names, r)) for r in expected]
    for name, rows in seen.items():
        assert rows == wanted, f"{name}: other values"
        print(f"{len(rows)} of {len(wanted)} rows equal in {name}")


whole = [row(n) for n in range(20000)]
gone = set(rnd.sample(range(20000), 3)) | set(range(9000, 9030))
left = [r for n, r in enumerate(whole) if n not in gone]
plain, cpu = pyarrow_file("pyarrow", {})
pyarrow_file("pyarrow page index", {"write_page_index": True})
pyarrow_file("pyarrow cdc and index", {"write_page_index": True, "use_content_defined_chunking": True})
pyarrow_file("pyarrow no dictionary", {"use_dictionary": False, "write_statistics": False, "write_page_index": True})
ours, answer = quarry_file(plain, *sys.argv[3:])
share = report("quarry", ours, answer["write_cpu_s"])
start = time.process_time()
pq.read_table(plain[0], use_threads=False)
print(json.dumps({"read_cpu_s": {"pyarrow, to its own arrays": round(time.process_time() - start, 3), "quarry, to values": round(answer["read_cpu_s"], 3)}}))
values_equal(ours[0], whole)
assert share >= 60, f"only {share:.1f} % of the bytes are reused after the takedown"
assert answer["write_cpu_s"] <= cpu, f"writing took {answer['write_cpu_s']:.3f} s, pyarrow {cpu:.3f} s"
