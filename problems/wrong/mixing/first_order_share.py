"""The rule for large M and small gamma, also where neither holds."""

LOSES = {"q4": 2}


def least_share(M, target):
    return 1 / (2 * M * target)
