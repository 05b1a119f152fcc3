"""What is known of each area, on whose word, how fresh, and since when nothing is known. Silence is never calm."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from vedette.picture.areas import Locator
from vedette.picture.backing import Backing
from vedette.picture.building import Group
from vedette.picture.features import finest_places
from vedette.picture.mentions import Mentions
from vedette.picture.names import fold
from vedette.picture.origins import independent
from vedette.picture.rules import SilenceRules, silence_rules
from vedette.terms.picture import AreaKnowledge, Incident
from vedette.terms.places import Area
from vedette.terms.report import Report

__all__ = ["knowledge_of"]

Gaps = int | Mapping[str, int] | None


def knowledge_of(
    areas: Sequence[Area],
    reports: Sequence[Report],
    backings: Sequence[Backing],
    incidents: Sequence[tuple[Incident, Group]],
    locator: Locator,
    originals: Mapping[str, str],
    as_of: date,
    expected_gap_days: Gaps,
) -> tuple[AreaKnowledge, ...]:
    """One statement per area, in the order of `areas`; reports on an area count for the areas that hold it, too.

    A report is on an area when a claim of it lies there or when it names the area, for also a report of a quiet day
    tells that somebody was there to see it. `reports` are those published until `as_of`, or undated.

    An area is unknown when no report on it has come for longer than its own expected gap, whoever used to report on
    it, counted from the day after the last report; an area that nobody ever reported on is unknown since the first report
    of all, or since `as_of` where there is none. The gap is worked out by data/silence.toml from the area's own rhythm,
    or set by `expected_gap_days`: for all areas, or by publisher, with "*" for the rest.
    """
    rules = silence_rules()
    mentions: dict[str, dict[str, Report]] = defaultdict(dict)
    named = Mentions(areas)
    found = {report.id: named.areas_of(report) for report in reports}
    for backing in backings:
        located = (locator.area_of([place]) for place in finest_places(backing.claim))
        found[backing.report.id].update(area for area in located if area)
    for report in reports:
        for area in {a for held in found[report.id] for a in locator.with_ancestors(held)}:
            mentions[area][report.id] = report
    counted: dict[str, list[tuple[Incident, Group]]] = defaultdict(list)
    oldest = as_of - timedelta(days=rules.counted_days)
    for incident, group in incidents:
        if incident.area and incident.start and oldest < (incident.end or incident.start) and incident.start <= as_of:
            for area in locator.with_ancestors(incident.area):
                counted[area].append((incident, group))
    days = [r.published for r in reports if r.published and r.published <= as_of]
    began = min(days, default=as_of)
    return tuple(
        _area(area.id, list(mentions[area.id].values()), counted[area.id], originals, as_of, began, expected_gap_days)
        for area in areas
    )


def _area(
    area: str,
    reports: Sequence[Report],
    incidents: Sequence[tuple[Incident, Group]],
    originals: Mapping[str, str],
    as_of: date,
    began: date,
    gaps: Gaps,
) -> AreaKnowledge:
    rules = silence_rules()
    by_source: dict[str, set[date]] = defaultdict(set)
    for report in reports:
        if report.published and report.published <= as_of:
            by_source[report.publisher].add(report.published)
    last = max((max(days) for days in by_source.values()), default=None)
    since = None if _is_fresh(by_source, gaps, as_of, rules) else last + timedelta(days=1) if last else began
    return AreaKnowledge(
        area=area,
        reports=len(reports),
        last_report=last,
        unknown_since=since,
        statement=_statement(incidents, originals, last, since, as_of, rules),
    )


def _is_fresh(by_source: Mapping[str, set[date]], gaps: Gaps, as_of: date, rules: SilenceRules) -> bool:
    """Whether somebody has reported on the area within its gap, or a source with a gap of its own within that."""
    named = {fold(name): gap for name, gap in gaps.items()} if isinstance(gaps, Mapping) else {}
    own = {source: days for source, days in by_source.items() if fold(source) in named}
    if any((as_of - max(days)).days <= named[fold(source)] for source, days in own.items()):
        return True
    if own and len(own) == len(by_source):
        return False
    pooled = sorted({day for source, days in by_source.items() if source not in own for day in days})
    return bool(pooled) and (as_of - pooled[-1]).days <= _gap(pooled, gaps, rules)


def _gap(days: Sequence[date], gaps: Gaps, rules: SilenceRules) -> float:
    """Days after which the area counts as unknown, from the days on which somebody reported on it."""
    if isinstance(gaps, Mapping):
        expected = gaps.get("*", rules.expected_gap_days)
    else:
        expected = gaps if gaps is not None else rules.expected_gap_days
    between = [(b - a).days for a, b in pairwise(days)]
    usual = rules.usual_times * median(between) if len(between) >= 2 else 0.0
    return max(expected, min(usual, rules.longest_gap_days))


def _statement(
    incidents: Sequence[tuple[Incident, Group]],
    originals: Mapping[str, str],
    last: date | None,
    since: date | None,
    as_of: date,
    rules: SilenceRules,
) -> str:
    told = _count(len(incidents), "incident") if incidents else "no incident reported"
    told += f" in {rules.counted_days} days"
    if incidents:
        origins = len(independent([b for _, group in incidents for b in group.asserting], originals))
        told += f", {_count(origins, 'independent origin')}"
        told += f", on the word of {_voices([incident for incident, _ in incidents], rules.named_voices)}"
    if since is None:
        return f"{told}, last report {_day(last or as_of, as_of)}"
    if last is None:
        return f"unknown since {_day(since, as_of)}: no report on this area"
    silent = (as_of - last).days
    return f"unknown since {_day(since, as_of)}: no report for {_count(silent, 'day')}; before that {told}"


def _voices(incidents: Sequence[Incident], most: int) -> str:
    """The voices that stand first behind most incidents, and how many others."""
    held = Counter(incident.attribution[0] for incident in incidents if incident.attribution)
    names = sorted(held, key=lambda name: (-held[name], name))
    if not names:
        return "nobody who is named"
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _day(day: date, near: date) -> str:
    text = f"{day.day} {day:%B}"
    return text if day.year == near.year else f"{text} {day.year}"
