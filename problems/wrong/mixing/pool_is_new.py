"""All points of the pool are taken for new draws from the newest model."""

LOSES = {"q3": 3}


def pooled_variance(sample_sizes):
    left, pool = 1.0, 0
    for size in sample_sizes:
        pool += size
        left *= 1 - 1 / pool
    return left
