"""Quarry's units of work as Spark tasks: the same corpus, byte for byte, as `quarry run` makes on one machine."""

__version__ = "0.1.0"
