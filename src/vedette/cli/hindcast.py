"""`vedette hindcast`: the forecasts that would have been issued over a span of the past."""

from typing import Literal

import click

from vedette.cli.calendar_given import calendar_option, scheduled_of, type_option
from vedette.cli.forecast import day_of, days_of, history_of, print_highest

__all__ = ["command"]

_MOST_WORKERS = 64


@click.command()
@click.argument("events", metavar="EVENTS.csv")
@click.option(
    "--areas", required=True, metavar="AREAS.csv", help="Areas with the latitude and longitude of their centre."
)
@click.option("--first", required=True, metavar="DAY", help="First day forecast, YYYY-MM-DD.")
@click.option("--last", required=True, metavar="DAY", help="Last day forecast, YYYY-MM-DD.")
@click.option(
    "--horizon", default="1", show_default=True, metavar="N", help="Forecast each day with leads of 1 to N days."
)
@click.option(
    "--workers", default="1", show_default=True, metavar="N", help="Local processes; any N gives the same bytes."
)
@click.option("--engine", type=click.Choice(["local", "dask"]), default="local", help="Where the days are worked on.")
@click.option("--scheduler", metavar="ADDRESS", help="The Dask scheduler, such as tcp://10.0.0.5:8786.")
@click.option(
    "--partition",
    default="10",
    show_default=True,
    metavar="N",
    help="Days of issue per partition, at most: what a stop costs.",
)
@click.option(
    "--keep", metavar="DIR", help="Keep partitions there for a later run; else OUT.parquet.parts, until OUT is written."
)
@calendar_option
@type_option
@click.option("--out", required=True, metavar="OUT.parquet", help="File to write.")
@click.option("--json", "as_json", is_flag=True, help="Print a summary as JSON.")
def command(
    events: str,
    areas: str,
    first: str,
    last: str,
    horizon: str,
    workers: str,
    engine: Literal["local", "dask"],
    scheduler: str | None,
    partition: str,
    keep: str | None,
    calendar: str | None,
    types: tuple[str, ...],
    out: str,
    as_json: bool,
) -> None:
    """Forecast day by day over the past, without looking ahead.

    A forecast with lead L of day d is issued on day d − L + 1 and uses only events before that day; deleting later rows
    from EVENTS.csv changes no figure. OUT.parquet gets one row per area, day and lead. A run that was stopped goes on
    when the command is run again.
    """
    begin, end, days = day_of("--first", first), day_of("--last", last), days_of("--horizon", horizon)
    processes, size = days_of("--workers", workers, _MOST_WORKERS), days_of("--partition", partition)
    from vedette.terms.errors import FieldError

    if begin > end:
        raise FieldError(None, None, "--first", first, f"a day not after --last ({last})")
    from vedette.cli.hindcast_runs import hindcast_into
    from vedette.cli.long_work import place_of_work
    from vedette.forecast.hindcast import planned

    wanted = planned(begin, end, days)
    history = history_of(events, areas, wanted[0].day, end, types)
    scheduled = scheduled_of(calendar, areas)
    place = place_of_work(engine, scheduler, processes)
    done = hindcast_into(history, wanted, days, out, place=place, size=size, keep=keep, scheduled=scheduled)
    print_highest(
        done.totals,
        (begin, end),
        history,
        out,
        rows=done.rows,
        as_json=as_json,
        more={"issues": len(wanted), "resumed": done.resumed},
    )
