"""Sequences of one length from documents: nothing is lost, no picture is cut, borders of documents are known."""

from collections import namedtuple

import numpy

Place = namedtuple("Place", "offset length picture")
Place.__doc__ = "A picture in a sequence: the first of its tokens, how many they are, the `Picture`."


class Packed:
    """A sequence.

    tokens     (length) int64: ids; `image_token` where a picture is, `padding` at the end
    documents  (length) int64: equal numbers belong to one document, -1 for padding
    positions  (length) int64: place in the document's part of this sequence, from 0
    images     the pictures, in order
    samples    the numbers of the documents, in order
    """

    def __init__(self, length, padding):
        self.tokens = numpy.full(length, padding, dtype=numpy.int64)
        self.documents = numpy.full(length, -1, dtype=numpy.int64)
        self.positions = numpy.zeros(length, dtype=numpy.int64)
        self.images = []
        self.samples = []
        self.filled = 0

    def mask(self):
        """(length, length) bool: a token sees those before it in its own document, and itself."""
        same = (self.documents[:, None] == self.documents[None, :]) & (self.documents[:, None] >= 0)
        return numpy.tril(same)

    def add(self, tokens, document, start, picture=None):
        """Appends tokens of a document, the first of them at `start` of its part."""
        at, end = self.filled, self.filled + len(tokens)
        self.tokens[at:end] = tokens
        self.documents[at:end] = document
        self.positions[at:end] = numpy.arange(start, start + len(tokens))
        if picture is not None:
            self.images.append(Place(at, len(tokens), picture))
        self.filled = end


class _Packing:
    def __init__(self, samples, length, tokenize, image_tokens, image_token, separator, padding):
        self.samples, self.length, self.tokenize = samples, length, tokenize
        self.image_tokens, self.image_token = image_tokens, image_token
        self.separator, self.padding = separator, padding
        # The sample that is being packed: the state before it was taken, and the parts of it that are packed already.
        self._before, self._parts, self._done = samples.state_dict(), None, 0
        if length < 1 or not 0 < image_tokens <= length:
            raise ValueError("a sequence must hold at least one token, and a picture")

    def __iter__(self):
        return self

    def __next__(self):
        packed = Packed(self.length, self.padding)
        while packed.filled < self.length:
            if self._parts is None and not self._take():
                break
            if not self._add(packed):
                break
        if packed.filled == 0:
            raise StopIteration
        return packed

    def _take(self):
        self._before, self._done = self.samples.state_dict(), 0
        try:
            sample = next(self.samples)
        except StopIteration:
            return False
        self._number, self._parts = sample.number, self._tokens(sample)
        return True

    def _tokens(self, sample):
        """Units that are not cut: single tokens of texts in arrays (cut anywhere), pictures whole."""
        parts = []
        for part in sample.parts():
            if isinstance(part, str):
                parts.append((numpy.asarray(self.tokenize(part), dtype=numpy.int64), None))
            else:
                parts.append((numpy.full(self.image_tokens, self.image_token, dtype=numpy.int64), part))
        if self.separator is not None:
            parts.append((numpy.asarray([self.separator], dtype=numpy.int64), None))
        return parts

    def _add(self, packed):
        """Adds what fits of the open document; False when the sequence is closed by a picture that does not."""
        document, start, passed = len(packed.samples), packed.filled, 0
        added = False
        for tokens, picture in self._parts:
            skip = min(len(tokens), max(0, self._done - passed))
            passed += len(tokens)
            rest = tokens[skip:]
            room = self.length - packed.filled
            if not len(rest):
                continue
            if picture is not None and len(rest) > room:
                if added:
                    packed.samples.append(self._number)
                return False
            packed.add(rest[:room], document, packed.filled - start, picture)
            added = True
            self._done += len(rest[:room])
            if len(rest) > room:
                packed.samples.append(self._number)
                return True
        if added:
            packed.samples.append(self._number)
        self._parts = None
        return True

    def state_dict(self):
        """Where the next sequence begins: the state of the samples, and the tokens of the first of them that were packed."""
        if self._parts is None:
            return {"samples": self.samples.state_dict(), "tokens": 0}
        return {"samples": self._before, "tokens": self._done}

    def load_state_dict(self, state):
        """Goes on with the same sequences."""
        self.samples.load_state_dict(state["samples"])
        self._parts = None
        if state["tokens"]:
            self._take()
            self._done = state["tokens"]


def pack(samples, length, tokenize, image_tokens, image_token=-1, separator=None, padding=0):
    """Sequences of `length` tokens from `samples`, an iterator that can go on from `state_dict` and `load_state_dict` too.

    tokenize      text -> list of ids
    image_tokens  tokens that a picture takes
    separator     id that ends a document, None for none

    Documents follow each other without gaps; one that does not fit goes on in the next sequence, under a number of its own.
    """
    return _Packing(samples, length, tokenize, image_tokens, image_token, separator, padding)
