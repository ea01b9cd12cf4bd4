"""A small WARC whose pages have their pictures in the archive; the same bytes every time, by the standard library alone."""
import gzip, random, struct, zlib

WORDS = ("the of and a in to it is was that for on are with as his they be at one have this from or had by some what there we can "
         "river mountain harbour village garden market bridge tower museum library station engine letter window winter summer").split()


def png(seed, width=160, height=140):
    colours = random.Random(seed)
    tiles = [[bytes(colours.randrange(256) for _ in range(3)) for _ in range(8)] for _ in range(7)]
    return encoded(width, [b"".join(tiles[y // 20][x // 20] for x in range(width)) for y in range(height)])


def encoded(width, rows):
    """A PNG of rows of RGB."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, len(rows), 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows), 6)) + chunk(b"IEND", b""))


def sentences(words, count):
    return " ".join(" ".join(words.choice(WORDS) for _ in range(14)).capitalize() + "." for _ in range(count))


def page(words, number, pictures):
    shown = "".join(
        f"<p>{sentences(words, 4)}</p><figure><img src=/img/{p}.png alt='Picture {p}' width=160 height=140>"
        f"<figcaption>{sentences(words, 1)}</figcaption></figure>" for p in pictures)
    return (f"<!doctype html><html lang=en><head><title>Page {number}</title></head><body><main><h1>Page {number}</h1>{shown}"
            f"<p>{sentences(words, 5)}</p></main></body></html>").encode()


def record(number, uri, body, kind):
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    head = (f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2024-01-02T03:04:05Z\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012d}>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n").encode()
    return gzip.compress(head + http + b"\r\n\r\n", 6, mtime=0)


def write(path, pages):
    words, number = random.Random(7), 0
    with open(path, "wb") as out:
        for one in range(pages):
            host, pictures = f"h{one % 3}.example.org", [one * 2, one * 2 + 1]
            files = [(f"http://{host}/p{one}", page(words, one, pictures), "text/html; charset=utf-8")]
            files += [(f"http://{host}/img/{p}.png", png(p), "image/png") for p in pictures]
            for uri, body, kind in files:
                number += 1
                out.write(record(number, uri, body, kind))
