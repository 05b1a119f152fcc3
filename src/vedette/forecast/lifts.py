"""What is threatened lifts the forecast: threats and warnings by grade, origin and age; by stated priors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from vedette.forecast.settings import priors
from vedette.terms.picture import Revision, Threat
from vedette.terms.report import PlacePrecision, PlaceRef

__all__ = ["Lift", "first_known", "threat_lift", "told_on", "where"]

Floats = NDArray[np.float64]

_WIDE = (PlacePrecision.COUNTRY, PlacePrecision.REGION)


@dataclass(frozen=True)
class Lift:
    """Factors on the mean, their log-variance, and the reason per area; all of shape (areas,)."""

    factor: Floats
    log_variance: Floats
    reasons: tuple[str, ...]


def threat_lift(threats: Sequence[Threat], areas: Sequence[str], day: date, as_of: date) -> Lift:
    """The lift of threats and warnings on `day`, weighed by their Admiralty grades.

    With w the product of the shares of reliability and credibility, the factor is 1 + (most − 1) (1 − Π (1 − w)) over
    independent origins: threats on one area that share a report or the leading name behind them are one origin, and the
    weightiest of them counts. A threat holds in full in its period and fades after it; one against a whole country falls on
    each area with a part of its weight. A denied threat lifts nothing, nor does one that was told after `as_of`.
    """
    numbers = priors().threats
    place = {area: number for number, area in enumerate(areas)}
    running = []
    for threat in threats:
        told = first_known(threat.revisions)
        if _denied(threat) or (told is not None and told > as_of):
            continue
        weight = numbers.reliability[threat.grade.reliability] * numbers.credibility[threat.grade.credibility]
        weight *= (1.0 if threat.area else numbers.country_share) * _held(threat, day, as_of)
        if weight > 0:
            running.append((weight, threat))
    spared = np.ones(len(areas))
    counted: dict[int, list[Threat]] = {}
    for weight, threat in sorted(running, key=lambda item: (-item[0], item[1].id)):
        for number in where(threat.area, threat.place, place):
            others = counted.setdefault(number, [])
            if not any(_one_origin(threat, other) for other in others):
                spared[number] *= 1 - weight
                others.append(threat)
    factor = 1 + (numbers.most_factor - 1) * (1 - spared)
    reasons = [""] * len(areas)
    for number, some in counted.items():
        more = "s" if len(some) > 1 else ""
        reasons[number] = f"{len(some)} threat{more} or warning{more}, the weightiest graded {some[0].grade}"
    return Lift(factor, (numbers.relative_sd * np.log(factor)) ** 2, tuple(reasons))


def first_known(revisions: Sequence[Revision]) -> date | None:
    """The day on which a thing was first told; None where its record does not say."""
    return min((revision.known for revision in revisions if revision.known is not None), default=None)


def told_on(revisions: Sequence[Revision], field: str) -> date | None:
    """The day from which a field has the value that it has now; None where the record does not say."""
    return next((revision.known for revision in reversed(revisions) if revision.field == field), None)


def where(area: str | None, place: PlaceRef | None, numbers: dict[str, int]) -> list[int]:
    """Column numbers that a thing concerns: its area's, all if it is of a whole country or unplaced, none if elsewhere."""
    if area is not None:
        return [numbers[area]] if area in numbers else []
    everywhere = place is None or place.precision in _WIDE
    return list(numbers.values()) if everywhere else []


def _held(threat: Threat, day: date, as_of: date) -> float:
    """The share of its weight that a threat has on `day`: 1 in its period, then halved again and again, then 0."""
    numbers = priors().threats
    start = threat.start or min(as_of, threat.end or as_of)
    end = threat.end or start + timedelta(days=numbers.open_days - 1)
    late = max((day - end).days, 0)
    if day < start or late > numbers.fade_days:
        return 0.0
    return float(0.5 ** (late / numbers.fade_half_life))


def _denied(threat: Threat) -> bool:
    last = next((revision for revision in reversed(threat.revisions) if revision.field == "denied_by"), None)
    return last is not None and bool(last.after)


def _one_origin(one: Threat, other: Threat) -> bool:
    shared = not set(one.reports).isdisjoint(other.reports)
    return shared or bool(one.attribution[:1] and one.attribution[:1] == other.attribution[:1])
