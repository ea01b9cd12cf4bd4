"""Corpora that lie. A case takes a sound corpus and writes something else over a part of it; sizes and digests of the manifest
are made right again, so that readers get to what is wrong. Nothing in here is a file of anybody else."""
import hashlib, json, os, sqlite3, struct, subprocess

CASES = {}
HUGE = 2**63 - 1


def case(body):
    CASES[body.__name__.replace("_", "-")] = body
    return body


def cases():
    return set(CASES)


def make(name, folder):
    CASES[name](folder)


def questions(quarry, base):
    """Every verb that reads a corpus, asked something that the sound one answers; {corpus} is the folder."""
    sample = subprocess.run([quarry, "sample", base, "-n", "1", "--json"], capture_output=True, text=True).stdout
    document = json.loads(sample)[0]["id"]
    with sqlite3.connect(f"file:{base}/index.sqlite?mode=ro", uri=True) as index:
        picture = index.execute("SELECT lower(hex(sha256)) FROM images ORDER BY offset LIMIT 1").fetchone()[0]
    corpus = "{corpus}"
    return {
        "verify": ["verify", corpus], "show": ["show", corpus, document, "--drops"],
        "diff": ["show", corpus, document, "--diff", base], "why": ["why", corpus, "http://h0.example.org/p0"],
        "search": ["search", corpus, "harbour", "--where", "words > 5"], "sample": ["sample", corpus, "--where", "words > 5"],
        "stats": ["stats", corpus], "signal": ["stats", corpus, "--signal", "words"], "funnel": ["funnel", corpus],
        "drops": ["drops", corpus], "image": ["image", corpus, picture, "--output", "root/picture"],
        "compare": ["compare", corpus, base], "report": ["report", corpus, "--output", "root/report.html"],
        "select": ["select", corpus, "--where", "words > 5", "--output", "root/selected"],
        "export": ["export", corpus, "--format", "obelics", "--output", "root/exported"],
        "webdataset": ["export", corpus, "--format", "webdataset", "--output", "root/shards"],
        "order": ["order", corpus, "--output", "root/order"], "map": ["map", corpus], "duplicates": ["duplicates", corpus],
        "deduplicate": ["deduplicate", base, "--against", corpus, "--output", "root/deduplicated"],
    }


# Making things right again.

def resign(folder, change=lambda manifest: None):
    path = folder + "/corpus.json"
    manifest = json.load(open(path))
    for file in manifest["files"]:
        place = folder + "/" + file["path"]
        if os.path.isfile(place) and not os.path.islink(place):
            file["bytes"] = os.path.getsize(place)
            file["sha256"] = hashlib.sha256(open(place, "rb").read()).hexdigest()
    change(manifest)
    manifest.pop("sha256", None)
    text = json.dumps(manifest, separators=(",", ":"), ensure_ascii=False)
    manifest["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    with open(path, "w") as out:
        json.dump(manifest, out, separators=(",", ":"), ensure_ascii=False)


def sql(folder, *statements):
    index = sqlite3.connect(folder + "/index.sqlite")
    for statement in statements:
        index.executescript(statement)
    index.commit()
    index.close()
    resign(folder)


def tell(name, *statements):
    def body(folder):
        sql(folder, *statements)
    CASES[name] = body


# The manifest.

def paths(kind, place):
    def body(folder):
        def change(manifest):
            for file in manifest["files"]:
                if file["kind"] == kind:
                    file["path"] = place
        resign(folder, change)
    return body


CASES["manifest-shard-outside"] = paths("shard", "shards/../../../../../../etc/hostname")
CASES["manifest-pack-outside"] = paths("pack", "/etc/passwd")


def numbers(value):
    def body(folder):
        def change(manifest):
            for key in manifest["counts"]:
                manifest["counts"][key] = value
            for account in manifest["ledger"].values():
                if isinstance(account, dict) and "born" in account:
                    account["born"] = account["written"] = value
            for file in manifest["files"]:
                file["lines"] = file["frames"] = value
        resign(folder, change)
    return body


for value in (HUGE, 2**62, 2**40, -1, -2**63):
    CASES[f"manifest-numbers-{value}"] = numbers(value)


@case
def manifest_controls(folder):
    def change(manifest):
        manifest["inputs"][0]["name"] = "\x1b[31mred\n\u202e"
        manifest["tool"]["version"] = "\x1b[2J"
        manifest["files"].append(dict(path="shards/\x1b]0;title\x07.zst", kind="shard", bytes=1, lines=0, frames=0, sha256="00"))
    resign(folder, change)


@case
def manifest_nested(folder):
    open(folder + "/corpus.json", "w").write("[" * 200_000 + "]" * 200_000)


@case
def manifest_sparse(folder):
    os.truncate(folder + "/corpus.json", 8 << 30)


def pipe(name):
    def body(folder):
        os.remove(folder + "/" + name)
        os.mkfifo(folder + "/" + name)
    return body


def endless(name):
    def body(folder):
        os.remove(folder + "/" + name)
        os.symlink("/dev/zero", folder + "/" + name)
    return body


SHARD, PACK = "shards/shard-00000.jsonl.zst", "images/images-00000.tar"
for name in ("corpus.json", "index.sqlite", SHARD, PACK):
    CASES["pipe-" + name.replace("/", "-")] = pipe(name)
    CASES["endless-" + name.replace("/", "-")] = endless(name)

# The index: every number of a place at every bound, types that are not those of the schema, schemas that compute.

for column in ("offset", "length", "frame_offset", "frame_length", "shard", "words", "images"):
    for value in (HUGE, -HUGE - 1, -1, 2**40, 6_000_000_000):
        tell(f"documents-{column}-{value}", f"UPDATE documents SET {column} = {value}")
for column in ("offset", "length", "pack", "width", "height"):
    for value in (HUGE, -HUGE - 1, -2, 2**40):
        tell(f"images-{column}-{value}", f"UPDATE images SET {column} = {value}")
tell("numbers-huge", f"UPDATE documents SET number = {HUGE} - number")
tell("numbers-negative", "UPDATE documents SET number = -1 - number")
tell("numbers-with-gaps", "UPDATE documents SET number = number * 1000000007")
for column, table in [("words", "documents"), ("url", "documents"), ("title", "documents"), ("captured", "documents"),
                      ("id", "documents"), ("shard", "documents"), ("format", "images"), ("phash", "images"), ("pack", "images"),
                      ("sha256", "images"), ("url", "occurrences"), ("position", "occurrences"), ("image", "occurrences"),
                      ("name", "shards"), ("documents", "shards"), ("name", "packs"), ("value", "meta"),
                      ("born", "accounts"), ("count", "drops"), ("value", "distributions"), ("count", "distributions")]:
    tell(f"type-blob-{table}-{column}", f"UPDATE OR IGNORE {table} SET {column} = x'ff00fe80'")
    tell(f"type-text-{table}-{column}", f"UPDATE OR IGNORE {table} SET {column} = 'many'")
    tell(f"type-real-{table}-{column}", f"UPDATE OR IGNORE {table} SET {column} = 1e300")
tell("sums-overflow", f"UPDATE accounts SET born = {HUGE}, written = {HUGE}; UPDATE distributions SET count = {HUGE};")
tell("names-outside", "UPDATE shards SET name = '../../../../../../etc/passwd'; UPDATE packs SET name = '../../../../etc/passwd'")
tell("names-controls", "UPDATE shards SET name = char(27) || '[2J.zst'")
tell("text-controls", """UPDATE documents SET title = char(27) || ']52;c;cHduZWQ=' || char(7) || char(8238) || 'gnp.exe',
     url = 'http://h0.example.org/' || char(27) || '[31m', domain = char(27) || '[5m', language = char(155) || '2J'""")
for table in ("documents", "images", "occurrences", "shards", "packs", "meta", "accounts", "drops", "distributions"):
    tell("without-" + table, f"DROP TABLE {table}")
tell("view-endless", "ALTER TABLE documents RENAME TO d0; CREATE VIEW documents AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL "
     "SELECT x + 1 FROM n) SELECT d0.* FROM d0, n WHERE n.x > 0")
tell("view-large", "DROP TABLE meta; CREATE VIEW meta AS SELECT 'format' AS key, zeroblob(900000000) AS value")
tell("trigger", "CREATE TRIGGER t AFTER INSERT ON documents BEGIN DELETE FROM meta; END")
tell("columns-untyped", "CREATE TABLE d1 AS SELECT * FROM documents; DROP TABLE documents; ALTER TABLE d1 RENAME TO documents; "
     "UPDATE documents SET number = NULL WHERE rowid > 3")
tell("full-text-broken", "UPDATE documents_text_data SET block = x'ffffffffffffffffffffffff'")


@case
def title_large(folder):
    index = sqlite3.connect(folder + "/index.sqlite")
    index.execute("UPDATE documents SET title = ? WHERE number = 0", ("A" * 200_000_000,))
    index.commit()
    index.close()
    resign(folder)


# Shards: frames by hand, with raw blocks.

def frame(text, claimed=None):
    blocks = [text[at:at + 100_000] for at in range(0, len(text), 100_000)] or [b""]
    body = b"".join(struct.pack("<I", len(one) << 3 | (number == len(blocks) - 1))[:3] + one
                    for number, one in enumerate(blocks))
    return b"\x28\xb5\x2f\xfd\xe0" + struct.pack("<Q", len(text) if claimed is None else claimed) + body


def repeated(count):
    """A frame that claims `count` blanks and a line feed: blocks of one repeated byte."""
    blocks = []
    left = count
    while left > 0:
        size = min(left, 100_000)
        blocks.append(struct.pack("<I", size << 3 | 2)[:3] + b" ")
        left -= size
    blocks.append(struct.pack("<I", 1 << 3 | 1)[:3] + b"\n")
    return b"\x28\xb5\x2f\xfd\xe0" + struct.pack("<Q", count + 1) + b"".join(blocks)


def shard(folder, frames, table=None, *statements):
    rows = table or [(len(data), size) for data, size in frames]
    entries = b"".join(struct.pack("<II", a & 0xFFFFFFFF, b & 0xFFFFFFFF) for a, b in rows)
    end = struct.pack("<II", 0x184D2A5E, len(entries) + 9) + entries + struct.pack("<IBI", len(rows), 0, 0x8F92EAB1)
    with open(folder + "/" + SHARD, "wb") as out:
        out.write(b"".join(data for data, _ in frames) + end)
    sql(folder, f"UPDATE documents SET frame_offset = 0, frame_length = {len(frames[0][0])}", *statements)


def line(folder, text):
    shard(folder, [(frame(text), len(text))], None, f"UPDATE documents SET offset = 0, length = {len(text) - 1}")


@case
def frame_claims_100_gigabytes(folder):
    shard(folder, [(frame(b"x\n", 100 << 30), (100 << 30) & 0xFFFFFFFF)])


@case
def frame_bomb(folder):
    shard(folder, [(repeated((1 << 28) - 2), (1 << 28) - 1)] * 4)


@case
def frames_empty(folder):
    shard(folder, [(frame(b""), 0)] * 200_000)


@case
def seek_table_lies(folder):
    data = frame(b"{}\n" * 100)
    shard(folder, [(data, 300)], [(len(data) - 7, 12), (7, 288)])


@case
def seek_table_wraps(folder):
    data = frame(b"{}\n" * 100)
    shard(folder, [(data, 300)], [(0xFFFFFFFF, 5), (len(data) + 1, 5)])


@case
def line_nested(folder):
    line(folder, b'{"id":' + b"[" * 500_000 + b"\n")


@case
def line_types(folder):
    line(folder, b'{"id":"00000000000000000000","url":7,"segments":"x","signals":{"words":1e400},"captured":[]}\n')


@case
def line_numbers(folder):
    line(folder, b'{"id":"00000000000000000000","url":"http://a/","title":"","captured":"","language":"","segments":[{"type":'
         b'"image","url":"http://a/b","width":-9223372036854775808,"height":99999999999999999999,"position":1e99}]}\n')


# Packs.

def head(name, size=0, kind=b"0", digits=None, target=b""):
    block = bytearray(512)
    block[0:len(name)] = name
    block[100:108] = b"0000644\0"
    block[108:116] = block[116:124] = b"0000000\0"
    block[124:136] = digits or b"%011o\0" % size
    block[136:148] = b"00000000000\0"
    block[156:157] = kind
    block[157:157 + len(target)] = target
    block[257:265] = b"ustar\0" + b"00"
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def pack(data):
    def body(folder):
        open(folder + "/" + PACK, "wb").write(data)
        resign(folder)
    return body


CASES["pack-absolute"] = pack(head(b"/etc/passwd", 3) + b"abc".ljust(512, b"\0") + b"\0" * 1024)
CASES["pack-link"] = pack(head(b"x", kind=b"2", target=b"/etc/passwd") + b"\0" * 1024)
CASES["pack-size-binary"] = pack(head(b"x", digits=b"\x80" + b"\xff" * 11) + b"\0" * 1024)
CASES["pack-size-octal"] = pack(head(b"x", digits=b"777777777777") + b"\0" * 1024)
CASES["pack-sparse"] = pack(head(b"x", 512, kind=b"S") + b"\0" * 1536)
CASES["pack-many"] = pack(head(b"\x1b[31mred") * 100_000 + b"\0" * 1024)
CASES["pack-cut"] = pack(head(b"x", 100_000)[:300])
