"""Documents in a fixed order, shared among readers, resumable."""

from .order import Order


class Samples:
    """An iterator over documents.

    Sample n of an epoch belongs to the reader n % (world_size * workers); this one is rank * workers + worker. `epochs` is
    how often all is seen (None: for ever). The order is that of a file, or the corpus' own.
    """

    def __init__(self, corpus, order=None, rank=0, world_size=1, worker=0, workers=1, epochs=1):
        self.corpus = corpus
        self.order = Order(order) if isinstance(order, (str, bytes)) or hasattr(order, "__fspath__") else order
        if self.order is not None and self.order.corpus != corpus.digest:
            raise ValueError(f"{self.order.path} is the order of another corpus than {corpus.folder}")
        self.epochs = epochs
        self.epoch = 0
        self.share(rank, world_size, worker, workers)

    def share(self, rank, world_size, worker=0, workers=1):
        """Makes this the reader of a rank and worker, at the beginning of the epoch."""
        if not (0 <= rank < world_size and 0 <= worker < workers):
            raise ValueError("rank and worker must be below their numbers")
        self.rank, self.world_size, self.worker, self.workers = rank, world_size, worker, workers
        self.position = rank * workers + worker

    def __len__(self):
        """Samples of an epoch, over all readers."""
        return len(self.corpus) if self.order is None else len(self.order)

    def __iter__(self):
        return self

    def __next__(self):
        if self.position >= len(self):
            self.epoch += 1
            self.position = self.rank * self.workers + self.worker
        if (self.epochs is not None and self.epoch >= self.epochs) or self.position >= len(self):
            raise StopIteration
        number = self.position if self.order is None else self.order[self.position]
        self.position += self.world_size * self.workers
        return self.corpus[number]

    def state_dict(self):
        """Where the next sample is."""
        return {
            "epoch": self.epoch,
            "position": self.position,
            "readers": [self.rank, self.world_size, self.worker, self.workers],
            "corpus": self.corpus.digest.hex(),
            "seed": None if self.order is None else self.order.seed,
        }

    def load_state_dict(self, state):
        """Goes on where `state_dict` was taken; raises ValueError for the state of another corpus, order or sharing."""
        own = self.state_dict()
        for key in ("corpus", "seed", "readers"):
            if state[key] != own[key]:
                raise ValueError(f"the state is of another {key}: {state[key]}, here {own[key]}")
        self.epoch, self.position = state["epoch"], state["position"]
