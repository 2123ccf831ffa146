"""Equation 4 of the paper: of the errors of sigma only the last step's is counted."""

LOSES = {"q4": 3}


def risk(sample_sizes):
    *earlier, last = sample_sizes
    return sum(1 / size for size in earlier) + 3 / (2 * last)
