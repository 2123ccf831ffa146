"""The law that a given data set is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from ..datasets.points import Points
from ..validation import array, data_size, told
from .base import Model


@dataclass(frozen=True, eq=False)
class Empirical(Model):
    """A data set as the original law: its samples are points of it.

    Without replacement, D_0 is a random part of the data, and a sample of all of it is the data
    itself; two samples of one generation are then not independent. With replacement every point
    is drawn independently from the data, so that Var mu_1 = sigma^2 / M whatever M is.

    Parameters
    ----------
    data
        Array (size,) or (size, dimension), finite; a column (size, 1) is (size,).
    replacement
        Whether a point may be drawn more than once.

    Raises
    ------
    ValueError, TypeError
        For data of another shape, or that are no finite numbers.

    Examples
    --------
    >>> law = Empirical([1.0, 2.0, 4.0], replacement=True)
    >>> law.sample(5, rng=np.random.default_rng(0)).size
    5
    """

    data: np.ndarray  # type: ignore[assignment, misc]  # Model's name for something else
    replacement: bool = False
    copies: int = field(default=1, repr=False)

    def __post_init__(self) -> None:
        data = array("law", self.data)
        if data.ndim not in (1, 2) or not data.size:
            raise ValueError(
                "law, given as a data set, must have the shape (size,) or (size, dimension) "
                f"and at least one point, got {data.shape}"
            )
        if not isinstance(self.replacement, (bool, np.bool_)):
            raise TypeError(f"replacement must be True or False, got {told(self.replacement)}")
        column = data.ndim == 2 and data.shape[1] == 1
        object.__setattr__(self, "data", data[:, 0] if column else data)

    @property
    def point(self) -> tuple[int, ...]:
        """The shape of a point."""
        return self.data.shape[1:]

    @property
    def points(self) -> Points:
        """The whole data set, once for each replicate."""
        return Points(np.broadcast_to(self.data, (self.copies, *self.data.shape)))

    def replicate(self, count: int) -> Empirical:
        """The same law for `count` replicates."""
        return replace(self, copies=count)

    def sample(
        self, size: int | np.ndarray, *, rng: np.random.Generator, source: Any = None
    ) -> Points:
        """Draw `size` points of the data set; `source` is not used."""
        most = int(np.max(data_size(size)))
        if self.replacement:
            order = rng.integers(len(self.data), size=(self.copies, most))
            return Points.first(self.data[order], size)
        return Points.first(self.points.draw(most, rng=rng).values, size)
