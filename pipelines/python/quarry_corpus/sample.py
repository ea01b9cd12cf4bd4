"""A document, and the pictures in it."""

import io


class Picture:
    """An image segment; its bytes are read when they are asked for."""

    __slots__ = ("segment", "_read")

    def __init__(self, segment, read):
        self.segment = segment
        self._read = read

    def bytes(self):
        """The original bytes, None when the corpus has not got them."""
        return self._read()

    def open(self):
        """The picture as a PIL image, None when its bytes are not there. Needs Pillow."""
        from PIL import Image

        data = self.bytes()
        return None if data is None else Image.open(io.BytesIO(data))


class Sample:
    """A document with its number in the corpus."""

    __slots__ = ("number", "record", "_reader")

    def __init__(self, number, record, reader):
        self.number = number
        self.record = record
        self._reader = reader

    id = property(lambda self: self.record["id"])
    url = property(lambda self: self.record["url"])
    segments = property(lambda self: self.record["segments"])

    @property
    def pictures(self):
        """One for each image segment, in reading order."""
        images = [segment for segment in self.segments if segment["kind"] == "image"]
        return [Picture(segment, self._reader(self, index, segment)) for index, segment in enumerate(images)]

    def parts(self):
        """Texts and pictures in reading order; a divide is left out."""
        pictures = iter(self.pictures)
        for segment in self.segments:
            if segment["kind"] == "text":
                yield segment["text"]
            elif segment["kind"] == "image":
                yield next(pictures)
