"""Scheduled events: how much rougher or calmer their days are, from a stated prior and from earlier events of their kind."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from vedette.forecast.lifts import Lift, first_known, told_on, where
from vedette.forecast.settings import Calendar, Kind, priors
from vedette.terms.picture import ScheduledEvent

__all__ = ["Estimate", "Occasion", "Scheduled", "calendar_lift", "occasions_of"]

Floats = NDArray[np.float64]
Columns = NDArray[np.intp]


@dataclass(frozen=True)
class Occasion:
    """A scheduled event as the forecast sees it: its kind, its own words for it, its days, and the areas (columns) it holds in.

    `learned_as` names the events that it is learned with. It may be used from the day `announced` (None: always) to the
    day before it was `cancelled` (None: never).
    """

    kind: Kind
    learned_as: str
    text: str
    start: date
    end: date
    announced: date | None
    cancelled: date | None
    areas: Columns

    def known(self, day: date) -> bool:
        """Whether a forecast issued on `day` may use it."""
        told = self.announced is None or self.announced <= day
        return told and (self.cancelled is None or self.cancelled > day)


@dataclass(frozen=True)
class Estimate:
    """The factor of a window of a kind of event, the variance of its logarithm, and the earlier events behind it."""

    factor: float
    log_variance: float
    earlier: int


def occasions_of(events: Sequence[ScheduledEvent], areas: Sequence[str]) -> tuple[Occasion, ...]:
    """The events that have a day and concern one of `areas`; records of the same kind and days become one event.

    An event without an area holds everywhere if it has no place or the place is a country, and nowhere if its place
    lies outside the areas.
    """
    place = {area: number for number, area in enumerate(areas)}
    kinds = priors().calendar.kinds
    found: dict[tuple[object, ...], Occasion] = {}
    for event in events:
        concerned = where(event.area, event.place, place)
        if event.start is None or not concerned:
            continue
        text = " ".join((event.type or "").split()) or "scheduled event"
        kind = next((kind for kind in kinds if kind.name in text.lower()), kinds[-1])
        learned_as = text.lower() if kind is kinds[-1] else kind.name
        end = max(event.end or event.start, event.start)
        announced = first_known(event.revisions)
        cancelled = (told_on(event.revisions, "denied_by") or date.min) if event.denied_by else None
        key = (learned_as, event.start, end, announced, cancelled)
        before = found[key].areas if key in found else np.zeros(0, dtype=np.intp)
        columns = np.union1d(before, np.array(concerned, dtype=np.intp))
        found[key] = Occasion(kind, learned_as, text, event.start, end, announced, cancelled, columns)
    return tuple(found.values())


class Scheduled:
    """What was seen and expected in each window of the events so far, for one lead.

    The factor of a window has a gamma prior around the stated one. An event's attacks count in part only, as in
    quasi-likelihood (Wedderburn 1974, Quasi-likelihood functions): w = 1 / (1 + f E (v / E² + between)), where E was
    expected in the window by the forecasts issued at the time, v is the variance of that sum by the learned dispersion,
    f the prior factor and `between` the variance by which events of a kind differ from each other. So one election tells
    at most as much as one election can, however many attacks it saw.
    """

    def __init__(self, occasions: tuple[Occasion, ...], areas: int) -> None:
        self._occasions = occasions
        self._areas = areas
        self._days = 0
        self._seen: dict[tuple[str, int], dict[int, Floats]] = {}

    def observe(
        self, day: date, counts: Floats, expected: Floats, alpha: Callable[[Floats], Floats], common: float
    ) -> None:
        """Learn from a day: its counts and what was expected of them, shape (areas,).

        `alpha` gives the dispersion of each expected count; `common` is that of the total over all areas.
        """
        self._days += 1
        if not self._occasions or self._days <= priors().calendar.least_days:
            return
        for number, window, _, columns in _running(self._occasions, day, day, self._areas):
            mean = expected[columns]
            total = float(mean.sum())
            variance = max(common * total**2, float((alpha(expected)[columns] * mean**2).sum()))
            kept = self._seen.setdefault((self._occasions[number].learned_as, window), {})
            kept[number] = kept.get(number, np.zeros(3)) + np.array([float(counts[columns].sum()), total, variance])

    def estimate(self, occasion: Occasion, window: int) -> Estimate:
        """What is known of a window of events like `occasion`, from those that began on other days."""
        numbers, prior = priors().calendar, occasion.kind.windows[window].factor
        doubt = _variance(numbers, prior)
        between = numbers.between * doubt
        shape = 1 / (doubt - between)
        rate = shape / prior
        earlier = [
            sums
            for number, sums in self._seen.get((occasion.learned_as, window), {}).items()
            if self._occasions[number].start != occasion.start
        ]
        for seen, expected, variance in earlier:
            weight = 1 / (1 + prior * (variance / max(expected, 1e-9) + between * expected))
            shape, rate = shape + weight * seen, rate + weight * expected
        factor = min(max(shape / rate, 1 / numbers.most), numbers.most)
        return Estimate(factor, 1 / shape + between, len(earlier))


def calendar_lift(
    occasions: tuple[Occasion, ...],
    areas: int,
    day: date,
    issued: date,
    estimate: Callable[[Occasion, int], Estimate],
) -> Lift:
    """The lift on `day` of what was known to be scheduled when the forecast was issued.

    Of several events on one area the one with the strongest prior counts.
    """
    factor, log_variance, reasons = np.ones(areas), np.zeros(areas), [""] * areas
    for number, window, offset, columns in _running(occasions, day, issued, areas):
        occasion = occasions[number]
        said = estimate(occasion, window)
        factor[columns], log_variance[columns] = said.factor, said.log_variance
        text = f"{occasion.text} {_when(offset)} ({_basis(occasion, said.earlier)})"
        for column in columns:
            reasons[column] = text
    return Lift(factor, log_variance, tuple(reasons))


def _running(
    occasions: tuple[Occasion, ...], day: date, issued: date, areas: int
) -> Iterator[tuple[int, int, int, Columns]]:
    """The events with a window on `day` that a forecast of `issued` may use: number, window, offset and areas of its own."""
    active = []
    for number, occasion in enumerate(occasions):
        offset = min((day - occasion.start).days, 0) or max((day - occasion.end).days, 0)
        for window, span in enumerate(occasion.kind.windows):
            if span.first <= offset <= span.last and occasion.known(issued):
                active.append((-span.factor, number, window, offset))
    free = np.ones(areas, dtype=bool)
    for _, number, window, offset in sorted(active):
        columns = occasions[number].areas[free[occasions[number].areas]]
        free[columns] = False
        if columns.size:
            yield number, window, offset, columns


def _variance(numbers: Calendar, prior: float) -> float:
    return max(numbers.relative_sd * float(np.log(prior)), numbers.least_sd) ** 2


def _when(offset: int) -> str:
    if offset == 0:
        return "on the day"
    days = f"{abs(offset)} day{'s' if abs(offset) > 1 else ''}"
    return f"in {days}" if offset < 0 else f"{days} ago"


def _basis(occasion: Occasion, earlier: int) -> str:
    if not earlier:
        return "prior"
    return f"learned from {earlier} earlier {occasion.learned_as}{'s' if earlier > 1 else ''}"
