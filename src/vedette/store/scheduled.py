"""A calendar of scheduled events, read from CSV with one clear error for the first thing that is wrong."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import polars as pl

from vedette.store.tables import read_csv
from vedette.terms.errors import FieldError, FormatError, UnknownReferenceError
from vedette.terms.picture import Credibility, Grade, Reliability, Revision, ScheduledEvent
from vedette.terms.record import record_id

__all__ = ["read_calendar"]

_GRADE = Grade(reliability=Reliability.F, credibility=Credibility.UNJUDGED, reason="given in a calendar")


def read_calendar(path: str | Path, areas: pl.DataFrame) -> tuple[ScheduledEvent, ...]:
    """CALENDAR.csv: date, or start and end, and type [, area] [, announced]; days are local days, YYYY-MM-DD, both included.

    `areas` is a table of areas as of read_areas; an area that holds others stands for all those below it, and an empty one
    for every area. `announced` is the first day on which the event was known; empty means always. Rows that agree in
    everything are one event. Raises FormatError for missing columns, FieldError for an impossible day, an end before its
    start or a row without a type, and UnknownReferenceError for an area that is not in `areas`.
    """
    table = read_csv(path, ("type",))
    if "start" not in table.columns:
        if "date" not in table.columns:
            raise FormatError(
                path, 1, "date", f"the columns {', '.join(table.columns)}", "a column date, or start and end"
            )
        table = table.with_columns(start=pl.col("date"), end=pl.col("date"))
    below = _leaves_below(areas)
    found: dict[str, ScheduledEvent] = {}
    for line, row in enumerate(table.iter_rows(named=True), start=2):
        for event in _events(path, line, row, below):
            found[event.id] = event
    return tuple(found.values())


def _events(
    path: str | Path, line: int, row: Mapping[str, str | None], below: Mapping[str, tuple[str, ...]]
) -> list[ScheduledEvent]:
    start = _day(path, line, "start", row.get("start"))
    if start is None:
        raise FieldError(path, line, "start", "nothing", "a day, YYYY-MM-DD")
    end = _day(path, line, "end", row.get("end")) or start
    if end < start:
        raise FieldError(path, line, "end", end, f"a day not before its start ({start})")
    kind = (row["type"] or "").strip()
    if not kind:
        raise FieldError(path, line, "type", "nothing", "a kind of event, such as election")
    area = (row.get("area") or "").strip()
    if area and area not in below:
        raise UnknownReferenceError(path, line, "area", area, "an area of the areas file")
    announced = _day(path, line, "announced", row.get("announced"))
    events = []
    for place in below[area] if area else (None,):
        id_ = record_id("calendar", kind, start.isoformat(), end.isoformat(), place or "", str(announced))
        told = () if announced is None else (Revision(known=announced, field="days", after=str(start), claim=id_),)
        events.append(
            ScheduledEvent(id=id_, type=kind, area=place, start=start, end=end, grade=_GRADE, origins=1, revisions=told)
        )
    return events


def _day(path: str | Path, line: int, field: str, text: str | None) -> date | None:
    if text is None or not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise FieldError(path, line, field, text, "a day, YYYY-MM-DD") from None


def _leaves_below(areas: pl.DataFrame) -> dict[str, tuple[str, ...]]:
    """For each area, and each parent without a row of its own, the areas below it that hold no other, or itself."""
    names = areas["area"].to_list()
    parents = areas["parent"].to_list() if "parent" in areas.columns else [None] * len(names)
    children: dict[str, list[str]] = {}
    for name, parent in zip(names, parents, strict=True):
        if parent:
            children.setdefault(parent, []).append(name)
    found: dict[str, tuple[str, ...]] = {}
    for name in dict.fromkeys([*names, *children]):
        leaves, open_, seen = [], [name], set()
        while open_:
            one = open_.pop()
            if one in seen:
                continue
            seen.add(one)
            some = children.get(one, [])
            open_ += reversed(some)
            if not some:
                leaves.append(one)
        found[name] = tuple(leaves)
    return found
