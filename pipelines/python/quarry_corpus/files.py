"""Reading places of files: descriptors stay open, and every process opens its own."""

import os


class Files:
    """Bytes at offsets of the files of a folder."""

    def __init__(self, folder):
        self.folder = folder
        self._open = {}
        self._process = None

    def read(self, name, offset, length):
        """`length` bytes of a file; raises ValueError when it has fewer."""
        if self._process != os.getpid():
            self._open, self._process = {}, os.getpid()
        descriptor = self._open.get(name)
        if descriptor is None:
            descriptor = self._open[name] = os.open(os.path.join(self.folder, name), os.O_RDONLY)
        data = os.pread(descriptor, length, offset)
        if len(data) != length:
            raise ValueError(f"{self.folder}/{name}: {length} bytes expected at {offset}, {len(data)} are there")
        return data

    def __getstate__(self):
        return {"folder": self.folder}

    def __setstate__(self, state):
        self.__init__(state["folder"])
