"""What the checks of exports work on: rows like OBELICS', with and without pictures, written by pyarrow and by datasets."""

import io, json, os, random, subprocess

QUARRY = os.environ["QUARRY"]
WORDS = "dog cat house tree river stone light window bread cloud märz naïve 漢字 שלום مرحبا 🦆".split()


def run(*arguments):
    done = subprocess.run([QUARRY, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"quarry {' '.join(map(str, arguments))}\n{done.stdout}{done.stderr}")
    return done.stdout


def text(rnd):
    return " ".join(rnd.choice(WORDS) for _ in range(rnd.randint(5, 60))) + rnd.choice(["", "\n\nSecond paragraph.", "\u2028", ' {"a": [null]}'])


def rows(count, seed=1):
    """Rows of four columns with the released keys; every tenth has the same picture."""
    rnd, out = random.Random(seed), []
    for number in range(count):
        images, texts, metadata = [], [], []
        for place in range(rnd.randint(1, 6)):
            if (place + number) % 2:
                texts.append(text(rnd)), images.append(None), metadata.append(None)
                continue
            url = "https://same.example/one.jpg" if number % 10 == 0 else f"https://h{rnd.randrange(300)}.example/a.b/{number}-{place}.jpg?x=1"
            texts.append(None), images.append(url)
            metadata.append({"document_url": f"https://p{number}.example/", "unformatted_src": url[8:], "src": url, "formatted_filename": "a b",
                             "alt_text": rnd.choice(["", "alt “x”"]), "rendered_width": rnd.choice([None, 200]), "original_width": 30 + place, "original_height": 20, "format": "jpeg"})
        general = {"url": f"https://p{number}.example/", "warc_filename": "crawl.warc.gz", "warc_record_offset": number * 977, "warc_record_length": 800 + number}
        out.append({"images": images, "metadata": json.dumps(metadata), "general_metadata": json.dumps(general), "texts": texts})
    return out


def picture(url):
    """A small JPEG that depends on the address."""
    from PIL import Image

    rnd = random.Random(url)
    noise = bytes(rnd.randrange(256) for _ in range(24 * 24 * 3))
    out = io.BytesIO()
    Image.frombytes("RGB", (24, 24), noise).resize((200, 150)).save(out, "JPEG", quality=80)
    return out.getvalue()


def write(table_rows, path, **options):
    import pyarrow as pa, pyarrow.parquet as pq

    lists = pa.list_(pa.string())
    table = pa.table({"images": pa.array([r["images"] for r in table_rows], lists), "metadata": [r["metadata"] for r in table_rows],
                      "general_metadata": [r["general_metadata"] for r in table_rows], "texts": pa.array([r["texts"] for r in table_rows], lists)})
    pq.write_table(table, path, **options)


def write_pictures(table_rows, path):
    """The same rows with the pictures in them, as `datasets` stores them."""
    import pyarrow as pa, pyarrow.parquet as pq

    kind = pa.list_(pa.struct([("bytes", pa.binary()), ("path", pa.string())]))
    images = [[None if u is None else {"bytes": picture(u), "path": u.rsplit("/", 1)[1]} for u in r["images"]] for r in table_rows]
    table = pa.table({"images": pa.array(images, kind), "metadata": [r["metadata"] for r in table_rows],
                      "general_metadata": [r["general_metadata"] for r in table_rows], "texts": pa.array([r["texts"] for r in table_rows], pa.list_(pa.string()))})
    pq.write_table(table, path, row_group_size=100)


def same(left, right):
    """Equal texts and addresses, equal objects in the JSON texts."""
    return (left["images"] == right["images"] and left["texts"] == right["texts"]
            and json.loads(left["metadata"]) == json.loads(right["metadata"])
            and json.loads(left["general_metadata"]) == json.loads(right["general_metadata"]))
