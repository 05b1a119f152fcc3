"""What `forecast` and `hindcast` may be given besides events and areas: a calendar, and which kinds of attack to count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    import polars as pl

    from vedette.terms.picture import ScheduledEvent

__all__ = ["calendar_option", "of_types", "scheduled_of", "type_option"]

calendar_option = click.option(
    "--calendar",
    metavar="CALENDAR.csv",
    help="Scheduled events, past ones too: date (or start, end), type [, area] [, announced].",
)
type_option = click.option(
    "--type", "types", multiple=True, metavar="TYPE", help="Count events of this type only; may be given several times."
)


def scheduled_of(calendar: str | None, areas: str) -> tuple[ScheduledEvent, ...]:
    """The scheduled events of a calendar file, none without one. Raises InputError for whatever is wrong in it."""
    if calendar is None:
        return ()
    from vedette.store.scheduled import read_calendar
    from vedette.store.tables import read_areas
    from vedette.terms.errors import FieldError

    if areas == "-":
        raise FieldError(None, None, "--areas", "-", "a file, when a calendar is given")
    return read_calendar(calendar, read_areas(areas))


def of_types(rows: pl.DataFrame, types: tuple[str, ...], events: str) -> pl.DataFrame:
    """The events of some types, all without any. Raises UnknownReferenceError for a type that no event has."""
    from vedette.terms.errors import UnknownReferenceError

    if not types:
        return rows
    known = sorted(rows["type"].drop_nulls().unique().to_list())
    for name in types:
        if name not in known:
            expected = f"one of the types {', '.join(known)}" if known else "no --type, as no event has one"
            raise UnknownReferenceError(events, None, "--type", name, expected)
    return rows.filter(rows["type"].is_in(types))
