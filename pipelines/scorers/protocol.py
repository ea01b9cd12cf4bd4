"""The scorers' protocol of `quarry score --scorer`, for scorers in Python: JSON lines in and out, several at a time.

A scorer is a class with `hello` (what it says of itself) and `answer(requests)`, which gives the answers of a batch in any
order; `serve(scorer)` does the rest. The protocol itself is described in pipelines/README.md.
"""
import base64, io, json, os, select, sys


def pictures(request):
    """The items of a request that are pictures, in order."""
    return [item for part in request["parts"] for item in part if "text" not in item]


def image_bytes(item):
    """The bytes of a picture: from its file, or from the request itself."""
    if "path" in item:
        with open(item["path"], "rb") as file:
            return file.read()
    return base64.b64decode(item["data"])


def open_rgb(item):
    """A picture as the models' processors take it: transparency over white."""
    from PIL import Image

    picture = Image.open(io.BytesIO(image_bytes(item)))
    picture.load()
    if picture.mode == "RGB":
        return picture
    picture = picture.convert("RGBA")
    white = Image.new("RGBA", picture.size, (255, 255, 255, 255))
    return Image.alpha_composite(white, picture).convert("RGB")


class Lines:
    """Lines of standard input: waits for the first, takes what has come with it."""

    def __init__(self, most):
        self.most, self.buffer, self.ended = most, b"", False

    def batch(self):
        lines = []
        while True:
            while b"\n" in self.buffer and len(lines) < self.most:
                line, self.buffer = self.buffer.split(b"\n", 1)
                if line.strip():
                    lines.append(line)
            more = bool(select.select([0], [], [], 0)[0])
            if len(lines) == self.most or self.ended or (lines and not more):
                return lines
            piece = os.read(0, 1 << 20)
            self.ended = not piece
            self.buffer += piece


def serve(scorer):
    """Answers requests until standard input ends. What `answer` cannot do for a request is told for that request."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what libraries print is no answer

    def write(value):
        out.write(json.dumps(value) + "\n")
        out.flush()

    lines = Lines(scorer.hello.get("batch", 64))
    while batch := lines.batch():
        requests = []
        for line in batch:
            request = json.loads(line)
            if "hello" in request:
                write({"hello": 1, **scorer.hello})
            else:
                requests.append(request)
        for answer in scorer.answer(requests) if requests else []:
            write(answer)
