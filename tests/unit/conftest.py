"""What the tests of the package share: Hypothesis asks nobody to hurry.

A first call may import a library, and other work may hold the processor for a while. How long
things take is measured in tests/release.
"""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
