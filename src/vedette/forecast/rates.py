"""Exponentially weighted area-day rates at several speeds, and the members that the forecast is a sum of."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix

from vedette.forecast.excited import Excited
from vedette.forecast.feasts import Observance, observance_of
from vedette.forecast.last_year import LastYear
from vedette.forecast.neighbours import neighbour_average
from vedette.forecast.settings import Settings
from vedette.terms.counts import AreaDays

__all__ = ["Geography", "Rates", "compared", "rows"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Geography:
    """What never changes over a history: its number of areas and who is whose neighbour (sparse, areas × areas)."""

    areas: int
    near: csc_matrix
    wide: csc_matrix
    observance: Observance

    @classmethod
    def of(cls, history: AreaDays, settings: Settings) -> "Geography":
        """The geography of a history's areas."""
        near, wide = settings.neighbours.near, settings.neighbours.wide
        return cls(
            areas=len(history.areas),
            near=neighbour_average(history.latitude, history.longitude, near.width, near.reach).tocsc(),
            wide=neighbour_average(history.latitude, history.longitude, wide.width, wide.reach).tocsc(),
            observance=observance_of(history.latitude, history.longitude),
        )


class Rates:
    """Decayed sums of counts, one row per half-life: rate = Σ count · 0.5^(age/h) / Σ 0.5^(age/h) over observed days.

    Averages over a neighbourhood are sums of the same kind, of counts that were averaged on their day: a day costs one
    sparse product of the areas where something happened, however many half-lives there are.
    """

    def __init__(self, geography: Geography, settings: Settings) -> None:
        self._geography = geography
        own, around = settings.rates, settings.neighbours
        self._decay = 0.5 ** (1 / np.array(own.half_lives, dtype=float))
        self._weight = np.full(len(own.half_lives), own.prior_days)
        self._sum = np.full((len(own.half_lives), geography.areas), own.prior_days * own.prior_rate)
        self._around = [own.half_lives.index(half_life) for half_life in around.half_lives]
        self._everywhere = own.half_lives.index(around.everywhere)
        prior = self._sum[self._around]
        self._near, self._wide = prior * (geography.near.getnnz(1) > 0), prior * (geography.wide.getnnz(1) > 0)
        self._excited = Excited(geography, settings)
        self._year = LastYear(geography.areas, settings.last_year.days, own.prior_days, own.prior_rate)
        self._table: Floats | None = None

    def observe(self, counts: Floats) -> None:
        """Take in one observed day; counts has shape (areas,)."""
        some = np.flatnonzero(counts)
        decay = self._decay[self._around, None]
        self._sum = self._sum * self._decay[:, None] + counts
        self._near = self._near * decay + self._geography.near[:, some] @ counts[some]
        around = self._geography.wide[:, some] @ counts[some]
        self._wide = self._wide * decay + around
        self._excited.observe(counts, around)
        self._year.observe(counts)
        self._weight = self._weight * self._decay + 1
        self._table = None

    def table(self) -> Floats:
        """The rates, attacks per area and day, in the order of `rows`; shape (rows, areas), not to be written to."""
        if self._table is None:
            own = self._sum / self._weight[:, None]
            weight = self._weight[self._around, None]
            all_ = np.full((1, self._geography.areas), own[self._everywhere].mean() if self._geography.areas else 0.0)
            beside = np.stack([self._excited.rate(), self._year.rate()])
            self._table = np.concatenate([own, self._near / weight, self._wide / weight, beside, all_])
        return self._table


def rows(settings: Settings) -> tuple[tuple[str, int], ...]:
    """The kind and half-life of each row of a table of rates: own, near and wide ones, two others, and one of all areas.

    In place of a half-life stands the number of days that the self-exciting process and the last year look back on.
    """
    around = settings.neighbours.half_lives
    return (
        *(("own", half_life) for half_life in settings.rates.half_lives),
        *(("near", half_life) for half_life in around),
        *(("wide", half_life) for half_life in around),
        ("excited", settings.excited.history_days),
        ("year", settings.last_year.days),
        ("everywhere", settings.neighbours.everywhere),
    )


def compared(settings: Settings) -> int:
    """The number of leading rows of a table that the regression compares with each other: own, near and wide ones."""
    return len(settings.rates.half_lives) + 2 * len(settings.neighbours.half_lives)
