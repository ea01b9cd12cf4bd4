#!/usr/bin/env python3
"""A quick server of tiny pictures that fails one request in twenty, on loopback: what a list of millions is asked of.

`/NUMBER.png` is a picture, every picture under two numbers, on any of the hosts 127.0.1.1 to 127.0.1.240. Which numbers fail,
and how, is in the number: whoever asks knows what should come of each. As a program it prints its port and serves until its
standard input ends."""
import asyncio, hashlib, os, socket, sys

import crawl

HOSTS = 240
# What may come of a URL that fails in this way.
FAULTS = {
    "404": {"image.not-found"}, "410": {"image.not-found"}, "403": {"image.forbidden"}, "500": {"image.server-error"},
    "reset": {"image.reset"}, "cut off": {"image.cut-off"}, "ends early": {"image.truncated"}, "empty": {"image.empty"},
    "HTML": {"image.not-an-image"}, "stall": {"image.timeout"}, "429 once": {"ok"}, "503 once": {"ok"},
}
ONE_IN = 20


def url(number, port):
    return f"http://127.0.1.{1 + number % HOSTS}:{port}/{number}.png"


def fault(number):
    """The name of the fault of a number; None when it has none."""
    draw = int.from_bytes(hashlib.blake2b(b"%d" % number, digest_size=8).digest(), "big")
    return list(FAULTS)[draw // ONE_IN % len(FAULTS)] if draw % ONE_IN == 0 else None


def picture(number):
    digest = hashlib.sha256(b"%d" % (number // 2)).digest()
    return crawl.encoded(8, [digest[:24], digest[8:]] * 4)


def head(status, length, kind=b"image/png", more=b""):
    size = b"" if length is None else b"Content-Length: %d\r\n" % length
    return b"HTTP/1.1 %s\r\nContent-Type: %s\r\n%s%s\r\n" % (status, kind, size, more)


class Connection(asyncio.Protocol):
    refused = set()  # the numbers that were refused once

    def connection_made(self, transport):
        self.transport, self.waiting = transport, b""

    def data_received(self, data):
        *requests, self.waiting = (self.waiting + data).split(b"\r\n\r\n")
        for request in requests:
            self.answer(request.split(b" ", 2)[1])

    def answer(self, path):
        name = path[1:-4]
        if not path.endswith(b".png") or not name.isdigit():
            self.transport.write(head(b"404 Not Found", 0))
            return
        number = int(name)
        body, kind = picture(number), fault(number)
        if kind is None or kind.endswith("once") and number in self.refused:
            self.transport.write(head(b"200 OK", len(body)) + body)
        else:
            self.fail(number, kind, body)

    def fail(self, number, kind, body):
        write, half = self.transport.write, body[:len(body) // 2]
        if kind.endswith("once"):
            self.refused.add(number)
            write(head(kind[:3].encode() + b" Later", 0, more=b"Retry-After: 1\r\n"))
        elif kind.isdigit():
            write(head(kind.encode() + b" No", 0))
        elif kind == "HTML":
            write(head(b"200 OK", 20) + b"<!doctype html>Sorry")
        elif kind == "empty":
            write(head(b"200 OK", 0))
        elif kind == "ends early":
            write(head(b"200 OK", None, more=b"Connection: close\r\n") + half)
            self.transport.close()
        else:
            write(head(b"200 OK", len(body)) + half)
            # The client has the half before the connection goes.
            if kind == "cut off":
                self.transport.close()
            elif kind == "reset":
                asyncio.get_running_loop().call_later(0.05, self.reset)

    def reset(self):
        if not self.transport.is_closing():
            linger = b"\1\0\0\0\0\0\0\0"
            self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.transport.abort()


async def serve():
    loop, port = asyncio.get_running_loop(), 0
    for number in range(HOSTS):
        server = await loop.create_server(Connection, f"127.0.1.{1 + number}", port, backlog=1024)
        port = server.sockets[0].getsockname()[1]
    print(port, flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    os._exit(0)


if __name__ == "__main__":
    asyncio.run(serve())
