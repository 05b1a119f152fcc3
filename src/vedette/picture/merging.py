"""Claims of many reports merged into one picture."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from vedette.picture.actors import learnt_names
from vedette.picture.areas import Locator
from vedette.picture.backing import Backing, backing_of
from vedette.picture.building import Group, build
from vedette.picture.clusters import attach, cluster
from vedette.picture.duplicates import duplicates
from vedette.picture.features import Features, features_of, finest_places, group_of, weights_of
from vedette.picture.knowledge import Gaps, knowledge_of
from vedette.picture.revisions import revisions_of
from vedette.picture.rules import merging_rules
from vedette.picture.voices import perpetrators_of
from vedette.terms.errors import FieldError, UnknownReferenceError
from vedette.terms.marking import Marking, combine
from vedette.terms.picture import Incident, Measure, Picture, ScheduledEvent, Threat
from vedette.terms.places import Area
from vedette.terms.record import record_id
from vedette.terms.report import Claim, PlaceRef, Report

__all__ = ["merge"]

_Thing = Incident | Threat | Measure | ScheduledEvent


def merge(
    reports: Sequence[Report],
    claims: Sequence[Claim],
    areas: Sequence[Area],
    as_of: date,
    known_at: datetime | None = None,
    *,
    expected_gap_days: Gaps = None,
    exercise: bool = False,
) -> Picture:
    """The picture of a day: incidents, threats, measures and scheduled events with grades, and what is known per area.

    `as_of` is a local day: an incident that began later is left out, and so is whatever else was first reported later.
    `known_at`, an instant with its zone, leaves out reports retrieved (or, where that is not said, published) after
    it. `expected_gap_days` is the number of days after which a source counts as silent, for all sources or by
    publisher with "*" for the rest; the default is in data/silence.toml.

    `exercise` marks the picture and everything in it as of an exercise world. A report or claim that is handed in twice
    counts once, as it was when it was first retrieved; the picture does not depend on the order of reports and claims.

    A threat or warning that names several areas becomes one threat for each, on the same claim.

    Claims are merged by kind, type, place within its precision, days, actors, targets and toll; denials stand beside
    what they deny; copies of one text, and all who quote one named voice, are one origin. Operations and directives
    are measures and drills nothing at all, so that what patrols do never counts as an attack.

    Raises UnknownReferenceError for a claim whose report is not among `reports`, FieldError for a `known_at` without
    a zone or a gap below one day.
    """
    _check(known_at, expected_gap_days)
    everything = _once(reports)
    for claim in claims:
        if claim.report not in everything:
            raise UnknownReferenceError(None, claim.id, "report", claim.report, "the id of one of the reports")
    known = {rid: everything[rid] for rid in sorted(everything) if _known(everything[rid], known_at)}
    # of two readings under one id the same one is taken whatever their order
    chosen = {c.id: c for c in sorted(claims, key=lambda c: (c.id, c.confidence, c.model_dump_json()))}
    used = [claim for claim in chosen.values() if claim.report in known]
    originals = duplicates(list(known.values()))
    perpetrators = perpetrators_of(used)
    backings = {c.id: backing_of(c, known[c.report], perpetrators, known[originals[c.report]]) for c in used}
    locator = Locator(areas)
    pieces = [piece for claim in used for piece in _by_area(backings[claim.id], locator)]
    merged = [
        (build(group, locator, originals, revisions_of(group, originals), exercise=exercise), group)
        for group in _groups(pieces, originals)
    ]
    merged = sorted(
        ((thing, group) for thing, group in merged if _by(as_of, thing, group)), key=lambda pair: _order(pair[0])
    )
    things = [thing for thing, _ in merged]
    published = [r for r in known.values() if r.published is None or r.published <= as_of]
    seen = {report.id for report in published}
    return Picture(
        id=record_id("picture", as_of, known_at, *known, *(claim.id for claim in used), *(area.id for area in areas)),
        marking=combine([r.marking for r in known.values()] + [c.marking for c in used]) if known else Marking.GREEN,
        sources=tuple(sorted(known)),
        as_of=as_of,
        known_at=known_at,
        exercise=exercise,
        incidents=tuple(t for t in things if isinstance(t, Incident)),
        threats=tuple(t for t in things if isinstance(t, Threat)),
        measures=tuple(t for t in things if isinstance(t, Measure)),
        events=tuple(t for t in things if isinstance(t, ScheduledEvent)),
        knowledge=knowledge_of(
            areas,
            published,
            [b for b in backings.values() if b.report.id in seen],
            [(thing, group) for thing, group in merged if isinstance(thing, Incident)],
            locator,
            originals,
            as_of,
            expected_gap_days,
        ),
    )


def _once(reports: Sequence[Report]) -> dict[str, Report]:
    """Each report once by its id, as it was when it was first retrieved, whatever the order in which they come."""
    found: dict[str, Report] = {}
    for report in reports:
        held = found.get(report.id)
        if held is None or _retrieved(report) < _retrieved(held):
            found[report.id] = report
    return found


def _retrieved(report: Report) -> tuple[bool, float, str]:
    at = report.retrieved
    return at is None, at.timestamp() if at else 0.0, report.origin


def _by_area(backing: Backing, locator: Locator) -> list[Backing]:
    """A threat or warning that names several areas once for each, with the places in it; anything else as it is.

    Places outside all areas are left out where others lie in one.
    """
    claim = backing.claim
    if group_of(claim) != "threat" or len(claim.places) < 2:
        return [backing]
    held: dict[str, list[PlaceRef]] = defaultdict(list)
    for place in finest_places(claim):
        if area := locator.area_of([place]):
            held[area].append(place)
    if len(held) < 2:
        return [backing]
    return [
        replace(backing, claim=claim.model_copy(update={"places": tuple(places)}), area=area)
        for area, places in held.items()
    ]


def _groups(pieces: Sequence[Backing], originals: dict[str, str]) -> list[Group]:
    """Claims by the thing that they are about, with the denials of it; a denial of what nobody asserts is left out."""
    rules = merging_rules()
    learnt, weights = learnt_names(p.claim for p in pieces), weights_of([p.claim for p in pieces])
    kinds: dict[str, list[Features]] = defaultdict(list)
    for number, piece in enumerate(pieces):
        kind = group_of(piece.claim)
        if kind is not None:
            kinds[kind].append(features_of(number, piece, kind, originals, learnt, weights))
    groups = []
    for kind in sorted(kinds):
        clusters = cluster([f for f in kinds[kind] if not f.denied], rules)
        denials = [f for f in kinds[kind] if f.denied]
        denied = attach(denials, clusters, rules)
        for place, members in enumerate(clusters):
            against = [f.number for f in denials if denied.get(f.number) == place]
            groups.append(
                Group(kind, tuple(pieces[f.number] for f in members), tuple(pieces[number] for number in against))
            )
    return groups


def _known(report: Report, known_at: datetime | None) -> bool:
    if known_at is None:
        return True
    if report.retrieved is not None:
        return report.retrieved <= known_at
    return report.published is None or report.published <= known_at.date()


def _by(as_of: date, thing: _Thing, group: Group) -> bool:
    """Whether a thing belongs to the picture of the day."""
    said = [b.report.published for b in group.asserting if b.report.published]
    if isinstance(thing, Incident) and thing.start is not None:
        return thing.start <= as_of
    return not said or min(said) <= as_of


def _order(thing: _Thing) -> tuple[date, str]:
    return thing.start or thing.end or date.max, thing.id


def _check(known_at: datetime | None, gaps: Gaps) -> None:
    if known_at is not None and known_at.tzinfo is None:
        raise FieldError(None, None, "known_at", known_at.isoformat(), "a time with its zone")
    days = [] if gaps is None else [gaps] if isinstance(gaps, int) else list(gaps.values())
    for gap in days:
        if gap < 1:
            raise FieldError(None, None, "expected_gap_days", gap, "one day or more")
