"""vedette review: trials, events and areas in; findings out."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    import polars as pl

    from vedette.terms.counts import AreaDays
    from vedette.terms.finding import Finding

__all__ = ["command"]

FEW_STATEMENTS, FEW_ROWS = 5, 30


@click.command()
@click.argument("trials", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--events", required=True, help="EVENTS.csv: date, area (.csv.gz is read too).")
@click.option("--areas", required=True, help="AREAS.csv: area, latitude, longitude of the centre.")
@click.option("--counts", help="COUNTS.parquet: trial, area, day, count; they replace those of EVENTS for their trial.")
@click.option(
    "--ring-km", type=float, default=15.0, show_default=True, help="Areas within this distance form the ring."
)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="FINDINGS.json to write.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON instead of a table.")
def command(
    trials: Path, events: str, areas: str, counts: str | None, ring_km: float, out: Path, as_json: bool
) -> None:
    """Ask whether protection reduced attacks, and say what could have been seen.

    TRIALS.csv holds one row per trial and candidate area: trial, area, chosen, chance, start, end, stratum. The chance
    is the one that the lottery gave the area; empty means that there was no lottery, and then nothing can be claimed.
    """
    import os
    import time

    # The matrices are small: threads of the linear algebra library would only wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

    from vedette.cli.output import print_json, progress
    from vedette.review import each_trial
    from vedette.store.files import write_atomic
    from vedette.terms.errors import FieldError

    begin = time.monotonic()
    table, history, replaced = _load(trials, events, areas, counts)
    reviews = each_trial(table, history, ring_km=ring_km, counts=replaced)
    try:
        findings = list(progress(reviews, "Reviewing", total=table["trial"].n_unique()))
    except FieldError as error:
        # a trial knows its number, not its file
        raise FieldError(trials, error.record, error.field, error.found, error.expected) from None
    seconds = round(time.monotonic() - begin, 2)
    document = {
        "seconds": seconds,
        "findings": [_as_written(finding) for finding in findings],
    }
    import orjson

    write_atomic(out, orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    if as_json:
        print_json(document)
    else:
        _show(findings, seconds, out)


def _load(
    trials: Path, events: str, areas: str, counts: str | None
) -> "tuple[pl.DataFrame, AreaDays, pl.DataFrame | None]":
    from vedette.review.trials import check_counts, check_trials, parse_trials
    from vedette.store.tables import read_areas, read_csv, read_events
    from vedette.terms.counts import count_days
    from vedette.terms.errors import FormatError

    places = read_areas(areas)
    names = places["area"].to_list()
    table = parse_trials(read_csv(trials, ("trial", "area", "chosen", "chance", "start", "end", "stratum")), trials)
    check_trials(table, names, trials)
    replaced = None
    if counts is not None:
        replaced = check_counts(_read_counts(counts), table, names, counts)
    seen = read_events(events, places)
    if not seen.height:
        raise FormatError(events, found="no event", expected="at least one event")
    begin, end = _span(table, trials, seen, events)
    return table, count_days(seen, places, begin, end), replaced


def _span(table: "pl.DataFrame", trials: Path, seen: "pl.DataFrame", events: str) -> "tuple[date, date]":
    """The days to count: all windows, and no more of the days around them than a review can look at.

    Raises FieldError for a window that starts after the last event or lies years away from all of them.
    """
    from vedette.review.settings import settings
    from vedette.terms.errors import FieldError

    most = settings().baseline.most_days

    def shifted(day: date, days: int) -> date:
        return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))

    days = seen["date"].to_list()
    first, last = min(days), max(days)
    for field, wrong, expected in (
        ("start", table["start"] > last, f"a day up to {last}, the last event of {events}"),
        (
            "start",
            table["start"] < shifted(first, -most),
            f"a day near the events of {events}, the first is of {first}",
        ),
        ("end", table["end"] > shifted(last, most), f"a day near the events of {events}, the last is of {last}"),
        ("end", (table["end"] - table["start"]).dt.total_days() > most, f"at most {most} days from start to end"),
    ):
        if wrong.any():
            row = int(wrong.arg_max() or 0)
            raise FieldError(trials, row + 2, field, str(table[field][row]), expected)
    earliest, latest = min(table["start"].to_list()), max(table["end"].to_list())
    # one event dated a thousand years away must not cost the memory of a thousand years
    return max(min(first, earliest), shifted(earliest, -most)), min(max(last, latest), shifted(latest, most))


def _read_counts(path: str) -> "pl.DataFrame":
    import io

    import polars as pl

    from vedette.store.files import read_bytes
    from vedette.terms.errors import FormatError

    raw = read_bytes(path)
    try:
        return pl.read_parquet(io.BytesIO(raw))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise FormatError(path, found=str(error).splitlines()[0], expected="a Parquet file") from None


def _as_written(finding: "Finding") -> dict[str, Any]:
    """A finding in the form of FINDINGS.json."""
    value = finding.model_dump(mode="json", exclude={"id", "marking", "sources"})
    return {**value, "trial": int(finding.trial), "id": finding.id}


def _show(findings: "list[Finding]", seconds: float, out: Path) -> None:
    from vedette.cli.output import print_table

    if len(findings) <= FEW_ROWS:
        columns = ("trial", "chosen", "rate ratio", "95 % interval", "p", "sees cuts of", "p (ring)", "verdict")
        print_table("Findings", columns, [_row(f) for f in findings], right=("trial", "p", "sees cuts of", "p (ring)"))
        for finding in findings[:FEW_STATEMENTS]:
            click.echo(f"\nTrial {finding.trial}: {finding.statement}")
        if len(findings) > FEW_STATEMENTS:
            click.echo(f"\nThe statements of all trials are in {out}.")
    else:
        _summary(findings)
    click.echo(f"\n{len(findings)} findings in {seconds:.1f} s, written to {out}")


def _row(finding: "Finding") -> tuple[str, ...]:
    import math

    def ratio(value: float | None) -> str:
        return "–" if value is None else f"{math.exp(value):.2f}"

    def short(value: float | None) -> str:
        return "–" if value is None else f"{value:.3f}"

    seen = "–" if finding.mde is None else f"{100 * finding.mde:.0f} % +"
    return (
        finding.trial,
        f"{finding.chosen} of {finding.chosen + finding.not_chosen}",
        ratio(finding.estimate),
        f"{ratio(finding.low)} to {ratio(finding.high)}",
        short(finding.p),
        seen,
        short(finding.displacement.p),
        finding.verdict.value,
    )


def _summary(findings: "list[Finding]") -> None:
    import statistics
    from collections import Counter

    from vedette.cli.output import print_table

    verdicts = Counter(finding.verdict.value for finding in findings)
    rows = [(name, number, f"{100 * number / len(findings):.1f} %") for name, number in verdicts.most_common()]
    print_table("Verdicts", ("verdict", "trials", "share"), rows, right=("trials", "share"))
    tested = [finding for finding in findings if finding.p is not None]
    if not tested:
        click.echo("\nNo trial rests on a lottery, so nothing can be claimed.")
        return
    smallest = [finding.mde for finding in tested if finding.mde is not None]
    low = sum(finding.p is not None and finding.p <= 0.05 for finding in tested)
    click.echo(f"\np at most 0.05 in {low} of {len(tested)} trials with a lottery; chance alone gives about 5 in 100.")
    if smallest:
        click.echo(f"Half of the trials would have seen a cut of {100 * statistics.median(smallest):.0f} % or more.")
