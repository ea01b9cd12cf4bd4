"""Writes a small crawl of our own: archives with pages and their pictures. crawl.py FOLDER [ARCHIVES] [PAGES]"""

import gzip
import os
import random
import struct
import sys
import zlib

FREQUENT = "the of and a in to it was that for on are with as his they at one this from or had by".split()
OTHER = "river harbour village garden market bridge tower museum library station engine letter window winter".split()


def picture(seed, width=160, height=140):
    """A PNG of coloured squares."""
    colours = random.Random(seed)
    squares = [[bytes(colours.randrange(256) for _ in range(3)) for _ in range(width // 20)] for _ in range(height // 20)]
    rows = b"".join(b"\0" + b"".join(square * 20 for square in squares[y // 20]) for y in range(height))

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def sentences(words, count):
    out = []
    for _ in range(count):
        chosen = [words.choice(FREQUENT if words.random() < 0.5 else OTHER) for _ in range(words.randint(12, 18))]
        out.append(" ".join(chosen).capitalize() + ".")
    return " ".join(out)


def record(number, url, body, kind):
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    fields = (
        "WARC/1.0", "WARC-Type: response", f"WARC-Target-URI: {url}", "WARC-Date: 2026-01-02T03:04:05Z",
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012d}>",
        "Content-Type: application/http; msgtype=response", f"Content-Length: {len(head) + len(body)}")
    return gzip.compress("\r\n".join(fields).encode() + b"\r\n\r\n" + head + body + b"\r\n\r\n", 6, mtime=0)


def page(words, number):
    figures = "".join(
        f"<p>{sentences(words, 4)}</p><figure><img src='/{number}-{k}.png' alt='' width=160 height=140>"
        f"<figcaption>{sentences(words, 1)}</figcaption></figure>" for k in range(2))
    return (f"<!doctype html><html lang=en><title>Page {number}</title><main><h1>Page {number}</h1>{figures}"
            f"<p>{sentences(words, 5)}</p></main></html>").encode()


def main(folder, archives=6, pages=6):
    os.makedirs(folder, exist_ok=True)
    words = random.Random(7)
    number = 0
    for archive in range(archives):
        with open(f"{folder}/{archive}.warc.gz", "wb") as out:
            for index in range(archive * pages, (archive + 1) * pages):
                host = f"http://h{index % 3}.example.org"
                out.write(record(number, f"{host}/{index}", page(words, index), "text/html; charset=utf-8"))
                for k in range(2):
                    number += 1
                    out.write(record(number, f"{host}/{index}-{k}.png", picture(2 * index + k), "image/png"))
                number += 1


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
