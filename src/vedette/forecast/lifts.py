"""What is announced lifts the forecast: scheduled events by kind and day, threats by grade; by stated priors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from vedette.forecast.settings import Kind, priors
from vedette.terms.picture import ScheduledEvent, Threat
from vedette.terms.report import PlacePrecision, PlaceRef

__all__ = ["Lift", "calendar_lift", "threat_lift"]

Floats = NDArray[np.float64]

_WIDE = (PlacePrecision.COUNTRY, PlacePrecision.REGION)


@dataclass(frozen=True)
class Lift:
    """Factors of at least 1 on the mean, their log-variance, and the reason per area; all of shape (areas,)."""

    factor: Floats
    log_variance: Floats
    reasons: tuple[str, ...]


def calendar_lift(events: Sequence[ScheduledEvent], areas: Sequence[str], day: date) -> Lift:
    """The lift of scheduled events on `day`; of several events on one area the strongest counts.

    An event without an area holds everywhere if it has no place or the place is a country, and nowhere if its place
    lies outside the areas. A cancelled event (`denied_by`) or one without a day lifts nothing.
    """
    place = {area: number for number, area in enumerate(areas)}
    factor, reasons = np.ones(len(areas)), [""] * len(areas)
    for event in events:
        if event.denied_by or event.start is None:
            continue
        kind = _kind(event.type)
        offset = _offset(day, event.start, event.end or event.start)
        lift = next((window.factor for window in kind.windows if window.first <= offset <= window.last), 1.0)
        text = f"{event.type or 'scheduled event'} {_when(offset)}"
        for number in _where(event.area, event.place, place):
            if lift > factor[number]:
                factor[number], reasons[number] = lift, text
    return _lift(factor, priors().calendar.relative_sd, reasons)


def threat_lift(threats: Sequence[Threat], areas: Sequence[str], day: date, as_of: date) -> Lift:
    """The lift of threats and warnings that run on `day`, weighed by their Admiralty grades.

    With w the product of the shares of reliability and credibility, the factor is 1 + (most − 1) (1 − Π (1 − w)). A
    threat against a whole country falls on each area with a part of its weight.
    """
    numbers = priors().threats
    place = {area: number for number, area in enumerate(areas)}
    spared, count = np.ones(len(areas)), np.zeros(len(areas), dtype=int)
    best, grade = np.zeros(len(areas)), [""] * len(areas)
    for threat in threats:
        start = threat.start or min(as_of, threat.end or as_of)
        end = threat.end or start + timedelta(days=numbers.open_days - 1)
        if not start <= day <= end:
            continue
        weight = numbers.reliability[threat.grade.reliability] * numbers.credibility[threat.grade.credibility]
        weight *= 1.0 if threat.area else numbers.country_share
        for number in _where(threat.area, threat.place, place):
            spared[number] *= 1 - weight
            count[number] += 1
            if weight > best[number]:
                best[number], grade[number] = weight, str(threat.grade)
    factor = 1 + (numbers.most_factor - 1) * (1 - spared)
    reasons = [
        f"{n} threat{'s' if n > 1 else ''} or warning{'s' if n > 1 else ''}, the weightiest graded {g}"
        if n and g
        else ""
        for n, g in zip(count, grade, strict=True)
    ]
    return _lift(factor, numbers.relative_sd, reasons)


def _lift(factor: Floats, relative_sd: float, reasons: Sequence[str]) -> Lift:
    return Lift(factor, (relative_sd * np.log(factor)) ** 2, tuple(reasons))


def _kind(type_: str | None) -> Kind:
    kinds = priors().calendar.kinds
    text = (type_ or "").lower()
    return next((kind for kind in kinds if kind.name in text), kinds[-1])


def _offset(day: date, start: date, end: date) -> int:
    """Days before the start (below 0), 0 from start to end, days after the end (above 0)."""
    return min((day - start).days, 0) or max((day - end).days, 0)


def _when(offset: int) -> str:
    if offset == 0:
        return "on the day"
    days = f"{abs(offset)} day{'s' if abs(offset) > 1 else ''}"
    return f"in {days}" if offset < 0 else f"{days} ago"


def _where(area: str | None, place: PlaceRef | None, numbers: dict[str, int]) -> list[int]:
    if area is not None:
        return [numbers[area]] if area in numbers else []
    everywhere = place is None or place.precision in _WIDE
    return list(numbers.values()) if everywhere else []
