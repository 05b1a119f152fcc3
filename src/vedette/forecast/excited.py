"""The self-exciting member of the forecast: refitted on the past from time to time, kept up to date day by day."""

from collections import deque
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.special import expit

from vedette.forecast.hawkes_likelihood import Cells, evaluate
from vedette.forecast.hawkes_search import Search
from vedette.forecast.settings import Settings

if TYPE_CHECKING:
    from vedette.forecast.rates import Geography

__all__ = ["Excited"]

Floats = NDArray[np.float64]


class Excited:
    """Background and excitation of each area under the process of hawkes.py, as far as the days seen so far tell.

    Every `refit_days` observed days the parameters are fitted by maximum likelihood to the last `history_days` of them;
    in between a day costs one decay of two sums per area. What an area sets off elsewhere goes by the wide neighbourhood
    of the forecast. Weekdays are left to the forecast's own factor. Of more than
    `most_areas` areas with attacks the parameters are fitted to an even sample; each area still gets its own background.
    A monstrous day counts for no more than it may in the learning of weights (`most_surprise`).
    """

    def __init__(self, geography: "Geography", settings: Settings) -> None:
        self._geography, self._settings, self._numbers = geography, settings, settings.excited
        areas = geography.areas
        self._days: deque[tuple[NDArray[np.intp], Floats]] = deque(maxlen=self._numbers.history_days)
        self._since = 0
        self._at: Floats | None = None
        self._background = np.full(areas, settings.rates.prior_rate)
        self._branching, self._keep, self._spread = 0.0, 0.0, 0.0
        self._own, self._away = np.zeros(areas), np.zeros(areas)

    def observe(self, counts: Floats, around: Floats) -> None:
        """Take in one observed day: its counts, and their averages over the wide neighbourhood; both of shape (areas,)."""
        rate = self.rate()
        bounded = np.minimum(counts, rate + self._settings.learning.most_surprise * (1 + np.sqrt(rate)))
        some = np.flatnonzero(bounded)
        if (bounded < counts).any():
            counts, around = bounded, self._geography.wide[:, some] @ bounded[some]
        self._days.append((some, counts[some]))
        self._own = self._keep * self._own + (1 - self._keep) * counts
        self._away = self._keep * self._away + (1 - self._keep) * around
        self._since += 1
        if self._since >= self._numbers.refit_days and any(where.size for where, _ in self._days):
            self._refit()
            self._since = 0

    def rate(self) -> Floats:
        """Expected attacks per area on the next day, shape (areas,)."""
        excited = (1 - self._spread) * self._own + self._spread * self._away
        return np.asarray(self._background + self._branching * excited)

    def _refit(self) -> None:
        number, areas = len(self._days), len(self._own)
        column = np.repeat(np.arange(number), [where.size for where, _ in self._days])
        row = np.concatenate([where for where, _ in self._days])
        counts = csr_matrix((np.concatenate([count for _, count in self._days]), (row, column)), shape=(areas, number))
        away = (self._geography.wide @ counts.tocsc()).tocsr()
        active = np.flatnonzero(np.diff(counts.indptr))
        step = -(-len(active) // self._numbers.most_areas)
        at = Search(self._cells(counts, away, active, step), self._settings.hawkes, rhythm=False).top(self._at)
        if not np.isfinite(at).all():
            return
        self._at = at
        for begin in range(0, len(active), self._numbers.most_areas):
            part = active[begin : begin + self._numbers.most_areas]
            found = evaluate(self._cells(counts, away, part, 1), at)
            if begin == 0:
                self._background = np.full(areas, np.exp(found.log_background[-1]))
            self._background[part] = np.exp(found.log_background[:-1])
        self._branching, self._spread = float(expit(at[0])), float(expit(at[2]))
        self._keep = float(np.exp(-np.exp(-at[1])))
        weight = (1 - self._keep) * self._keep ** np.arange(number - 1.0, -1.0, -1.0)
        self._own, self._away = counts @ weight, away @ weight

    def _cells(self, counts: csr_matrix, away: csr_matrix, active: NDArray[np.intp], step: int) -> Cells:
        """What the likelihood looks at, of every step-th of the active areas, and of the quiet ones in proportion."""
        some, days = active[::step], counts.shape[1]
        quiet = np.ones(counts.shape[0], dtype=bool)
        quiet[active] = False
        return Cells(
            own=counts[some].toarray(),
            away=away[some].toarray(),
            observed=np.ones(days, dtype=bool),
            weekday=np.zeros(days, dtype=np.int64),
            windows=np.zeros((0, days)),
            out=quiet.astype(float) @ self._geography.wide[:, some],
            quiet=int(quiet.sum()) // step,
        )
