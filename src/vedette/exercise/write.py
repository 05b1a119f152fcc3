"""Reports of a simulated spell of days, as an invented press would write them, and the truth about each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import exp
from random import Random
from typing import Any, NamedTuple

import polars as pl

from vedette.exercise.notices import made_notices
from vedette.exercise.simulate import Simulation
from vedette.exercise.tell import Telling, tell_background, tell_denial, tell_incident, tell_notice
from vedette.exercise.truth import Notice, ReportKind, TrueIncident, TrueNotice, TrueReport, Truth, WrittenReport
from vedette.exercise.wording import Outlet, language, press, settings
from vedette.terms.places import Area

__all__ = ["MARK", "Written", "write_reports"]

MARK = "EXERCISE EXERCISE EXERCISE"


class Written(NamedTuple):
    """The reports, by day and name, and the truth about them."""

    reports: list[WrittenReport]
    truth: Truth


@dataclass
class _Desk:
    """Everything that is being written; `place` gives a town and its governorate."""

    places: Mapping[str, Area]
    first: date
    until: date
    silent: Mapping[str, date]
    draw: Random
    entries: list[tuple[date, float, Telling, Outlet, dict[str, Any]]] = field(default_factory=list)

    def place(self, area: str) -> tuple[Area, Area | None]:
        town = self.places[area]
        return town, self.places.get(town.parent or "")

    def hushed(self, area: str, day: date) -> bool:
        return area in self.silent and day >= self.silent[area]

    def latest(self, area: str) -> date:
        """Last day on which anything is written of the area."""
        since = self.silent.get(area)
        return self.until if since is None else min(self.until, since - timedelta(days=1))

    def longest_unheard(self, areas: Sequence[str], day: date) -> list[str]:
        """Those of the areas that were written of longest ago, or never, up to `day`."""
        heard = {
            facts.get("area"): published
            for published, *_, facts in sorted(self.entries, key=lambda e: e[:2])
            if published <= day
        }
        oldest = min(heard.get(area, date.min) for area in areas)
        return [area for area in areas if heard.get(area, date.min) == oldest]

    def outlet(self, area: str | None, tongue: str | None = None, not_of: Sequence[str] = ()) -> Outlet:
        """An outlet that covers the area, by share; of one language, and not one of `not_of`, where that is possible."""
        able = [o for o in press().outlets if area is None or o.writes_of(self.places[area])]
        able = [o for o in able if tongue is None or o.language == tongue]
        able = [o for o in able if o.id not in not_of] or able
        return self.draw.choices(able, [o.share for o in able])[0]

    def put(self, published: date, telling: Telling, outlet: Outlet, **facts: Any) -> dict[str, Any]:
        """Note a report; its name is given when all are written."""
        self.entries.append((published, self.draw.random(), telling, outlet, facts))
        return facts


def write_reports(
    simulation: Simulation,
    areas: Sequence[Area],
    seed: int,
    notices: Sequence[Notice] | None = None,
    silent: Mapping[str, date] | None = None,
    until: date | None = None,
) -> Written:
    """Write the reports of a simulation.

    areas: the areas of the world with their names, and their parents. notices: warnings, orders and other items;
    None: made from the simulation. silent: areas of which nothing is written from that day on. until: the last day of
    publication; by default two days after the last of the simulation. The same arguments give the same texts.
    """
    last = simulation.first + timedelta(days=simulation.days - 1)
    desk = _Desk(
        {area.id: area for area in areas},
        simulation.first,
        until or last + timedelta(days=2),
        silent or {},
        Random(f"reports {seed} {simulation.first}"),
    )
    incidents = _incidents(simulation.events, desk)
    for incident in incidents:
        _cover(desk, incident)
    rumours = _deny(desk, incidents, simulation)
    given = made_notices(simulation, desk.silent, desk.draw) if notices is None else notices
    vote = min(
        (e.day for e in simulation.world.elections), key=lambda d: abs((d - simulation.first).days), default=None
    )
    noted = [_note(desk, notice, f"notice-{i:03d}", vote) for i, notice in enumerate(given, 1)]
    _fill_days(desk, simulation, incidents)
    reports, told = _bind(desk)
    by = _tellers(told)
    truth = Truth(
        first=simulation.first,
        days=simulation.days,
        seed=seed,
        incidents=tuple(i.model_copy(update={"told_by": by.get(i.id, ())}) for i in [*incidents, *rumours]),
        notices=tuple(n.model_copy(update={"told_by": by.get(n.id, ())}) for n in noted),
        reports=tuple(told),
        silent=dict(desk.silent),
    )
    return Written(reports, truth)


def _incidents(events: pl.DataFrame, desk: _Desk) -> list[TrueIncident]:
    """The simulated attacks with their casualties."""
    rows = []
    for number, row in enumerate(events.iter_rows(named=True), 1):
        killed, injured = _casualties(row["type"], desk.draw)
        rows.append(
            TrueIncident(
                id=f"incident-{row['date']}-{number:03d}",
                day=row["date"],
                area=row["area"],
                latitude=row["latitude"],
                longitude=row["longitude"],
                type=row["type"],
                killed=killed,
                injured=injured,
            )
        )
    return rows


def _cover(desk: _Desk, incident: TrueIncident) -> None:
    """The first report of an incident, wire copies of it, and perhaps a second outlet's own report."""
    rules, draw, place, latest = settings(), desk.draw, desk.place(incident.area), desk.latest(incident.area)
    if incident.day > latest:
        return
    toll = (incident.killed, incident.injured)
    delay = draw.choices(range(len(rules["delay_days"])), rules["delay_days"])[0]
    published = min(incident.day + timedelta(days=delay), latest)
    facts: dict[str, Any] = {"tells": incident.id, "area": incident.area}
    if draw.random() < rules["wire"]:
        author = press().agency
        telling = tell_incident(incident, toll, place, author, published, draw)
        telling = telling._replace(body=_dateline(place[0], published) + telling.body)
        wired = desk.put(published, telling, author, kind=ReportKind.WIRE, origin=author.id, **facts)
        copies = draw.choices(range(len(rules["wire_copies"])), rules["wire_copies"])[0]
        printed: list[str] = []
        for _ in range(copies):
            paper = desk.outlet(incident.area, "en", printed)
            if paper.id in printed:
                break
            printed.append(paper.id)
            day = min(published + timedelta(days=draw.choice((0, 0, 1))), latest)
            desk.put(day, telling, paper, kind=ReportKind.COPY, origin=author.id, copy_of=wired, **facts)
        authors = [author.id, *printed]
    else:
        author = desk.outlet(incident.area)
        telling = tell_incident(incident, toll, place, author, published, draw)
        desk.put(published, telling, author, kind=ReportKind.FIRST, origin=author.id, **facts)
        authors = [author.id]
    if draw.random() < rules["duplicate"]:
        second = desk.outlet(incident.area, None, authors)
        if second.id in authors:
            return
        day = min(published + timedelta(days=draw.choice((0, 1))), incident.day + timedelta(days=2), latest)
        if draw.random() < rules["contradiction"]:
            toll = (max(0, toll[0] + draw.choice((-1, 1, 2))), max(0, toll[1] + draw.choice((-2, 0, 1, 3))))
        telling = tell_incident(incident, toll, place, second, day, draw)
        desk.put(day, telling, second, kind=ReportKind.DUPLICATE, origin=second.id, **facts)


def _deny(desk: _Desk, incidents: Sequence[TrueIncident], simulation: Simulation) -> list[TrueIncident]:
    """A rumour with its denial, and the denial of something true; gives the rumours."""
    rules, draw, rumours = settings(), desk.draw, []
    loud = [i for i in incidents if i.area not in desk.silent and i.day < desk.until]
    for number in range(min(int(rules["denials"]), len(loud))):
        incident = draw.choice(loud)
        published = min(incident.day + timedelta(days=1), desk.until)
        if number % 2 == 0:
            hit = {(i.area, i.day) for i in incidents}
            free = [a for a in simulation.world.ids if a not in desk.silent and (a, incident.day) not in hit]
            if not free:
                continue
            area = desk.places[draw.choice(free)]
            incident = incident.model_copy(
                update={
                    "id": f"rumour-{number + 1:03d}",
                    "area": area.id,
                    "latitude": area.latitude,
                    "longitude": area.longitude,
                    "happened": False,
                }
            )
            rumours.append(incident)
            author = desk.outlet(area.id)
            toll = (incident.killed, incident.injured)
            telling = tell_incident(incident, toll, desk.place(area.id), author, incident.day, draw)
            desk.put(
                incident.day, telling, author, kind=ReportKind.RUMOUR, origin=author.id, tells=incident.id, area=area.id
            )
        outlet = desk.outlet(incident.area, "en")
        telling = tell_denial(incident, desk.place(incident.area), outlet, published, draw)
        facts = {"tells": incident.id, "area": incident.area}
        desk.put(published, telling, outlet, kind=ReportKind.DENIAL, origin=outlet.id, **facts)
    return rumours


def _note(desk: _Desk, notice: Notice, name: str, vote: date | None) -> TrueNotice:
    """Write a notice, as it stands or from templates."""
    draw, areas = desk.draw, [desk.places[a] for a in notice.areas]
    known = {outlet.id: outlet for outlet in [*press().outlets, press().agency]}
    outlet = known[notice.outlet] if notice.outlet else desk.outlet(notice.areas[0] if notice.areas else None)
    if notice.title is not None and notice.text is not None:
        telling: Telling | None = Telling(notice.title, notice.text.strip().replace("{publisher}", outlet.name))
    else:
        telling = tell_notice(notice.kind, areas, vote, outlet, notice.published, draw)
    if telling is not None:
        facts = {"tells": name, "area": notice.areas[0] if len(notice.areas) == 1 else None}
        desk.put(notice.published, telling, outlet, kind=ReportKind.NOTICE, origin=outlet.id, **facts)
    return TrueNotice(
        id=name, kind=notice.kind, published=notice.published, areas=notice.areas, start=notice.start, end=notice.end
    )


def _fill_days(desk: _Desk, simulation: Simulation, incidents: Sequence[TrueIncident]) -> None:
    """Sport, weather and councils, and places of which it is written that nothing happened."""
    rules, draw = settings(), desk.draw
    hit = {(i.area, i.day) for i in incidents}
    for offset in range(simulation.days):
        day = simulation.first + timedelta(days=offset)
        if day > desk.until:
            break
        speaking = [a for a in simulation.world.ids if not desk.hushed(a, day)]
        calm = [a for a in speaking if (a, day) not in hit]
        for kind, pool in ((ReportKind.NOISE, speaking), (ReportKind.QUIET, calm)):
            for _ in range(_poisson(float(rules[f"{kind}_per_day"]), draw) if pool else 0):
                area = draw.choice(pool if kind is ReportKind.NOISE else desk.longest_unheard(pool, day))
                outlet = desk.outlet(area)
                telling = tell_background(kind, desk.place(area), day, outlet, draw)
                desk.put(day, telling, outlet, kind=kind, origin=outlet.id, area=area)


def _bind(desk: _Desk) -> tuple[list[WrittenReport], list[TrueReport]]:
    """Name the reports in order of publication and put headers on them."""
    desk.entries.sort(key=lambda entry: entry[:2])
    numbers: dict[date, int] = {}
    reports: list[WrittenReport] = []
    names: dict[int, str] = {}
    for published, _, telling, outlet, facts in desk.entries:
        numbers[published] = numbers.get(published, 0) + 1
        name = f"{published}-{numbers[published]:03d}-{outlet.id}.txt"
        names[id(facts)] = name
        byline = outlet.byline(published, desk.draw)
        if facts["kind"] is ReportKind.COPY:
            byline += f"\nFrom {press().agency.name}"
        text = f"{MARK}\n\n{telling.title}\n\n{byline}\n\n{telling.body}\n\n{MARK}\n"
        reports.append(WrittenReport(name, text, published, outlet.language, telling.title, outlet.name, telling.body))
    told = []
    for report, (_, _, telling, _, facts) in zip(reports, desk.entries, strict=True):
        wired = facts.get("copy_of")
        told.append(
            TrueReport(
                name=report.name,
                published=report.published,
                language=report.language,
                title=report.title,
                publisher=report.publisher,
                killed=telling.killed,
                injured=telling.injured,
                **facts | {"copy_of": None if wired is None else names[id(wired)]},
            )
        )
    return reports, told


def _tellers(told: Sequence[TrueReport]) -> dict[str, tuple[str, ...]]:
    by: dict[str, tuple[str, ...]] = {}
    for report in told:
        if report.tells is not None and report.kind is not ReportKind.DENIAL:
            by[report.tells] = (*by.get(report.tells, ()), report.name)
    return by


def _dateline(town: Area, day: date) -> str:
    words = language("en")
    return str(words.attacks["parts"]["wire"]).format(
        TOWN=town.name.en.upper(), mon=words.words["months"][day.month - 1][:3], d=day.day
    )


def _casualties(kind: str, draw: Random) -> tuple[int, int]:
    """Killed and injured: nobody, or Poisson about the means of the type."""
    killed, injured, nobody = settings()["casualties"].get(kind, (0.5, 1.0, 0.4))
    if draw.random() < nobody:
        return 0, 0
    return _poisson(killed, draw), _poisson(injured, draw)


def _poisson(mean: float, draw: Random) -> int:
    """Knuth (1969): the number of uniform factors until their product falls below exp(−mean)."""
    limit, product, count = exp(-mean), draw.random(), 0
    while product > limit:
        product *= draw.random()
        count += 1
    return count
