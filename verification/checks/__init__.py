"""The checks of the claims: each function names its claim in a decorator, and is found by it."""
