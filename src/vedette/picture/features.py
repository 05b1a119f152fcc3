"""What is compared of a claim: its days, places, names and figures, worked out once per claim."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log
from types import MappingProxyType

from vedette.picture.actors import actor_keys, skeleton
from vedette.picture.backing import Backing
from vedette.picture.names import fold, place_key, words
from vedette.picture.rules import MergingRules, drill_pattern, merging_rules
from vedette.picture.telling import hours_of, is_another, is_correcting
from vedette.picture.templates import is_figure
from vedette.terms.report import Claim, ClaimKind, Modality, PlacePrecision, PlaceRef, TimeRef

__all__ = ["Features", "Spot", "features_of", "finest_places", "group_of", "weights_of"]

_COARSE = (PlacePrecision.GOVERNORATE, PlacePrecision.COUNTRY, PlacePrecision.REGION)
_RANK = {precision: rank for rank, precision in enumerate(PlacePrecision)}
_ALWAYS = (date.min.toordinal(), date.max.toordinal())


@dataclass(frozen=True, slots=True)
class Spot:
    """One place of a claim: keys and consonants of its names, whether a gazetteer named it, WGS84 degrees (None if
    unresolved), radius in km, coarse or fine, and the key of its governorate."""

    keys: frozenset[str]
    bones: frozenset[str]
    resolved: bool
    latitude: float | None
    longitude: float | None
    radius: float
    coarse: bool
    admin1: str | None


@dataclass(frozen=True, slots=True)
class Features:
    """A claim as the comparison sees it; `first` and `last` are ordinals of local days, both included."""

    number: int
    report: str
    copy_of: str
    group: str
    denied: bool
    first: int
    last: int
    dated: bool
    spots: tuple[Spot, ...]
    type: str | None
    actors: frozenset[str]
    names_doer: bool
    targets: frozenset[str]
    target_types: frozenset[str]
    toll: tuple[int | None, int | None]
    evidence: frozenset[str]
    weights: Mapping[str, float]
    voice: str
    language: str
    position: int
    anchored: bool = True
    day_said: bool = False
    hours: tuple[int, int] | None = None
    another: bool = False
    correcting: bool = False
    area: str | None = None


def group_of(claim: Claim) -> str | None:
    """The kind of thing that a claim tells of: attack, threat, measure, directive, operation, calendar; None for a drill.

    An attack that is planned or threatened is a threat; a warning and a threat of the same harm are one group.
    """
    if claim.kind is ClaimKind.ATTACK:
        if _is_drill(claim):
            return None
        return "threat" if claim.modality in {Modality.PLANNED, Modality.THREATENED} else "attack"
    return "threat" if claim.kind is ClaimKind.WARNING else claim.kind.value


def features_of(
    number: int,
    backing: Backing,
    group: str,
    originals: Mapping[str, str],
    learnt: Mapping[str, str],
    weights: Mapping[str, float] = MappingProxyType({}),
) -> Features:
    """What is compared of one claim; `number` is its place in the caller's list, `originals` that of `duplicates`,
    `learnt` that of `learnt_names`, `weights` that of `weights_of` (a word that is not in it weighs 1). Two parts of a claim that was cut up by areas are never one thing.
    """
    claim, report = backing.claim, backing.report
    rules = merging_rules()
    first, last = _days(claim.time, report.published, rules)
    toll = claim.casualties
    actors, names_doer = actor_keys(claim, learnt)
    return Features(
        number=number,
        report=claim.report,
        copy_of=originals[report.id],
        group=group,
        denied=claim.modality is Modality.DENIED,
        first=first,
        last=last,
        dated=claim.time is not None and (claim.time.start is not None or claim.time.end is not None),
        spots=tuple(_spot(place, rules) for place in finest_places(claim)),
        type=fold(claim.type) if claim.type else None,
        actors=actors,
        names_doer=names_doer,
        targets=frozenset(w for t in claim.targets for w in words(t.text) if len(w) > 2 and not is_figure(w)),
        target_types=frozenset(t.type for t in claim.targets if t.type),
        toll=(toll.killed, toll.injured) if toll else (None, None),
        evidence=_words_of(claim),
        weights=weights,
        voice=backing.origin,
        language=report.language,
        position=claim.evidence[0].start,
        anchored=_is_anchored(claim),
        day_said=claim.time is not None and bool(claim.time.text) and claim.time.start == claim.time.end,
        hours=hours_of(claim),
        another=is_another(claim),
        correcting=is_correcting(claim),
        area=backing.area,
    )


def weights_of(claims: Sequence[Claim]) -> dict[str, float]:
    """Word of the evidence → how much it tells: the logarithm of one claim in how many has it (Spärck Jones, 1972)."""
    held = Counter(word for claim in claims for word in _words_of(claim))
    return {word: log(1 + len(claims) / count) for word, count in held.items()}


def _words_of(claim: Claim) -> frozenset[str]:
    """The words of the passage that tell what happened, without those that name its place and day, which count alone."""
    passages = " ".join(span.text for span in claim.evidence)
    for told in (*(place.text for place in claim.places), claim.time.text if claim.time else None):
        passages = passages.replace(told, " ") if told else passages
    return frozenset(w for w in words(passages) if len(w) > 3 or w.isdigit())


def _is_anchored(claim: Claim) -> bool:
    """Whether a claim's own words name its place; "the group claimed the attack" has that of what was told before."""
    passages = [span.text for span in claim.evidence]
    table = claim.reader.startswith("table:")
    return table or any(place.text and place.text in passage for place in claim.places for passage in passages)


def finest_places(claim: Claim) -> tuple[PlaceRef, ...]:
    """The places of a claim at its finest precision; containers named beside them are left out."""
    if not claim.places:
        return ()
    coarse = [place for place in claim.places if place.precision in _COARSE]
    fine = [place for place in claim.places if place.precision not in _COARSE]
    if fine:
        return tuple(fine)
    finest = min(_RANK[p.precision] for p in coarse if p.precision)
    return tuple(place for place in coarse if place.precision and _RANK[place.precision] == finest)


def _spot(place: PlaceRef, rules: MergingRules) -> Spot:
    located = place.latitude is not None and place.longitude is not None
    return Spot(
        keys=frozenset(place_key(name) for name in (place.name, place.text) if name),
        bones=frozenset(skeleton(place_key(name)) for name in (place.name, place.text) if name),
        resolved=place.name is not None,
        latitude=place.latitude if located else None,
        longitude=place.longitude if located else None,
        radius=rules.radius_km[place.precision.value if place.precision else "unknown"],
        coarse=place.precision in _COARSE,
        admin1=place_key(place.admin1) if place.admin1 else None,
    )


def _days(time: TimeRef | None, published: date | None, rules: MergingRules) -> tuple[int, int]:
    """First and last day as ordinals; open ends reach `open_days`, an undated claim lies shortly before publication."""
    start = time.start.toordinal() if time and time.start else None
    end = time.end.toordinal() if time and time.end else None
    reach = int(rules.day["open_days"])
    if start is not None:
        return start, end if end is not None else start + reach
    if end is not None:
        return end - reach, end
    if published is None:
        return _ALWAYS
    return published.toordinal() - int(rules.day["undated_days"]), published.toordinal()


def _is_drill(claim: Claim) -> bool:
    if claim.casualties and claim.casualties.killed:
        return False
    pattern: re.Pattern[str] = drill_pattern()
    return any(pattern.search(span.text) for span in claim.evidence)
