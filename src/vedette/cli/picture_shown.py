"""A picture for people: incidents, what else is told, each area, and on request why one thing is believed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from vedette.terms.errors import UnknownReferenceError
from vedette.terms.picture import AreaKnowledge, CasualtyFigure, Incident, Measure, Picture, ScheduledEvent, Threat

if TYPE_CHECKING:
    from rich.table import Table

    from vedette.terms.places import Area
    from vedette.terms.report import Claim, Report

__all__ = ["explain", "show"]

Thing = Incident | Threat | Measure | ScheduledEvent


def show(picture: Picture, areas: Sequence["Area"]) -> None:
    """Print the picture in the width of the terminal; `areas` give the names."""
    from vedette.cli.output import open_console

    names = {area.id: area.name.en or area.id for area in areas}
    console = open_console()
    exercise = "EXERCISE, " if picture.exercise else ""
    console.print(
        f"Picture as of {picture.as_of}, {exercise}{picture.marking.label}, from {_count(len(picture.sources), 'report')}",
        markup=False,
    )
    incidents = _table(f"{_count(len(picture.incidents), 'incident')}", ("grade", "day"), "where and what", "figures")
    for incident in picture.incidents:
        what = [_where(incident, names), incident.type or "attack", *(f"by {name}" for name in incident.actors[:2])]
        _row(incidents, incident, what, [f"{_toll(f)} {f.source}" for f in incident.figures], incident.denied_by)
    console.print(incidents)
    others = _others(picture)
    if others:
        table = _table(", ".join(title for title, things in others if things), ("grade", "days"), "where", "what")
        for _, things in others:
            for thing, told in things:
                denied = thing.denied_by if isinstance(thing, ScheduledEvent) else ()
                _row(table, thing, [_where(thing, names)], [told], denied)
        console.print()
        console.print(table)
    if picture.knowledge:
        console.print()
        console.print(_known(picture.knowledge, names))
        _never(picture.knowledge, names)


def explain(picture: Picture, wanted: str, reports: Sequence["Report"], claims: Sequence["Claim"]) -> None:
    """Print why a thing of the picture is believed: the rules of its grade, its claims word for word, and its history.

    `wanted` is its id or the beginning of it; raises UnknownReferenceError when it fits no thing, or several.
    """
    things: list[Thing] = [*picture.incidents, *picture.threats, *picture.measures, *picture.events]
    found = [thing for thing in things if thing.id.startswith(wanted)]
    if len(found) != 1:
        raise UnknownReferenceError(None, None, "--explain", wanted, f"the id of one thing; {len(found)} begin so")
    thing = found[0]
    by_id, told = {report.id: report for report in reports}, {claim.id: claim for claim in claims}
    click.echo(f"{thing.id}  {thing.grade}  {_days(thing.start, thing.end)}  {thing.type or ''}".rstrip())
    click.echo(f"{thing.grade.reason}.")
    click.echo(f"Rules: {', '.join(thing.grade.rules)} (picture/data/grading.toml)")
    click.echo(f"\n{_count(len(thing.sources), 'claim')}, {_count(thing.origins, 'independent origin')}")
    for claim in sorted((told[c] for c in thing.sources), key=lambda c: (by_id[c.report].published or date.max, c.id)):
        chain = " → ".join(link.text for link in claim.attribution) or by_id[claim.report].publisher or "nobody named"
        click.echo(f"  {by_id[claim.report].published or 'undated'}  {claim.modality.value}  {chain}")
        click.echo(f"    “{' '.join(claim.evidence[0].text.split())}”")
    click.echo("\nHow it came to be believed so")
    for row in thing.revisions:
        before = f"{row.before} → " if row.before else ""
        click.echo(f"  {row.known or 'undated'}  {row.field}: {before}{row.after or 'no longer said'}")


def _others(picture: Picture) -> list[tuple[str, list[tuple[Thing, str]]]]:
    groups: list[tuple[str, list[tuple[Thing, str]]]] = [
        ("threats and warnings", [(t, _what(t.kind, t.type)) for t in picture.threats]),
        ("measures", [(m, _what(m.modality, m.type)) for m in picture.measures]),
        ("events", [(e, _what("cancelled" if e.denied_by else "scheduled", e.type)) for e in picture.events]),
    ]
    return [(f"{len(things)} {title}", things) for title, things in groups if things]


def _what(state: str, kind: str | None) -> str:
    return f"{kind}, {state}" if kind else state


def _table(title: str, narrow: Sequence[str], *wide: str) -> "Table":
    from rich.table import Table

    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, header_style="dim")
    for column in narrow:
        table.add_column(column, no_wrap=True)
    for column in (*wide, "on whose word"):
        table.add_column(column, ratio=1)
    return table


def _row(table: "Table", thing: Thing, where: Iterable[str], what: Iterable[str], denied: Sequence[str]) -> None:
    from rich.text import Text

    word = [", ".join(thing.attribution[:2]) or "nobody named", _count(thing.origins, "origin")]
    word += [f"denied by {name}" for name in denied]
    cells = (str(thing.grade), _days(thing.start, thing.end, "\n"), *("\n".join(c) for c in (where, what, word)))
    table.add_row(*(Text(cell) for cell in cells))


def _known(knowledge: Sequence[AreaKnowledge], names: Mapping[str, str]) -> "Table":
    """The areas that somebody has reported on, those of which nothing is known any longer first."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title="What we know of each area", title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.show_header = False
    table.add_column("area", no_wrap=True, max_width=24)
    table.add_column("known", ratio=1)
    reported = [known for known in knowledge if known.last_report is not None]
    for known in sorted(reported, key=lambda k: k.unknown_since is None):
        table.add_row(Text(names.get(known.area, known.area)), Text(known.statement))
    return table


def _never(knowledge: Sequence[AreaKnowledge], names: Mapping[str, str]) -> None:
    """The areas that nobody has reported on, by the day since when; they are unknown and not calm."""
    silent: dict[str, list[str]] = {}
    for known in knowledge:
        if known.last_report is None:
            silent.setdefault(known.statement, []).append(names.get(known.area, known.area))
    for statement, held in silent.items():
        click.echo(f"\n{_count(len(held), 'area')}, each {statement}:")
        click.echo(click.wrap_text(", ".join(held), width=78, initial_indent="  ", subsequent_indent="  "))


def _where(thing: Thing, names: Mapping[str, str]) -> str:
    if thing.area:
        return names.get(thing.area, thing.area)
    return (thing.place.name or thing.place.text) if thing.place else "not located"


def _toll(figure: CasualtyFigure) -> str:
    toll = figure.casualties
    if toll.killed == toll.injured == 0 and not (toll.killed_max or toll.injured_max):
        return "nobody hurt:"
    killed, injured = _range(toll.killed, toll.killed_max), _range(toll.injured, toll.injured_max)
    parts = [f"{killed} killed" if killed else "", f"{injured} hurt" if injured else ""]
    return f"{', '.join(filter(None, parts))}:"


def _range(least: int | None, most: int | None) -> str:
    if least is None and most is None:
        return ""
    return str(least) if most in (None, least) else f"{'…' if least is None else least}–{most}"


def _days(start: date | None, end: date | None, between: str = " – ") -> str:
    if start is None and end is None:
        return "not said"
    return str(start) if start == end else f"{start or '…'}{between}{'– ' if between != ' – ' else ''}{end or '…'}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
