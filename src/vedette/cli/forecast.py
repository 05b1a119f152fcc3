"""`vedette forecast`: attacks per area and day, from a table of events."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from vedette.cli.calendar_given import calendar_option, of_types, scheduled_of, type_option
from vedette.cli.forecast_sums import by_option, print_sums, spans_option, summary_of, sums_of, sums_path
from vedette.cli.forecast_verify import WithVerify
from vedette.cli.output import print_json, print_table

if TYPE_CHECKING:
    import polars as pl

    from vedette.terms.counts import AreaDays

__all__ = ["command", "day_of", "days_of", "history_of", "print_highest", "totals_of", "write_parquet"]

_EARLIEST, _LATEST, _MOST_DAYS = date(1900, 1, 1), date(2199, 12, 31), 1000
_SHOWN = 10


@click.command(cls=WithVerify)
@click.argument("events", metavar="EVENTS.csv")
@click.option(
    "--areas", required=True, metavar="AREAS.csv", help="Areas with the latitude and longitude of their centre."
)
@click.option(
    "--as-of", "as_of", required=True, metavar="DAY", help="Day of issue: the first day forecast, YYYY-MM-DD."
)
@click.option("--horizon", default="7", show_default=True, metavar="N", help="Number of days to forecast.")
@calendar_option
@type_option
@by_option
@spans_option
@click.option("--out", required=True, metavar="OUT.parquet", help="File to write.")
@click.option("--explain", metavar="AREA", help="Also say what the forecast of this area's first day is made of.")
@click.option("--html", metavar="PAGE.html", help="Also write a page for a briefing: map, course, reasons.")
@click.option("--json", "as_json", is_flag=True, help="Print a summary as JSON.")
def command(
    events: str,
    areas: str,
    as_of: str,
    horizon: str,
    calendar: str | None,
    types: tuple[str, ...],
    by: str,
    spans: str | None,
    out: str,
    explain: str | None,
    html: str | None,
    as_json: bool,
) -> None:
    """Forecast attacks per area and day from the events before DAY.

    EVENTS.csv has the columns date and area [, latitude, longitude, type], AREAS.csv area, latitude and longitude; either
    may be gzipped or "-" for standard input. OUT.parquet gets one row per area and day. Sums over areas and days (--by,
    --spans) go to a file of their own beside it.
    """
    day, days = day_of("--as-of", as_of), days_of("--horizon", horizon)
    from datetime import timedelta

    from vedette.forecast import fit

    history = history_of(events, areas, day, day, types)
    fitted = fit(history, day, days, events=scheduled_of(calendar, areas))
    reasons = fitted.explain(explain) if explain is not None else ()
    table, added = fitted.forecast(), sums_of(fitted, areas, by, spans)
    write_parquet(table, out)
    if added is not None:
        write_parquet(added, sums_path(out))
    if html is not None:
        from vedette.cli.forecast_pages import write_forecast_page

        write_forecast_page(html, fitted, table, history)
    span = day, day + timedelta(days=days - 1)
    more: dict[str, object] = {} if added is None else {"sums": summary_of(added, sums_path(out))}
    print_highest(totals_of(table), span, history, out, rows=table.height, as_json=as_json, reasons=reasons, more=more)
    if added is not None and not as_json:
        print_sums(added, sums_path(out))


def day_of(option: str, text: str) -> date:
    """The day that an option gives. Raises FieldError for anything but a day of 1900-2199, YYYY-MM-DD."""
    from vedette.terms.errors import FieldError

    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or len(text) != 10 or not _EARLIEST <= day <= _LATEST:
        raise FieldError(None, None, option, text, "a day of the years 1900 to 2199, YYYY-MM-DD")
    return day


def days_of(option: str, text: str, most: int = _MOST_DAYS) -> int:
    """The whole number that an option gives. Raises FieldError unless it is 1 … most."""
    from vedette.terms.errors import FieldError

    if not (text.isascii() and text.isdigit() and len(text) <= 9 and 1 <= int(text) <= most):
        raise FieldError(None, None, option, text, f"a whole number, 1 to {most}")
    return int(text)


def history_of(events: str, areas: str, begin: date, until: date, types: tuple[str, ...] = ()) -> AreaDays:
    """Counts of the events before `until`, as far back as the model's memory before the first issue on `begin`.

    Where AREAS.csv names parents, its leaves are counted. Of given `types` only events of these count. Raises InputError
    for whatever is wrong in the two files.
    """
    from datetime import timedelta

    from vedette.forecast.settings import settings
    from vedette.store.tables import leaves_of, read_areas, read_events
    from vedette.terms.counts import count_days

    table = read_areas(areas)
    _filled(table, areas)
    rows = of_types(read_events(events, table), types, events)
    oldest = min([*rows["date"].to_list(), begin])
    start = max(oldest, begin - timedelta(days=settings().history.most_days))
    return count_days(rows, leaves_of(table), first=start, last=until - timedelta(days=1))


def write_parquet(table: pl.DataFrame, out: str) -> None:
    """Write a frame as Parquet, whole or not at all."""
    import io

    from vedette.store.files import write_atomic

    raw = io.BytesIO()
    table.write_parquet(raw, compression="zstd", statistics=False)
    write_atomic(out, raw.getvalue())


def totals_of(table: pl.DataFrame) -> pl.DataFrame:
    """One row per area of a forecast issued on one day: its mean over all days, and what is said of the first."""
    import polars as pl

    first = [pl.col(name).first() for name in ("p_any", "q05", "q50", "q95")]
    return table.group_by("area", maintain_order=True).agg(pl.col("mean").sum(), *first)


def print_highest(
    totals: pl.DataFrame,
    span: tuple[date, date],
    history: AreaDays,
    out: str,
    *,
    rows: int,
    as_json: bool,
    reasons: tuple[tuple[str, float], ...] = (),
    more: dict[str, object] | None = None,
) -> None:
    """Print the areas with the highest mean over a span of days (both included), from `totals_of`, and the reasons given.

    `rows` is how many OUT has; `more` is added to the JSON.
    """
    import numpy as np

    first, last = span
    days = (last - first).days + 1
    highest = totals.sort("mean", descending=True, maintain_order=True).head(_SHOWN)
    busy = np.flatnonzero(history.counts.sum(axis=1))
    seen_until = history.day(int(busy[-1])) if busy.size else None
    total, seen = float(totals["mean"].sum()), int(history.counts.sum())
    if as_json:
        print_json(
            {
                "out": out,
                "rows": rows,
                "areas": len(history.areas),
                "first": first,
                "last": last,
                "expected": total,
                "seen_events": seen,
                "left_out": history.outside,
                "seen_until": seen_until,
                "highest": highest.rename({"mean": "expected"}).to_dicts(),
                "reasons": [{"text": text, "factor": factor} for text, factor in reasons],
                **(more or {}),
            }
        )
        return
    print_table(
        f"Expected attacks, {first} to {last}: {total:,.1f} in {len(history.areas):,} areas",
        ("area", f"in {days} days", f"P(any) {first}", "5 %", "median", "95 %"),
        [
            (row["area"], f"{row['mean']:.2f}", f"{row['p_any']:.3f}", row["q05"], row["q50"], row["q95"])
            for row in highest.iter_rows(named=True)
        ],
        right=(f"in {days} days", f"P(any) {first}", "5 %", "median", "95 %"),
    )
    if reasons:
        print_table("Why", ("factor", "what"), [(f"{factor:.3g}", text) for text, factor in reasons], right=("factor",))
    known = f"{seen:,} events, the last on {seen_until}" if seen_until else "no event at all: this is a bare prior"
    if history.outside:
        known += f"; {history.outside:,} left out, as their areas hold other areas"
    click.echo(f"Seen: {known}. Written: {out} ({rows:,} rows).")


def _filled(table: pl.DataFrame, areas: str) -> None:
    from vedette.terms.errors import FieldError

    for field in ("latitude", "longitude"):
        empty = table[field].is_null()
        if empty.any():
            row = int(empty.arg_max() or 0)
            raise FieldError(areas, row + 2, field, "nothing", "the centre of the area in degrees")
