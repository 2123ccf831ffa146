"""Data sets: point by point, or by the sufficient statistics that a fit needs."""

from .counts import Counts
from .moments import Moments
from .points import Points
from .products import Products
from .totals import Totals

__all__ = ["Counts", "Moments", "Points", "Products", "Totals"]
