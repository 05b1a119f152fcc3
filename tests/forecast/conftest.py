from collections.abc import Callable
from datetime import date

import numpy as np
import pytest
from numpy.typing import ArrayLike

from vedette.terms.counts import AreaDays

START = date(2030, 1, 1)


@pytest.fixture(scope="session")
def history() -> Callable[..., AreaDays]:
    """Makes a grid from counts of shape (days, areas); the areas lie in a row, about 10 km apart."""

    def make(counts: ArrayLike, start: date = START) -> AreaDays:
        grid = np.atleast_2d(np.asarray(counts, dtype=np.float32))
        number = grid.shape[1]
        return AreaDays(
            start=start,
            areas=tuple(f"a{n}" for n in range(number)),
            latitude=np.full(number, 33.0),
            longitude=44.0 + 0.107 * np.arange(number),
            counts=grid,
        )

    return make


@pytest.fixture(scope="session")
def world(history: Callable[..., AreaDays]) -> AreaDays:
    """200 days of negative binomial counts (alpha 0.5) in 30 areas whose rates fall from 3 a day to almost none."""
    generator = np.random.default_rng(20300101)
    rate = 3.0 * 0.75 ** np.arange(30)
    return history(generator.negative_binomial(2.0, 2.0 / (2.0 + rate), size=(200, 30)))
