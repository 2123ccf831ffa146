"""The textbook's harmonic mean: right only where all samples are large."""

LOSES = {"q5": 1}


def effective_size(sample_sizes):
    return len(sample_sizes) / sum(1 / size for size in sample_sizes)
