"""A self-exciting (Hawkes) process in days: background, and further attacks that attacks set off, fitted by likelihood."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_matrix
from scipy.special import expit, logit
from scipy.stats import chi2, gamma, norm

from vedette.forecast.hawkes_likelihood import COMMON, Cells, evaluate
from vedette.forecast.hawkes_search import Search
from vedette.forecast.settings import Hawkes, settings
from vedette.terms.errors import FieldError
from vedette.terms.geometry import great_circle_km

__all__ = ["HawkesFit", "contagion_kernel", "fit_hawkes"]

Floats = NDArray[np.float64]
Interval = tuple[float, float]

_LEVEL = 0.9
_ROWS_AT_ONCE = 256


@dataclass(frozen=True)
class HawkesFit:
    """A fitted process: expected attacks = background · weekly · (1 + Σ lift · window) + excitation.

    branching: further attacks that one attack sets off; decay_days τ: the share that comes l days later is
    (1 − q) q^(l−1) with q = exp(−1/τ); spread: the share of them that comes to other areas, by exp(−distance / reach_km).
    background [areas], attacks per ordinary day; weekly [7], Monday first, mean 1; lifts [kinds]. `intervals` has the
    90 % interval of "branching", "decay_days" and "spread", each by itself; `holds` answers for all three at once; the
    arrays `…_interval` have shape (2, …). `at` and `covariance` are the estimate and its error on the scale of COMMON.
    """

    branching: float
    decay_days: float
    spread: float
    background: Floats
    weekly: Floats
    lifts: Floats
    reach_km: float
    intervals: dict[str, Interval]
    background_interval: Floats
    weekly_interval: Floats
    lifts_interval: Floats
    log_likelihood: float
    at: Floats
    covariance: Floats

    def holds(self, branching: float, decay_days: float, spread: float) -> bool:
        """Whether the three parameters lie together in the 90 % region of all three."""
        away = np.array([logit(branching), np.log(decay_days), logit(spread)]) - self.at[:3]
        return bool(away @ np.linalg.solve(self.covariance[:3, :3], away) <= chi2.ppf(_LEVEL, 3))

    def expected(
        self,
        counts: ArrayLike,
        latitude: Floats,
        longitude: Floats,
        weekday: int,
        windows: ArrayLike | None = None,
    ) -> Floats:
        """Expected attacks per area on the day after a history, shape (areas,).

        counts [days, areas] is the history, the latest day last; centres in WGS84 degrees as at the fit; `weekday` is that
        of the day forecast, 0 for Monday; windows [kinds]: how far the day lies in each window, 0 to 1.
        """
        counts = np.asarray(counts, dtype=float)
        age = np.arange(len(counts), 0, -1)
        keep = np.exp(-1 / self.decay_days)
        state = np.einsum("d,da->a", (1 - keep) * keep ** (age - 1.0), counts)
        return self.ahead(state, contagion_kernel(latitude, longitude, self.reach_km), weekday, windows)

    def ahead(self, state: Floats, kernel: Floats, weekday: int, windows: ArrayLike | None = None) -> Floats:
        """As `expected`, from the decayed state Σ (1 − q) q^(age − 1) · count, shape (areas,), and the kernel of the areas."""
        raised = 1 + float((self.lifts * (0.0 if windows is None else np.asarray(windows, dtype=float))).sum())
        away = np.einsum("a,ab->b", state, kernel)
        excited = self.branching * ((1 - self.spread) * state + self.spread * away)
        return np.asarray(self.background * (self.weekly[weekday % 7] * raised) + excited)


def fit_hawkes(
    counts: ArrayLike,
    latitude: ArrayLike,
    longitude: ArrayLike,
    weekday: int,
    *,
    windows: ArrayLike | None = None,
    observed: ArrayLike | None = None,
    start: HawkesFit | None = None,
    numbers: Hawkes | None = None,
) -> HawkesFit:
    """Fit a self-exciting process to counts [days, areas] of attacks; the process is taken to start on day 0.

    latitude and longitude [areas] are centres in WGS84 degrees; `weekday` is that of day 0, 0 for Monday. windows
    [kinds, days], 0 to 1, says how far each day lies in the window around scheduled events; its lift on the background is
    fitted. Days that are not `observed` [days] are left out of the likelihood. `start`: an earlier fit to begin from.

    Poisson likelihood (Hawkes 1971, Spectra of some self-exciting and mutually exciting point processes; Mohler et al.
    2011, Self-exciting point process modeling of crime), with log-normal backgrounds integrated out and the weak priors
    of model.toml, which decide only where data say nothing; L-BFGS-B from the slope, which one pass through the days
    gives; intervals from the observed information at the top (normal on transformed scales).

    Raises FieldError for arrays that do not fit together, for counts below 0 or not finite, and for no day or no area.
    """
    numbers = numbers or settings().hawkes
    count, kinds = _checked(counts, latitude, longitude, windows, observed)
    seen = np.ones(len(count), dtype=bool) if observed is None else np.asarray(observed, dtype=bool)
    centres = np.asarray(latitude, dtype=float), np.asarray(longitude, dtype=float)
    cells, active = _cells(count, *centres, weekday, kinds, seen, numbers.reach_km)
    search = Search(cells, numbers)
    at = search.top(None if start is None else start.at)
    covariance = np.asarray(numbers.widening**2 * np.linalg.inv(search.information(at)), dtype=float)
    found = evaluate(cells, at)
    wide = float(norm.ppf(0.5 + _LEVEL / 2))
    deviation = wide * np.sqrt(np.maximum(np.diag(covariance), 0))

    place = np.full(count.shape[1], len(active))
    place[active] = np.arange(len(active))
    along = np.einsum("ai,ij,aj->a", found.shift, covariance, found.shift)
    # a background's posterior is skewed like a gamma's, whose shape is one over the variance of its logarithm
    shape = 1 / (1 / found.precision + np.maximum(along, 0))
    edges = np.array([[0.5 - _LEVEL / 2], [0.5 + _LEVEL / 2]])
    low, high = at - deviation, at + deviation
    weekly, weekly_interval = _weekly(at, covariance, wide)
    return HawkesFit(
        branching=float(expit(at[0])),
        decay_days=float(np.exp(at[1])),
        spread=float(expit(at[2])),
        background=np.exp(found.log_background)[place],
        weekly=weekly,
        lifts=np.expm1(at[COMMON:]),
        reach_km=numbers.reach_km,
        intervals={
            "branching": (float(expit(low[0])), float(expit(high[0]))),
            "decay_days": (float(np.exp(low[1])), float(np.exp(high[1]))),
            "spread": (float(expit(low[2])), float(expit(high[2]))),
        },
        background_interval=(np.exp(found.log_background) * gamma.ppf(edges, shape) / shape)[:, place],
        weekly_interval=weekly_interval,
        lifts_interval=np.expm1(np.array([low[COMMON:], high[COMMON:]])),
        log_likelihood=found.value,
        at=at,
        covariance=covariance,
    )


def contagion_kernel(latitude: ArrayLike, longitude: ArrayLike, reach_km: float) -> Floats:
    """Share of what an area (row) sends elsewhere that comes to each other one (column): exp(−distance / reach); rows sum to 1.

    Centres [areas] in WGS84 degrees; a single area sends to itself.
    """
    here = np.asarray(latitude, dtype=float), np.asarray(longitude, dtype=float)
    if len(here[0]) < 2:
        return np.ones((len(here[0]), len(here[0])))
    return _rows(*here, np.arange(len(here[0])), reach_km)


def _rows(latitude: Floats, longitude: Floats, rows: NDArray[np.intp], reach_km: float) -> Floats:
    away = great_circle_km(latitude[rows, None], longitude[rows, None], latitude, longitude)
    away[np.arange(len(rows)), rows] = np.inf
    weight = np.exp(-(away - away.min(axis=1, keepdims=True)) / reach_km)
    return np.asarray(weight / weight.sum(axis=1, keepdims=True))


def _cells(
    count: Floats,
    latitude: Floats,
    longitude: Floats,
    weekday: int,
    windows: Floats,
    seen: NDArray[np.bool_],
    reach: float,
) -> tuple[Cells, NDArray[np.intp]]:
    """What the likelihood looks at, and the areas with an attack in the order of its rows."""
    active = np.flatnonzero(count.any(axis=0))
    own = np.ascontiguousarray(count[:, active].T)
    if count.shape[1] == 1:
        kernel, out = np.ones((len(active), len(active))), np.zeros(len(active))
    else:
        kernel = np.zeros((len(active), len(active)))
        for begin in range(0, len(active), _ROWS_AT_ONCE):
            rows = slice(begin, begin + _ROWS_AT_ONCE)
            kernel[rows] = _rows(latitude, longitude, active[rows], reach)[:, active]
        out = np.maximum(1 - kernel.sum(axis=1), 0.0)
    # a sparse product: its sums run in one order, whatever the number of threads
    away = (csr_matrix(own.T) @ kernel).T
    cells = Cells(
        own=own,
        away=np.ascontiguousarray(away),
        observed=seen,
        weekday=(weekday + np.arange(len(count))) % 7,
        windows=windows,
        out=out,
        quiet=count.shape[1] - len(active),
    )
    return cells, active


def _weekly(at: Floats, covariance: Floats, wide: float) -> tuple[Floats, Floats]:
    """Factor of each weekday, mean 1, and its interval, shape (2, 7), by the delta method on its logarithm."""
    effect = np.concatenate([[0.0], at[3:9]])
    weekly = np.exp(effect - effect.max())
    weekly *= 7 / weekly.sum()
    slope = (np.eye(7) - weekly / 7)[:, 1:]
    deviation = wide * np.sqrt(np.einsum("wi,ij,wj->w", slope, covariance[3:9, 3:9], slope))
    return weekly, weekly * np.exp(np.array([[-1.0], [1.0]]) * deviation)


def _checked(
    counts: ArrayLike, latitude: ArrayLike, longitude: ArrayLike, windows: ArrayLike | None, observed: ArrayLike | None
) -> tuple[Floats, Floats]:
    """Counts, shape (days, areas), and windows, shape (kinds, days)."""
    count = np.asarray(counts, dtype=float)
    if count.ndim != 2 or not count.size:
        raise FieldError(None, "counts", "shape", count.shape, "days × areas, at least one of each")
    if not (np.isfinite(count).all() and (count >= 0).all()):
        raise FieldError(None, "counts", "attacks", "a negative number, infinity or NaN", "0 or more attacks")
    days, areas = count.shape
    for name, given in (("latitude", latitude), ("longitude", longitude)):
        if np.shape(given) != (areas,):
            raise FieldError(None, name, "shape", np.shape(given), f"one per area, {areas}")
    kinds = np.zeros((0, days)) if windows is None else np.asarray(windows, dtype=float)
    if kinds.ndim != 2 or kinds.shape[1] != days:
        raise FieldError(None, "windows", "shape", kinds.shape, f"kinds × days, the latter {days}")
    if observed is not None and np.shape(observed) != (days,):
        raise FieldError(None, "observed", "shape", np.shape(observed), f"one per day, {days}")
    return count, kinds
