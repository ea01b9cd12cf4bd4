"""A corpus: shards of documents, packs of pictures, the index that finds both."""

import hashlib
import json
import os
import sqlite3

import numpy

from .files import Files
from .frames import Frames
from .sample import Sample
from .samples import Samples


class Corpus:
    """The corpus in a folder (also that of a run, which has it in `corpus/`); `frame_bytes` of text are kept in memory."""

    def __init__(self, folder, frame_bytes=64 << 20):
        inner = os.path.join(folder, "corpus")
        if not os.path.exists(os.path.join(folder, "corpus.json")) and os.path.exists(os.path.join(inner, "corpus.json")):
            folder = inner
        self.folder = folder
        self.files = Files(folder)
        self._frames = Frames(self.files, frame_bytes)
        with open(os.path.join(folder, "corpus.json"), "rb") as file:
            data = file.read()
        self.digest = hashlib.sha256(data).digest()
        self.manifest = json.loads(data)
        database = self._connect()
        self._shards = ["shards/" + name for (name,) in database.execute("SELECT name FROM shards ORDER BY shard")]
        self._packs = ["images/" + name for (name,) in database.execute("SELECT name FROM packs ORDER BY pack")]
        rows = database.execute("SELECT shard, frame_offset, frame_length, offset, length FROM documents ORDER BY number")
        self._places = numpy.fromiter((value for row in rows for value in row), dtype=numpy.int64).reshape(-1, 5)
        rows = database.execute("SELECT sha256, pack, offset, length FROM images WHERE pack >= 0 ORDER BY sha256")
        keys, places = [], []
        for key, *place in rows:
            keys.append(key)
            places.append(place)
        self._keys = numpy.array(keys, dtype="S32") if keys else numpy.empty(0, dtype="S32")
        self._pictures = numpy.array(places, dtype=numpy.int64).reshape(-1, 3)
        database.close()

    def _connect(self):
        path = os.path.abspath(os.path.join(self.folder, "index.sqlite"))
        return sqlite3.connect("file:" + path.replace("?", "%3f").replace("#", "%23") + "?mode=ro", uri=True)

    def __len__(self):
        return len(self._places)

    def __getitem__(self, number):
        """The document at a place of the corpus."""
        shard, frame, size, offset, length = self._places[number].tolist()
        text = self._frames.text(self._shards[shard], frame, size)
        return Sample(int(number), json.loads(text[offset:offset + length]), self._reader)

    def _reader(self, sample, index, segment):
        return lambda: self.picture(segment["sha256"])

    def picture(self, sha256):
        """The bytes of a picture, None when the corpus has not got them."""
        if len(sha256) != 64:
            return None
        key = numpy.array(bytes.fromhex(sha256), dtype="S32")
        at = int(numpy.searchsorted(self._keys, key))
        if at == len(self._keys) or self._keys[at] != key:
            return None
        pack, offset, length = self._pictures[at].tolist()
        return self.files.read(self._packs[pack], offset, length)

    def samples(self, order=None, **options):
        """The documents in an order (a path or an `Order`; None for the corpus' own): see `Samples`."""
        return Samples(self, order, **options)
