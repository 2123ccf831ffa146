"""Equation 5 of the paper: right in its order, wrong in its coefficients, also for one fit."""

LOSES = {"q5": 3}


def risk_variance(sample_sizes):
    *earlier, last = sample_sizes
    squares = sum(2 / size**2 for size in earlier) + 3 / last**2
    pairs = sum(
        3 / (one * other)
        for i, one in enumerate(sample_sizes)
        for j, other in enumerate(sample_sizes)
        if i != j
    )
    return squares + pairs
