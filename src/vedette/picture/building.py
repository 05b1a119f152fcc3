"""From a group of claims to one record: the strongest source decides, others add what it leaves open.

Strongest first means the letter of the chain of sources, then a fact before a possibility, then confidence, then the
earlier report; so a later, weaker source never overwrites a stronger one. A later word of the same voice, through a
chain that is no weaker, corrects its earlier one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from vedette.picture.areas import Locator
from vedette.picture.backing import Backing, said_first, strength
from vedette.picture.features import finest_places
from vedette.picture.grading import grade
from vedette.picture.names import place_key
from vedette.picture.rules import grading_rules, merging_rules
from vedette.terms.geometry import great_circle_km
from vedette.terms.marking import combine
from vedette.terms.picture import CasualtyFigure, Incident, Measure, Revision, ScheduledEvent, Threat
from vedette.terms.record import record_id
from vedette.terms.report import ClaimKind, Modality, PlacePrecision, PlaceRef, TimeRef

__all__ = ["Group", "build", "cancelling", "current", "figures_of", "first_told", "period_of", "place_of", "type_of"]

_FINENESS = {precision: rank for rank, precision in enumerate(PlacePrecision)}
_UNRANKED = _FINENESS[PlacePrecision.DISTRICT]


@dataclass(frozen=True, slots=True)
class Group:
    """The claims of one thing, those that assert it and those that deny it."""

    kind: str
    asserting: tuple[Backing, ...]
    denying: tuple[Backing, ...] = ()


def build(
    group: Group,
    locator: Locator,
    originals: Mapping[str, str],
    revisions: tuple[Revision, ...] = (),
    *,
    exercise: bool = False,
) -> Incident | Threat | Measure | ScheduledEvent:
    """The record of one group; its id is that of the claim by which it became known, so that later reports keep it."""
    ordered = sorted(group.asserting, key=strength)
    everything = [*ordered, *group.denying]
    graded, origins, names = grade(group.asserting, group.denying, originals)
    start, end = period_of(ordered, group.kind)
    kind = type_of(ordered)
    place = place_of(ordered)
    area = locator.area_of(_places_first(place, ordered))
    if merging_rules().is_held_widely(group.kind, kind):
        place, area = _wide(ordered, place, locator)
    earliest = first_told(group.asserting)
    common: dict[str, Any] = {
        "id": record_id(group.kind, *filter(None, (earliest.claim.id, earliest.area))),
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
        "revisions": revisions,
        "exercise": exercise,
    }
    deniers = tuple(dict.fromkeys(b.name for b in sorted(group.denying, key=strength)))
    if group.kind == "attack":
        figures = figures_of(ordered)
        return Incident(
            **common, actors=_actors(ordered), targets=_targets(ordered), figures=figures, denied_by=deniers
        )
    if group.kind == "threat":
        harm = "threat" if any(_threatens(b) for b in ordered) else "warning"
        return Threat(**common, kind=harm, actors=_actors(ordered), targets=_targets(ordered))
    if group.kind == "calendar":
        return ScheduledEvent(**common, denied_by=cancelling(ordered, group.denying))
    if group.kind == "operation" and common["type"] is None:
        common["type"] = "operation"
    modality = "directed" if group.kind == "directive" else ordered[0].claim.modality.value
    return Measure(**common, modality=modality, actors=_actors(ordered))


def first_told(asserting: Iterable[Backing]) -> Backing:
    """The claim by which the thing became known: of the report that was retrieved first, then published first."""
    return min(
        asserting,
        key=lambda b: (b.report.retrieved is None, said_first(b.report)[1], _published(b), b.claim.id, b.area or ""),
    )


def current(
    ordered: Sequence[Backing],
    told: Callable[[Backing], bool],
    *,
    finer: Callable[[Backing, Backing], bool] | None = None,
) -> list[Backing]:
    """The claims that tell a thing, in their order, without those that their own voice corrected later.

    A later word corrects an earlier one when it came through a chain of at least the same letter, is not a mere
    possibility beside a fact, and, where `finer` is given, `finer(later, earlier)` holds.
    """
    rank = grading_rules().rank
    speaking = [b for b in ordered if told(b)]
    by_voice: dict[tuple[str, str], list[Backing]] = defaultdict(list)
    for b in speaking:
        by_voice[b.voice].append(b)

    def corrected(old: Backing) -> bool:
        return any(
            new.said > old.said
            and rank(new.letter) <= rank(old.letter)
            and (new.claim.modality is not Modality.POSSIBLE or old.claim.modality is Modality.POSSIBLE)
            and (finer is None or finer(new, old))
            for new in by_voice[old.voice]
        )

    return [b for b in speaking if not corrected(b)]


def type_of(ordered: Sequence[Backing]) -> str | None:
    """The type that the strongest claim with one gives."""
    return next((b.claim.type for b in current(ordered, lambda b: b.claim.type is not None)), None)


def _threatens(backing: Backing) -> bool:
    return backing.claim.kind is ClaimKind.THREAT or backing.claim.modality is Modality.THREATENED


def _published(backing: Backing) -> date:
    return backing.report.published or date.max


def _actors(ordered: Iterable[Backing]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(a.name or a.text for b in ordered for a in b.claim.actors if a.role != "victim"))


def _targets(ordered: Iterable[Backing]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(t.text for b in ordered for t in b.claim.targets))


def figures_of(ordered: Sequence[Backing]) -> tuple[CasualtyFigure, ...]:
    """Every toll beside the voice that gives it, strongest first; of each voice its last word, the same toll once."""
    seen: dict[tuple[str, str], CasualtyFigure] = {}
    for b in current(ordered, _has_toll):
        toll = b.claim.casualties
        if toll is not None:
            key = (b.origin, toll.model_dump_json())
            seen.setdefault(key, CasualtyFigure(casualties=toll, source=b.name, claim=b.claim.id))
    return tuple(seen.values())


def _has_toll(backing: Backing) -> bool:
    toll = backing.claim.casualties
    return toll is not None and bool(toll.model_dump(exclude_none=True))


def cancelling(ordered: Sequence[Backing], denying: Sequence[Backing]) -> tuple[str, ...]:
    """Who cancels an event: only voices that are no weaker than those who announce it; rumours cancel nothing."""
    best = strength(ordered[0])[0]
    return tuple(dict.fromkeys(b.name for b in sorted(denying, key=strength) if strength(b)[0] <= best))


def period_of(ordered: Sequence[Backing], kind: str) -> tuple[date | None, date | None]:
    """Days of the strongest dated claim, narrowed by a claim that lies within them.

    A threat without a day runs from the day on which it was first reported, with an open end.
    """
    dated = current(ordered, _is_dated, finer=lambda new, old: _width_of(new) <= _width_of(old))
    times = [b.claim.time for b in dated if b.claim.time]
    if not times:
        said = [b.report.published for b in ordered if b.report.published]
        return (min(said), None) if kind == "threat" and said else (None, None)
    first = times[0]
    within = [t for t in times if _covers(first, t)]
    narrow = min(within, key=_width)
    return narrow.start, narrow.end


def _is_dated(backing: Backing) -> bool:
    return bool(backing.claim.time and (backing.claim.time.start or backing.claim.time.end))


def _width_of(backing: Backing) -> timedelta:
    return _width(backing.claim.time) if backing.claim.time else timedelta.max


def _covers(outer: TimeRef, inner: TimeRef) -> bool:
    starts = outer.start is None or (inner.start is not None and inner.start >= outer.start)
    ends = outer.end is None or (inner.end is not None and inner.end <= outer.end)
    return starts and ends


def _width(time: TimeRef) -> timedelta:
    return time.end - time.start if time.start and time.end else timedelta.max


def place_of(ordered: Sequence[Backing]) -> PlaceRef | None:
    """The place of the strongest claim that has one, or a finer place that others give within it."""
    placed = current(ordered, lambda b: bool(b.claim.places), finer=lambda new, old: _finest(new) <= _finest(old))
    places = [place for b in placed for place in finest_places(b.claim)]
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


def _finest(backing: Backing) -> int:
    return min(map(_fineness, finest_places(backing.claim)))


def _fineness(place: PlaceRef) -> int:
    return _FINENESS[place.precision] if place.precision else _UNRANKED


def _within(inner: PlaceRef, outer: PlaceRef) -> bool:
    if inner.admin1 and outer.admin1 and place_key(inner.admin1) == place_key(outer.admin1):
        return True
    if inner.latitude is None or outer.latitude is None:
        return False
    radius = merging_rules().radius_km[outer.precision.value if outer.precision else "unknown"]
    return bool(great_circle_km(inner.latitude, inner.longitude, outer.latitude, outer.longitude) <= radius)
