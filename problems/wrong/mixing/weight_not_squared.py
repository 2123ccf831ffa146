"""The variance of the error is weighed by alpha instead of its square."""

LOSES = {"q1": 3}


def step(b, M, alpha, beta, gamma):
    return (alpha + beta) ** 2 * b + alpha * (1 - b) / M
