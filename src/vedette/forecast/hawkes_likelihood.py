"""How likely counts are under a self-exciting process in days, and the slope of that: compiled by numba, one pass per area.

Each area's background is a log-normal random effect that is integrated out: by a sum over a grid for the areas without
attacks, which are all alike, and by Laplace's approximation for each of the others. Left in as one free parameter per
area, the backgrounds would swallow part of the excitation, the more of it the shorter the record.
"""

from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

__all__ = ["COMMON", "Cells", "Evaluation", "evaluate"]

Floats = NDArray[np.float64]

COMMON = 11
"""Parameters before the windows: logit branching, ln decay_days, logit spread, six weekdays, and the mean and ln(standard deviation) of ln background."""

_NEWTON, _STEP, _CLOSE = 60, 3.0, 1e-10
_GRID = np.linspace(-8.0, 8.0, 161)
_GRID_TOTAL = float(np.log(np.exp(-0.5 * _GRID**2).sum()))


class Cells(NamedTuple):
    """Counts of the areas that saw an attack, and all that does not depend on the parameters.

    own, away [areas, days]: attacks in the area, and attacks elsewhere by the share of theirs that would come here.
    observed [days]; weekday [days] with 0 for Monday; windows [kinds, days]; out [areas]: share of an area's spread that
    goes to areas which never saw an attack; quiet: number of these.
    """

    own: Floats
    away: Floats
    observed: NDArray[np.bool_]
    weekday: NDArray[np.int64]
    windows: Floats
    out: Floats
    quiet: int


class Evaluation(NamedTuple):
    """Log-likelihood with its slope, and per area (the last: one without attacks) ln background, precision and shift."""

    value: float
    slope: Floats
    log_background: Floats
    precision: Floats
    shift: Floats


def evaluate(cells: Cells, at: Floats) -> Evaluation:
    """The marginal Poisson log-likelihood at `at`, shape (COMMON + kinds,), in the order of COMMON and then ln(1 + lift).

    `shift` [areas + 1, parameters] is how each area's ln background moves with the parameters.
    """
    rhythm, relative = _rhythm(cells, at)
    size = len(cells.own) + 1
    log_background, precision = np.zeros(size), np.ones(size)
    shift, slope = np.zeros((size, len(at))), np.zeros(len(at))
    value = _areas(
        cells.own, cells.away, cells.observed, rhythm, relative, cells.out, cells.quiet, at,
        log_background, precision, shift, slope,
    )  # fmt: skip
    return Evaluation(value, slope, log_background, precision, shift)


def _rhythm(cells: Cells, at: Floats) -> tuple[Floats, Floats]:
    """Factor of each day on backgrounds, shape (days,), and the slope of its logarithm, shape (parameters, days)."""
    effect = np.concatenate([[0.0], at[3:9]])
    weekly = np.exp(effect - effect.max())
    weekly *= 7 / weekly.sum()
    lift = np.exp(at[COMMON:])
    raised = np.maximum(1 + ((lift - 1)[:, None] * cells.windows).sum(axis=0), 0.05)
    relative = np.zeros((len(at), len(cells.weekday)))
    for day in range(1, 7):
        relative[2 + day] = (cells.weekday == day) - weekly[day] / 7
    relative[COMMON:] = lift[:, None] * cells.windows / raised
    return weekly[cells.weekday] * raised, relative


@numba.njit(cache=True)
def _areas(  # type: ignore[no-untyped-def]  # pragma: no cover
    own, away, observed, rhythm, relative, out, quiet, at, log_background, precision, shift, slope
):
    """Sum over areas; fills log_background, precision, shift and slope, returns the log-likelihood."""
    areas, days, size = len(own), own.shape[1], len(at)
    branching, spread = 1 / (1 + np.exp(-at[0])), 1 / (1 + np.exp(-at[2]))
    tau = np.exp(at[1])
    keep = np.exp(-1 / tau)
    d_branching, d_keep, d_spread = branching * (1 - branching), keep / tau, spread * (1 - spread)
    mu, precise = at[9], np.exp(-2 * at[10])
    whole, whole_slope = 0.0, np.zeros(size)
    for t in range(days):
        if observed[t]:
            whole += rhythm[t]
            for j in range(3, size):
                whole_slope[j] += rhythm[t] * relative[j, t]
    day, seen = np.empty(days, np.int64), np.empty(days)
    excited, d_excited = np.empty(days), np.empty((days, 3))
    ratio = np.empty(days)
    cross, bend = np.empty(size), np.empty(size)
    value, lost, d_lost = 0.0, 0.0, 0.0
    for a in range(areas):
        number, sum_excited = 0, 0.0
        sum_slope = np.zeros(3)
        z, dz, w, dw = 0.0, 0.0, 0.0, 0.0
        sum_z, sum_dz, sum_w, sum_dw = 0.0, 0.0, 0.0, 0.0
        for t in range(days):
            if observed[t]:
                sum_z, sum_dz, sum_w, sum_dw = sum_z + z, sum_dz + dz, sum_w + w, sum_dw + dw
                if own[a, t] > 0:
                    mixed = (1 - spread) * z + spread * w
                    day[number], seen[number] = t, own[a, t]
                    excited[number] = branching * mixed
                    d_excited[number, 0] = d_branching * mixed
                    d_excited[number, 1] = branching * d_keep * ((1 - spread) * dz + spread * dw)
                    d_excited[number, 2] = branching * d_spread * (w - z)
                    number += 1
            dz, dw = keep * dz + z - own[a, t], keep * dw + w - away[a, t]
            z, w = keep * z + (1 - keep) * own[a, t], keep * w + (1 - keep) * away[a, t]
        mixed = (1 - spread) * sum_z + spread * sum_w
        sum_excited = branching * mixed
        sum_slope[0] = d_branching * mixed
        sum_slope[1] = branching * d_keep * ((1 - spread) * sum_dz + spread * sum_dw)
        sum_slope[2] = branching * d_spread * (sum_w - sum_z)
        lost, d_lost = lost + out[a] * sum_z, d_lost + out[a] * sum_dz
        x = mu
        for _ in range(_NEWTON):
            rise, level = -np.exp(x) * whole - (x - mu) * precise, np.exp(x) * whole + precise
            for i in range(number):
                p = 1 / (1 + excited[i] / (np.exp(x) * rhythm[day[i]]))
                rise, level = rise + seen[i] * p, level - seen[i] * p * (1 - p)
            # where the curve bends the wrong way, far from the top, a step of bounded length still climbs
            step = rise / level if level > 0 else np.sign(rise) * _STEP
            step = min(max(step, -_STEP), _STEP)
            x += step
            if abs(step) < _CLOSE:
                break
        base = np.exp(x)
        top = -base * whole - sum_excited - 0.5 * (x - mu) ** 2 * precise - at[10]
        curve, third = base * whole + precise, -base * whole
        for i in range(number):
            rate = base * rhythm[day[i]] + excited[i]
            p = base * rhythm[day[i]] / rate
            ratio[i] = p
            top += seen[i] * np.log(rate)
            curve -= seen[i] * p * (1 - p)
            third += seen[i] * p * (1 - p) * (1 - 2 * p)
        curve = max(curve, 1e-3 * precise)
        value += top - 0.5 * np.log(curve)
        log_background[a], precision[a] = x, curve
        # cross: slope of the slope in x by parameter; bend: slope of the precision at fixed x
        for j in range(size):
            cross[j], bend[j] = -base * whole_slope[j], base * whole_slope[j]
            slope[j] += cross[j]
        cross[9] += precise
        slope[9] += (x - mu) * precise
        cross[10] += 2 * (x - mu) * precise
        bend[10] -= 2 * precise
        slope[10] += (x - mu) ** 2 * precise - 1
        for j in range(3):
            slope[j] -= sum_slope[j]
        for i in range(number):
            p, t = ratio[i], day[i]
            rate = base * rhythm[t] + excited[i]
            for j in range(3):
                g = d_excited[i, j] / rate
                slope[j] += seen[i] * g
                cross[j] -= seen[i] * p * g
                bend[j] += seen[i] * p * (1 - 2 * p) * g
            for j in range(3, size):
                g = relative[j, t]
                slope[j] += seen[i] * p * g
                cross[j] += seen[i] * p * (1 - p) * g
                bend[j] -= seen[i] * p * (1 - p) * (1 - 2 * p) * g
        for j in range(size):
            shift[a, j] = cross[j] / curve
            slope[j] -= 0.5 * (bend[j] - third * shift[a, j]) / curve
    grid = np.exp(mu + np.exp(at[10]) * _GRID)
    likely = -0.5 * _GRID**2 - grid * whole
    highest = likely.max()
    likely = np.exp(likely - highest)
    value += quiet * (np.log(likely.sum()) + highest - _GRID_TOTAL)
    likely /= likely.sum()
    fall = (likely * grid).sum()
    for j in range(3, size):
        slope[j] -= quiet * fall * whole_slope[j]
    slope[9] -= quiet * fall * whole
    slope[10] -= quiet * (likely * grid * _GRID).sum() * np.exp(at[10]) * whole
    log_background[areas] = np.log(fall)
    precision[areas] = 1 / max((likely * (grid / fall) ** 2).sum() - 1, 1e-9)
    value -= branching * spread * lost
    slope[0] -= d_branching * spread * lost
    slope[1] -= branching * spread * d_keep * d_lost
    slope[2] -= branching * d_spread * lost
    return value
