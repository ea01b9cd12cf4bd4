"""An export: what `quarry export --format webdataset` and `--format energon-polylithic` wrote."""

import hashlib
import json
import os
import sqlite3

import numpy

from .files import Files
from .sample import Sample
from .samples import Samples


class Export:
    """The export in a folder; its own order is that of `quarry export --order`."""

    def __init__(self, folder):
        self.folder = folder
        self.files = Files(folder)
        with open(os.path.join(folder, "export.json"), "rb") as file:
            data = file.read()
        self.digest = hashlib.sha256(data).digest()
        self.manifest = json.loads(data)
        kind = self.manifest["export"]
        if kind == "webdataset":
            self._open_archives()
        elif kind == "energon-polylithic":
            self._open_lines()
        else:
            raise ValueError(f"{folder}: an export as {kind}; webdataset and energon-polylithic are read by number")

    def _database(self, folder):
        path = os.path.abspath(os.path.join(folder, ".nv-meta", "index.sqlite"))
        return sqlite3.connect("file:" + path.replace("?", "%3f").replace("#", "%23") + "?mode=ro", uri=True)

    def _names(self, folder, kind):
        with open(os.path.join(folder, ".nv-meta", ".info.json")) as file:
            return list(json.load(file)["shard_counts"])

    def _open_archives(self):
        self._archives = self._names(self.folder, "tar")
        database = self._database(self.folder)
        rows = database.execute(
            "SELECT tar_file_id, sample_index, part_name, content_byte_offset, content_byte_size FROM sample_parts "
            "ORDER BY tar_file_id, sample_index, content_byte_offset")
        self._samples, last = [], None
        for archive, index, name, offset, size in rows:
            if (archive, index) != last:
                self._samples.append((archive, {}))
                last = (archive, index)
            self._samples[-1][1][name] = (offset, size)
        database.close()

    def _open_lines(self):
        self._offsets = numpy.fromfile(os.path.join(self.folder, "documents.jsonl.idx"), dtype="<u8")
        self._samples, self._pictures = None, {}
        images = os.path.join(self.folder, "images")
        if not os.path.exists(images):
            return
        self._archives = ["images/" + name for name in self._names(images, "pack")]
        database = self._database(images)
        rows = database.execute(
            "SELECT s.sample_key, s.tar_file_id, p.content_byte_offset, p.content_byte_size FROM samples s "
            "JOIN sample_parts p ON p.tar_file_id = s.tar_file_id AND p.sample_index = s.sample_index")
        self._pictures = {key: (archive, offset, size) for key, archive, offset, size in rows}
        database.close()

    def __len__(self):
        return len(self._offsets) - 1 if self._samples is None else len(self._samples)

    def __getitem__(self, number):
        """The sample at a place of the export."""
        if self._samples is None:
            start, end = self._offsets[number:number + 2].tolist()
            return Sample(number, json.loads(self.files.read("documents.jsonl", start, end - start)), self._packed)
        archive, parts = self._samples[number]
        return Sample(number, json.loads(self.files.read(self._archives[archive], *parts["json"])), self._member)

    def _packed(self, sample, index, segment):
        place = self._pictures.get(segment["sha256"])
        return lambda: None if place is None else self.files.read(self._archives[place[0]], *place[1:])

    def _member(self, sample, index, segment):
        archive, parts = self._samples[sample.number]
        names = [name for name in sample.record["images"] if name is not None]
        place = parts.get(names[index])
        return lambda: None if place is None else self.files.read(self._archives[archive], *place)

    def samples(self, order=None, **options):
        """The samples, as they lie: see `Samples`."""
        return Samples(self, order, **options)
