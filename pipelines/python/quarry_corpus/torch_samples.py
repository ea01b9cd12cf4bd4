"""Samples as a PyTorch dataset, where torch is there."""

try:
    from torch.utils.data import IterableDataset, get_worker_info
except ImportError:  # Everything else works without torch.
    IterableDataset, get_worker_info = object, None


class TorchSamples(IterableDataset):
    """An `IterableDataset` over `Samples`, which the workers of a `DataLoader` share among them.

    `transform` makes of a sample what the loop wants; a `DataLoader` needs tensors, or a `collate_fn` of its own.
    """

    def __init__(self, samples, transform=None):
        if get_worker_info is None:
            raise ImportError("TorchSamples needs torch")
        self.samples, self.transform = samples, transform

    def __iter__(self):
        samples, info = self.samples, get_worker_info()
        if info is not None:
            samples.share(samples.rank, samples.world_size, info.id, info.num_workers)
        for sample in samples:
            yield sample if self.transform is None else self.transform(sample)
