"""The file of `quarry order`."""

import os
import struct

HEAD = 64


class Order:
    """Numbers of documents, one for each sample."""

    def __init__(self, path):
        self.path = path
        with open(path, "rb") as file:
            head = file.read(HEAD)
        if len(head) != HEAD or head[:8] != b"QRYORDER":
            raise ValueError(f"{path}: not an order of Quarry")
        self.count, self.seed = struct.unpack("<QQ", head[8:24])
        self.corpus = head[24:56]
        if os.path.getsize(path) != HEAD + 8 * self.count:
            raise ValueError(f"{path}: cut off, or longer than it says")
        self._descriptor = None

    def __len__(self):
        return self.count

    def __getitem__(self, sample):
        """The number of a sample's document: one read."""
        if not 0 <= sample < self.count:
            raise IndexError(sample)
        if self._descriptor is None:
            self._descriptor = os.open(self.path, os.O_RDONLY)
        return struct.unpack("<Q", os.pread(self._descriptor, 8, HEAD + 8 * sample))[0]

    def __getstate__(self):
        return self.path

    def __setstate__(self, path):
        self.__init__(path)
