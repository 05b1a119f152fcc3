"""Exponentially weighted area-day rates at several speeds, and the members that the forecast is a sum of."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from vedette.forecast.neighbours import neighbour_average
from vedette.forecast.settings import Settings
from vedette.terms.counts import AreaDays

__all__ = ["Geography", "Rates"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Geography:
    """What never changes over a history: its number of areas and who is whose neighbour (sparse, areas × areas)."""

    areas: int
    near: csr_matrix
    wide: csr_matrix

    @classmethod
    def of(cls, history: AreaDays, settings: Settings) -> "Geography":
        """The geography of a history's areas."""
        near, wide = settings.neighbours.near, settings.neighbours.wide
        return cls(
            areas=len(history.areas),
            near=neighbour_average(history.latitude, history.longitude, near.width, near.reach),
            wide=neighbour_average(history.latitude, history.longitude, wide.width, wide.reach),
        )


class Rates:
    """Decayed sums of counts, one row per half-life: rate = Σ count · 0.5^(age/h) / Σ 0.5^(age/h) over observed days."""

    def __init__(self, geography: Geography, settings: Settings) -> None:
        self._geography, self._settings = geography, settings
        own = settings.rates
        self._decay = 0.5 ** (1 / np.array(own.half_lives, dtype=float))
        self._row = {half_life: row for row, half_life in enumerate(own.half_lives)}
        self._weight = np.full(len(own.half_lives), own.prior_days)
        self._sum = np.full((len(own.half_lives), geography.areas), own.prior_days * own.prior_rate)

    def observe(self, counts: Floats) -> None:
        """Take in one observed day; counts has shape (areas,)."""
        self._sum = self._sum * self._decay[:, None] + counts
        self._weight = self._weight * self._decay + 1

    def members(self) -> Floats:
        """The members' rates, attacks per area and day, shape (members, areas); each row is new."""
        rate = self._sum / self._weight[:, None]
        out = np.empty((len(self._settings.members), self._geography.areas))
        for row, member in zip(out, self._settings.members, strict=True):
            own = rate[self._row[member.half_life]]
            if member.kind == "own":
                row[:] = own
            elif member.kind == "near":
                row[:] = self._geography.near @ own
            elif member.kind == "wide":
                row[:] = self._geography.wide @ own
            else:
                row[:] = own.mean() if own.size else 0.0
        return out
