"""Beyond the longest lead that is learned: rates go home to their long run, and less and less is known."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vedette.forecast.rates import rows
from vedette.forecast.settings import Settings

__all__ = ["Relaxing"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Relaxing:
    """How far a lead lies beyond what is learned, `days`; 0 changes nothing."""

    settings: Settings
    days: int

    @property
    def fade(self) -> float:
        """The share of today's rates that is left, 1 to 0."""
        return float(0.5 ** (self.days / self.settings.relaxing.half_life))

    def table(self, table: Floats) -> Floats:
        """A table of rates (rows, areas), each drawn towards its long run.

        That is the slowest rate of its kind; the mean of the areas' own for the rate of all areas; an area's own for what
        past attacks set off, which is over by then.
        """
        if not self.days:
            return table
        names, home = rows(self.settings), table.copy()
        own = table[_slowest(names, "own")]
        for number, (kind, _) in enumerate(names):
            if kind == "everywhere":
                home[number] = own.mean() if own.size else 0.0
            else:
                home[number] = own if kind == "excited" else table[_slowest(names, kind)]
        return np.asarray(self.fade * table + (1 - self.fade) * home)

    def alpha(self, alpha: Floats) -> Floats:
        """The dispersion of each area after its rate has wandered on for these days, as in silence.widened."""
        if not self.days:
            return alpha
        return np.asarray(alpha + (1 + alpha) * np.expm1(self.settings.relaxing.log_variance_per_day * self.days))

    def common(self, common: float) -> float:
        """The dispersion of the total, likewise."""
        wander = self.settings.relaxing.common_log_variance_per_day * self.days
        return float(common + (1 + common) * np.expm1(wander))


def _slowest(names: Sequence[tuple[str, int]], kind: str) -> int:
    return max((number for number, name in enumerate(names) if name[0] == kind), key=lambda number: names[number][1])
