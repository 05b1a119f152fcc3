"""From forecast quantities to a level, with hysteresis; on plain arrays, a whole country at once."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vedette.posture.systems import QUANTITIES, LevelSystem

__all__ = ["forecast_levels"]

Levels = NDArray[np.int64]


def forecast_levels(
    values: NDArray[np.float64], kinds: Sequence[str], previous: Levels, system: LevelSystem
) -> tuple[Levels, Levels]:
    """The level that the forecast asks for, and the level that it would enter without the previous one.

    values has shape (areas, quantities) in the order of QUANTITIES, NaN where a quantity is not known; kinds are the
    kinds of the areas; previous is the level still in force, 1 where there is none. A level is entered when all
    thresholds of one of its conditions are reached; the previous level, or the highest one below it, is kept while one
    of its conditions still reaches its exits. Both results rise with every quantity and with the previous level.
    """
    entered = np.ones(len(values), dtype=np.int64)
    kept = np.ones(len(values), dtype=np.int64)
    kind_of = np.asarray(kinds, dtype=str)
    for level in system.levels:
        for condition in level.when:
            rows = np.isin(kind_of, [kind.value for kind in condition.kinds])
            enter, stay = rows.copy(), rows.copy()
            for name, threshold in condition.thresholds().items():
                value = values[:, QUANTITIES.index(name)]
                enter &= value >= threshold.enter
                stay &= value >= threshold.exit
            entered[enter] = level.level
            kept[stay & (previous >= level.level)] = level.level
    return np.maximum(entered, kept), entered
