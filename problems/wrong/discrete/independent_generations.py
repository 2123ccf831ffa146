"""Every generation is taken for a new chance of the same size to lose the state."""

LOSES = {"q4": 3}


def lost(q, M, n):
    return 1 - (1 - (1 - q) ** M) ** n
