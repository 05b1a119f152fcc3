"""From a group of claims to one record: the strongest source decides, others add what it leaves open.

Strongest first means the letter of the chain of sources, then a fact before a possibility, then confidence, then the
earlier report; so a later, weaker source never overwrites a stronger one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from vedette.picture.areas import Locator
from vedette.picture.features import finest_places
from vedette.picture.grading import Backing, grade, strength
from vedette.picture.names import place_key
from vedette.picture.rules import merging_rules
from vedette.terms.geometry import great_circle_km
from vedette.terms.marking import combine
from vedette.terms.picture import CasualtyFigure, Incident, Measure, ScheduledEvent, Threat
from vedette.terms.record import record_id
from vedette.terms.report import ClaimKind, Modality, PlacePrecision, PlaceRef, TimeRef

__all__ = ["Group", "build"]

_FINENESS = {precision: rank for rank, precision in enumerate(PlacePrecision)}
_UNRANKED = _FINENESS[PlacePrecision.DISTRICT]


@dataclass(frozen=True, slots=True)
class Group:
    """The claims of one thing, those that assert it and those that deny it."""

    kind: str
    asserting: tuple[Backing, ...]
    denying: tuple[Backing, ...] = ()


def build(group: Group, locator: Locator, originals: Mapping[str, str]) -> Incident | Threat | Measure | ScheduledEvent:
    """The record of one group; its id is that of its earliest asserting claim, so that later reports do not change it."""
    ordered = sorted(group.asserting, key=strength)
    everything = [*ordered, *group.denying]
    graded, origins, names = grade(group.asserting, group.denying, originals)
    start, end = _period(ordered, group.kind)
    kind = next((b.claim.type for b in ordered if b.claim.type), None)
    place = _place(ordered)
    area = locator.area_of(_places_first(place, ordered))
    if merging_rules().is_held_widely(group.kind, kind):
        place, area = _wide(ordered, place, locator)
    common: dict[str, Any] = {
        "id": record_id(group.kind, *filter(None, min((_published(b), b.claim.id, b.area or "") for b in ordered)[1:])),
        "marking": combine(m for b in everything for m in (b.claim.marking, b.report.marking)),
        "sources": tuple(sorted({b.claim.id for b in everything})),
        "area": area,
        "place": place,
        "start": start,
        "end": end,
        "grade": graded,
        "origins": origins,
        "reports": tuple(
            dict.fromkeys(b.report.id for b in sorted(everything, key=lambda b: (_published(b), b.report.id)))
        ),
        "attribution": names,
        "type": kind,
    }
    deniers = tuple(dict.fromkeys(b.name for b in sorted(group.denying, key=strength)))
    if group.kind == "attack":
        figures = _figures(ordered)
        return Incident(
            **common, actors=_actors(ordered), targets=_targets(ordered), figures=figures, denied_by=deniers
        )
    if group.kind == "threat":
        harm = "threat" if any(_threatens(b) for b in ordered) else "warning"
        return Threat(**common, kind=harm, actors=_actors(ordered), targets=_targets(ordered))
    if group.kind == "calendar":
        return ScheduledEvent(**common, denied_by=_cancelling(ordered, group.denying))
    if group.kind == "operation" and common["type"] is None:
        common["type"] = "operation"
    modality = "directed" if group.kind == "directive" else ordered[0].claim.modality.value
    return Measure(**common, modality=modality, actors=_actors(ordered))


def _threatens(backing: Backing) -> bool:
    return backing.claim.kind is ClaimKind.THREAT or backing.claim.modality is Modality.THREATENED


def _published(backing: Backing) -> date:
    return backing.report.published or date.max


def _actors(ordered: Iterable[Backing]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(a.name or a.text for b in ordered for a in b.claim.actors if a.role != "victim"))


def _targets(ordered: Iterable[Backing]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(t.text for b in ordered for t in b.claim.targets))


def _figures(ordered: Iterable[Backing]) -> tuple[CasualtyFigure, ...]:
    """Every toll beside the voice that gives it, strongest first; the same voice with the same toll once."""
    seen: dict[tuple[str, str], CasualtyFigure] = {}
    for b in ordered:
        toll = b.claim.casualties
        if toll is not None and toll.model_dump(exclude_none=True):
            key = (b.origin, toll.model_dump_json())
            seen.setdefault(key, CasualtyFigure(casualties=toll, source=b.name, claim=b.claim.id))
    return tuple(seen.values())


def _cancelling(ordered: Sequence[Backing], denying: Sequence[Backing]) -> tuple[str, ...]:
    """Who cancels an event: only voices that are no weaker than those who announce it; rumours cancel nothing."""
    best = strength(ordered[0])[0]
    return tuple(dict.fromkeys(b.name for b in sorted(denying, key=strength) if strength(b)[0] <= best))


def _period(ordered: Sequence[Backing], kind: str) -> tuple[date | None, date | None]:
    """Days of the strongest dated claim, narrowed by a claim that lies within them.

    A threat without a day runs from the day on which it was first reported, with an open end.
    """
    times = [b.claim.time for b in ordered if b.claim.time and (b.claim.time.start or b.claim.time.end)]
    if not times:
        said = [b.report.published for b in ordered if b.report.published]
        return (min(said), None) if kind == "threat" and said else (None, None)
    first = times[0]
    within = [t for t in times if _covers(first, t)]
    narrow = min(within, key=_width)
    return narrow.start, narrow.end


def _covers(outer: TimeRef, inner: TimeRef) -> bool:
    starts = outer.start is None or (inner.start is not None and inner.start >= outer.start)
    ends = outer.end is None or (inner.end is not None and inner.end <= outer.end)
    return starts and ends


def _width(time: TimeRef) -> timedelta:
    return time.end - time.start if time.start and time.end else timedelta.max


def _place(ordered: Sequence[Backing]) -> PlaceRef | None:
    """The place of the strongest claim that has one, or a finer place that others give within it."""
    places = [place for b in ordered for place in finest_places(b.claim)]
    if not places:
        return None
    located = [p for p in places if p.latitude is not None] or places
    first = located[0]
    finer = [p for p in located if _fineness(p) < _fineness(first) and _within(p, first)]
    return min(finer, key=_fineness) if finer else first


def _places_first(place: PlaceRef | None, ordered: Sequence[Backing]) -> list[PlaceRef]:
    rest = [p for b in ordered for p in finest_places(b.claim)]
    return [place, *rest] if place else rest


def _wide(ordered: Sequence[Backing], place: PlaceRef | None, locator: Locator) -> tuple[PlaceRef | None, str | None]:
    """Place and area of an event that is held widely: the area that holds all places named; both None for everywhere."""
    named = [locator.area_of(finest_places(b.claim)) for b in ordered]
    chains = [locator.with_ancestors(area) if area else [] for area in named]
    common = next((area for area in chains[0] if all(area in chain for chain in chains)), None)
    return (place if len(set(named)) == 1 else None), common


def _fineness(place: PlaceRef) -> int:
    return _FINENESS[place.precision] if place.precision else _UNRANKED


def _within(inner: PlaceRef, outer: PlaceRef) -> bool:
    if inner.admin1 and outer.admin1 and place_key(inner.admin1) == place_key(outer.admin1):
        return True
    if inner.latitude is None or outer.latitude is None:
        return False
    radius = merging_rules().radius_km[outer.precision.value if outer.precision else "unknown"]
    return bool(great_circle_km(inner.latitude, inner.longitude, outer.latitude, outer.longitude) <= radius)
