"""What the paper says after its equation 5: superlinear growth is enough."""

LOSES = {"q6": 2}

bounded = {"constant": False, "linear": False, "i log i": True, "power": True, "doubling": True}
