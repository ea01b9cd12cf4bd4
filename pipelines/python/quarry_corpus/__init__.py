"""Corpora of interleaved text and images made by Quarry, for training."""

from .corpus import Corpus
from .export import Export
from .order import Order
from .packing import Packed, pack
from .sample import Picture, Sample
from .samples import Samples
from .torch_samples import TorchSamples

__all__ = ["Corpus", "Export", "Order", "Packed", "Picture", "Sample", "Samples", "TorchSamples", "pack"]
