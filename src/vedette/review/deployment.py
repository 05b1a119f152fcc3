"""A deployment drawn from its recorded mixture: the exact test over the deployments that could have been drawn."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vedette.review.inversion import Inversion, Outcome, smallest_change, tail
from vedette.review.settings import settings
from vedette.review.words import statement, verdict_of
from vedette.terms.errors import FieldError
from vedette.terms.finding import Displacement, Finding, ReviewDesign
from vedette.terms.marking import Marking
from vedette.terms.record import record_id

__all__ = ["review_deployment"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class _Mixture:
    """Counts and baseline per area-day, shape (cells,); exposure of each deployment, (deployments, cells); weights."""

    counts: Floats
    baseline: Floats
    exposure: Floats
    weight: Floats
    drawn: int
    precision: Floats

    def statistics(self, counts: Floats) -> Floats:
        """Counts (cases, cells) → score of every deployment, (cases, deployments); its mean over the lottery is 0."""
        total = self.baseline.sum()
        level = counts.sum(axis=1, keepdims=True) / total if total else np.zeros((len(counts), 1))
        centred = (self.exposure - self.weight @ self.exposure) * self.precision
        return np.asarray((counts - level * self.baseline) @ centred.T)

    def under(self, effects: Floats) -> Floats:
        return self.statistics(self.counts * np.exp(-effects[:, None] * self.exposure[self.drawn]))


def review_deployment(
    weights: Floats,
    presence: Floats,
    index: int,
    counts: Floats,
    baseline: Floats,
    neighbours: Sequence[Sequence[int]] | None = None,
    *,
    trial: str = "deployment",
    sources: tuple[str, ...] = (),
    marking: Marking = Marking.AMBER_STRICT,
) -> Finding:
    """Review one drawn deployment by the recorded mixture that it was drawn from.

    weights: probability of each deployment of the mixture, shape (deployments,), adding up to 1; presence: units (or
    share of the day with a unit) per deployment, area and local day, shape (deployments, areas, days); index: the one
    drawn; counts: attacks, shape (areas, days); baseline: expected attacks as archived at issue, same shape;
    neighbours: for each area the indices of its neighbours, for displacement. The statistic adds up, over area-days,
    (presence − its mean over the mixture) × (attacks − baseline at the level of the whole window); p is the weight of
    the deployments at least as far out as the real one. The estimate is the log rate ratio per unit of presence on an
    area-day. Displacement looks at area-days without presence beside covered ones, once the estimated effect is taken out.
    Raises FieldError when shapes or values do not fit. Sources: as in `vedette.review.inversion`.
    """
    _check(weights, presence, index, counts, baseline, neighbours)
    weight = np.asarray(weights, float) / float(np.sum(weights))
    number, areas, days = presence.shape
    cells = np.asarray(presence, float).reshape(number, areas * days)
    flat, mean = np.asarray(counts, float).ravel(), np.asarray(baseline, float).ravel()
    precision = np.repeat(1 / (1 + settings().statistic.between_variance * np.sum(baseline, axis=1)), days)
    covered = int((presence[index].sum(axis=1) > 0).sum())
    common = {
        "id": record_id("finding", trial, index, weight.tolist(), flat.tolist(), cells[index].tolist()),
        "trial": trial,
        "sources": sources,
        "marking": marking,
        "chosen": covered,
        "not_chosen": areas - covered,
    }
    if not (np.ptp(cells[weight > 0], axis=0) > 0).any():
        bare = Finding(
            **common, design=ReviewDesign.NONE, verdict=verdict_of(None, None, Displacement(), can_say=False)
        )
        return bare.model_copy(update={"statement": statement(bare)})
    main = _test(_Mixture(flat, mean, cells, weight, index, precision), rise=False)
    moved = Displacement()
    if neighbours is not None and main.estimate is not None:
        beside = _beside(np.asarray(presence, float), neighbours).reshape(number, areas * days)
        quiet = flat * np.exp(-main.estimate * cells[index])
        moved = _displacement(_Mixture(quiet, mean, beside, weight, index, precision))
    can_say = main.estimate is not None and main.least_p <= settings().test.level
    found = Finding(
        **common,
        design=ReviewDesign.LOTTERY,
        estimate=main.estimate,
        low=main.low,
        high=main.high,
        p=main.p,
        mde=main.smallest if can_say else None,
        displacement=moved,
        verdict=verdict_of(main.estimate, main.p, moved, can_say=can_say),
    )
    words = statement(found)
    if main.estimate is not None and not can_say:
        words += f" The smallest p that this mixture of {number} deployments could have given is {main.least_p:.2f}."
    return found.model_copy(update={"statement": words})


def _displacement(case: _Mixture) -> Displacement:
    watched = np.ptp(case.exposure[case.weight > 0], axis=0) > 0
    if not watched.any() or not case.counts[watched].sum():
        return Displacement()
    ring = _test(case, rise=True)
    return Displacement(estimate=ring.estimate, low=ring.low, high=ring.high, p=ring.p, mde=ring.smallest)


def _beside(presence: Floats, neighbours: Sequence[Sequence[int]]) -> Floats:
    """1 on area-days without presence that have presence in a neighbouring area, less where presence is partial."""
    beside = np.zeros_like(presence)
    for area, near in enumerate(neighbours):
        if near:
            beside[:, area] = np.minimum(presence[:, list(near)].sum(axis=1), 1.0)
    return np.asarray(beside * (1 - np.minimum(presence, 1.0)))


def _test(case: _Mixture, *, rise: bool) -> Outcome:
    if not case.counts.sum():
        return Outcome(None, None, None, 1.0, None, float(case.weight.min()))
    test = Inversion(case.under, case.weight, case.drawn)
    p_zero, least = float(test.p(np.zeros(1))[0]), test.least_p()
    estimate = test.estimate()
    low, high = test.interval(estimate, p_zero)
    smallest = _smallest(case, estimate, rise=rise) if least <= settings().test.level else None
    return Outcome(estimate, low, high, p_zero, smallest, least).rounded()


def _smallest(case: _Mixture, estimate: float, *, rise: bool) -> float | None:
    """As for trials: the change seen is taken out, then re-drawn deployments put one in."""
    test = settings().test
    quiet = case.counts * np.exp(-estimate * case.exposure[case.drawn])
    total = np.cumsum(case.weight)
    picks = np.searchsorted(total, (np.arange(test.power_draws) + 0.5) / test.power_draws * total[-1])
    again = case.exposure[picks]
    # events are prevented, or added, one by one: the same fixed normal numbers give the same figure everywhere
    noise = np.random.default_rng(20070223).standard_normal(again.shape) * np.sqrt(quiet)

    def power(size: float) -> float:
        rate = np.exp(size * again)
        variance = np.where(rate < 1, rate * (1 - rate), rate - 1)
        values = case.statistics(quiet * rate + noise * np.sqrt(variance))
        real = values[np.arange(len(picks)), picks]
        found = (tail(values, real, case.weight) <= test.level) & (np.sign(real) == np.sign(size))
        return float(found.mean())

    return smallest_change(power, rise=rise)


def _check(
    weights: Floats,
    presence: Floats,
    index: int,
    counts: Floats,
    baseline: Floats,
    neighbours: Sequence[Sequence[int]] | None,
) -> None:
    def refuse(field: str, found: object, expected: str) -> None:
        raise FieldError(None, "deployment", field, str(found), expected)

    if np.ndim(presence) != 3 or 0 in np.shape(presence):
        refuse("presence", f"shape {np.shape(presence)}", "deployments × areas × days, none of them 0")
    number, areas, days = presence.shape
    if np.shape(weights) != (number,):
        refuse("weights", f"shape {np.shape(weights)}", f"one weight for each of {number} deployments")
    for field, values, shape in (("counts", counts, (areas, days)), ("baseline", baseline, (areas, days))):
        if np.shape(values) != shape:
            refuse(field, f"shape {np.shape(values)}", f"{areas} areas × {days} days")
    for field, values in (("weights", weights), ("presence", presence), ("counts", counts), ("baseline", baseline)):
        if not np.isfinite(values).all() or np.min(values) < 0:
            refuse(field, "a negative or missing number", "numbers of 0 or more")
    if abs(float(np.sum(weights)) - 1) > 1e-6:
        refuse("weights", f"a sum of {float(np.sum(weights)):.6f}", "a sum of 1")
    if not 0 <= index < number or weights[index] <= 0:
        refuse("index", index, f"a deployment of the mixture, 0 to {number - 1}, with a weight above 0")
    if neighbours is not None and len(neighbours) != areas:
        refuse("neighbours", f"{len(neighbours)} lists", f"one for each of {areas} areas")
