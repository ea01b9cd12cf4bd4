"""Order, sharing, resuming and packing over a stand-in for a corpus; reading real ones is checked by Tests/Checks/exports."""

import os
import pickle
import struct
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import zstandard  # noqa: E402

from quarry_corpus import Order, Sample, Samples, pack  # noqa: E402
from quarry_corpus.frames import Frames  # noqa: E402


class Numbers:
    """Documents of two texts and a picture."""

    folder, digest = "numbers", b"d" * 32

    def __init__(self, count):
        self.count = count

    def __len__(self):
        return self.count

    def __getitem__(self, number):
        segments = [{"kind": "text", "text": "x" * (number % 5)}, {"kind": "image", "sha256": ""},
                    {"kind": "divide"}, {"kind": "text", "text": "y" * 3}]
        return Sample(number, {"id": str(number), "url": "", "segments": segments}, lambda *place: lambda: b"picture")


def order(folder, numbers, corpus=b"d" * 32):
    path = os.path.join(folder, "order")
    with open(path, "wb") as file:
        file.write(b"QRYORDER" + struct.pack("<QQ", len(numbers), 3) + corpus + bytes(8))
        file.write(struct.pack(f"<{len(numbers)}Q", *numbers))
    return path


class Tests(unittest.TestCase):
    def test_readers_share_all_samples(self):
        with tempfile.TemporaryDirectory() as folder:
            path = order(folder, [4, 2, 0, 1, 3, 6, 5])
            seen = []
            for rank in range(2):
                for worker in range(2):
                    samples = Samples(Numbers(7), path, rank=rank, world_size=2, worker=worker, workers=2)
                    seen.append([sample.number for sample in samples])
            self.assertEqual(seen, [[4, 3], [2, 6], [0, 5], [1]])
            self.assertEqual([Order(path)[place] for place in (6, 0)], [5, 4])

    def test_a_state_goes_on_with_the_same_samples(self):
        samples = Samples(Numbers(10), rank=1, world_size=2, epochs=2)
        numbers = [next(samples).number for _ in range(3)]
        state = samples.state_dict()
        rest = [sample.number for sample in samples]
        again = Samples(Numbers(10), rank=1, world_size=2, epochs=2)
        again.load_state_dict(state)
        self.assertEqual((numbers, rest), ([1, 3, 5], [7, 9, 1, 3, 5, 7, 9]))
        self.assertEqual([sample.number for sample in again], rest)
        with self.assertRaises(ValueError):
            Samples(Numbers(10)).load_state_dict(state)

    def test_an_order_of_another_corpus_or_cut_off_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            with self.assertRaises(ValueError):
                Samples(Numbers(3), order(folder, [0, 1, 2], corpus=b"e" * 32))
            path = order(folder, [0, 1, 2])
            os.truncate(path, 70)
            with self.assertRaises(ValueError):
                Order(path)

    def packing(self, count=9):
        return pack(Samples(Numbers(count)), length=8, tokenize=lambda text: [ord(c) for c in text], image_tokens=3,
                    image_token=1, separator=2)

    def test_nothing_is_lost_and_no_picture_is_cut(self):
        texts, pictures, ends = 0, 0, 0
        for packed in self.packing():
            used = packed.tokens[:packed.filled]
            self.assertTrue((packed.documents[packed.filled:] == -1).all())
            texts += int((used > 2).sum())
            ends += int((used == 2).sum())
            pictures += len(packed.images)
            for place in packed.images:
                self.assertEqual(packed.tokens[place.offset:place.offset + place.length].tolist(), [1, 1, 1])
                self.assertEqual(place.picture.bytes(), b"picture")
        self.assertEqual((texts, pictures, ends), (sum(n % 5 + 3 for n in range(9)), 9, 9))

    def test_documents_do_not_see_each_other(self):
        packed = next(self.packing())
        mask = packed.mask()
        for row in range(8):
            for column in range(8):
                same = packed.documents[row] == packed.documents[column] >= 0
                self.assertEqual(bool(mask[row, column]), bool(same) and column <= row)

    def test_packing_goes_on_in_the_middle_of_a_document(self):
        whole = [packed.tokens.tolist() for packed in self.packing()]
        for stop in range(len(whole)):
            first = self.packing()
            for _ in range(stop):
                next(first)
            second = self.packing()
            second.load_state_dict(first.state_dict())
            self.assertEqual([packed.tokens.tolist() for packed in second], whole[stop:], stop)


class FramesTests(unittest.TestCase):
    class Reader:
        """Frames of four bytes, and how often each was read."""

        def __init__(self):
            self.read_at = []

        def read(self, name, offset, length):
            self.read_at.append(offset)
            return zstandard.ZstdCompressor().compress(b"%s%03d" % (name.encode(), offset))

    def test_the_last_frames_stay_up_to_the_limit(self):
        reader = self.Reader()
        frames = Frames(reader, 8)
        self.assertEqual([frames.text("a", place, 9) for place in (1, 2, 1, 3, 1, 2)], [b"a001", b"a002", b"a001", b"a003", b"a001", b"a002"])
        self.assertEqual(reader.read_at, [1, 2, 3, 2])

    def test_one_frame_stays_however_large(self):
        reader = self.Reader()
        frames = Frames(reader, 0)
        for place in (1, 1, 2, 2, 1):
            frames.text("a", place, 9)
        self.assertEqual(reader.read_at, [1, 2, 1])

    def test_another_process_begins_without_any(self):
        frames = Frames("files", 8)
        frames._texts["a", 1] = b"text"
        copy = pickle.loads(pickle.dumps(frames))
        self.assertEqual((copy._files, copy._limit, len(copy._texts)), ("files", 8, 0))


if __name__ == "__main__":
    unittest.main()
