"""The text of frames: the last ones stay, since who jumps about in a corpus comes back to a frame for its next document."""

import collections

import zstandard


class Frames:
    """Decompressed frames of the files of a folder, at most `limit` bytes of them, and one at least."""

    def __init__(self, files, limit):
        self._files, self._limit = files, limit
        self._texts, self._size = collections.OrderedDict(), 0

    def text(self, name, offset, length):
        """The text of the frame of `length` bytes at `offset` of a file."""
        key = name, offset
        text = self._texts.get(key)
        if text is not None:
            self._texts.move_to_end(key)
            return text
        # Part of a frame is no cheaper: zstd decodes blocks of 128 KiB, and a frame has little more than one.
        text = self._texts[key] = zstandard.ZstdDecompressor().decompress(self._files.read(name, offset, length))
        self._size += len(text)
        while self._size > self._limit and len(self._texts) > 1:
            self._size -= len(self._texts.popitem(last=False)[1])
        return text

    def __getstate__(self):
        return {"files": self._files, "limit": self._limit}

    def __setstate__(self, state):
        self.__init__(state["files"], state["limit"])
