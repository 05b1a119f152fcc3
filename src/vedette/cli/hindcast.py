"""`vedette hindcast`: the forecasts that would have been issued over a span of the past."""

import click

from vedette.cli.forecast import day_of, days_of, history_of, print_highest, write_parquet
from vedette.cli.output import progress

__all__ = ["command"]


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
    "--workers",
    default="1",
    show_default=True,
    metavar="N",
    help="Accepted for every engine; the pass is incremental and runs in one process, with the same bytes for any N.",
)
@click.option("--out", required=True, metavar="OUT.parquet", help="File to write.")
@click.option("--json", "as_json", is_flag=True, help="Print a summary as JSON.")
def command(
    events: str, areas: str, first: str, last: str, horizon: str, workers: str, out: str, as_json: bool
) -> None:
    """Forecast day by day over the past, without looking ahead.

    A forecast with lead L of day d is issued on day d − L + 1 and uses only events before that day; deleting later rows
    from EVENTS.csv changes no figure. OUT.parquet gets one row per area, day and lead.
    """
    begin, end, days = day_of("--first", first), day_of("--last", last), days_of("--horizon", horizon)
    days_of("--workers", workers)
    from datetime import timedelta

    import polars as pl

    from vedette.forecast.hindcast import issues
    from vedette.terms.errors import FieldError

    if begin > end:
        raise FieldError(None, None, "--first", first, f"a day not after --last ({last})")
    issued = begin - timedelta(days=days - 1)
    history = history_of(events, areas, issued, end)
    count = (end - issued).days + 1
    table = pl.concat(progress(issues(history, begin, end, days), "Issuing", total=count))
    write_parquet(table, out)
    print_highest(table, history, out, as_json=as_json)
