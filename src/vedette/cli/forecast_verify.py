"""`vedette forecast verify`: forecasts against what came, as a page that says whether they can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vedette.cli.calendar_given import of_types, type_option
from vedette.cli.output import print_json, print_table, progress

if TYPE_CHECKING:
    import polars as pl

    from vedette.forecast.verify import LeadScores

__all__ = ["WithVerify", "verify"]


class WithVerify(click.Group):
    """`forecast` does its own work; only the word `verify` in first place leads on. A file of that name is `./verify`."""

    allow_extra_args = False
    allow_interspersed_args = True

    def __init__(self, *arguments: object, **settings: object) -> None:
        settings["invoke_without_command"] = True
        super().__init__(*arguments, **settings)  # type: ignore[arg-type]
        self.add_command(verify)

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: object
    ) -> click.Context:
        """The context of `verify` where that is asked for, else that of the forecast."""
        if args[:1] == ["verify"]:
            return verify.make_context(f"{info_name} verify", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As a command parses them, not as a group."""
        return click.Command.parse_args(self, ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """As a command is invoked."""
        return click.Command.invoke(self, ctx)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """The usage of the forecast itself."""
        return click.Command.collect_usage_pieces(self, ctx)


@click.command("verify")
@click.argument("forecasts", metavar="FORECASTS.parquet")
@click.argument("events", metavar="EVENTS.csv")
@click.option(
    "--areas", required=True, metavar="AREAS.csv", help="Areas with the latitude and longitude of their centre."
)
@click.option("--out", required=True, metavar="PAGE.html", help="Page to write; it carries everything with it.")
@click.option("--lead", metavar="N", help="Score this lead alone: days from the last known day to the day forecast.")
@click.option(
    "--until",
    metavar="DAY",
    help="Events are complete up to this day, YYYY-MM-DD; forecasts of later days are left out. [default: last event]",
)
@type_option
@click.option("--json", "as_json", is_flag=True, help="Print every figure as JSON.")
def verify(
    forecasts: str,
    events: str,
    areas: str,
    out: str,
    lead: str | None,
    until: str | None,
    types: tuple[str, ...],
    as_json: bool,
) -> None:
    """Score forecasts, such as those of `hindcast`, against what came: can they be trusted?

    The page answers in plain words, then shows scores by lead beside three plain forecasts with intervals, hit rates,
    reliability, spread, totals by day and month, and where the forecast is good.
    """
    from datetime import date, timedelta

    from vedette.cli.forecast import day_of, days_of
    from vedette.cli.forecast_places import near
    from vedette.cli.forecast_verify_page import verify_page
    from vedette.forecast.verify import leads_of, verify_lead
    from vedette.forecast.verify_settings import verify_settings
    from vedette.store.files import write_atomic
    from vedette.store.tables import leaves_of, read_areas, read_events
    from vedette.terms.counts import count_days
    from vedette.terms.errors import FieldError

    wanted = None if lead is None else days_of("--lead", lead)
    last = None if until is None else day_of("--until", until)
    places = read_areas(areas)
    table, rows = _forecasts(forecasts, places), of_types(read_events(events, places), types, events)
    if not rows.height:
        raise FieldError(events, None, "date", "no event", "the events of the days that were forecast")
    complete = last or max(rows["date"].to_list())
    leads = leads_of(table) if wanted is None else (wanted,)
    first, ends = (min(table["day"].to_list()), max(table["day"].to_list()))
    if complete < first:
        raise FieldError(events, None, "date", f"nothing from {first} on", "the events of the days that were forecast")
    begin = max(min(rows["date"].to_list()), first - timedelta(days=verify_settings().baselines.memory_days))
    history = count_days(rows, leaves_of(places), first=min(begin, first), last=min(complete, ends))
    scores = tuple(progress((verify_lead(table, history, one) for one in leads), "Scoring", total=len(leads)))
    left_out: date | None = ends if ends > complete else None
    listed = {group.name for group in scores[0].detail.groups}
    centres = zip(history.areas, history.latitude, history.longitude, strict=True)
    where = {area: near(latitude, longitude) for area, latitude, longitude in centres if area in listed}
    words = {area: f"{area} · {said}" for area, said in where.items() if said and said != area}
    write_atomic(out, verify_page(scores, forecasts.rsplit("/", 1)[-1], left_out, words).encode())
    _print(scores, out, left_out, as_json=as_json)


def _forecasts(path: str, areas: pl.DataFrame) -> pl.DataFrame:
    """The frame of forecasts, of leaves alone: what holds other areas adds them up and is no forecast of its own."""
    import io

    import polars as pl

    from vedette.store.files import read_bytes
    from vedette.store.tables import leaves_of
    from vedette.terms.errors import FormatError

    raw = read_bytes(path)
    try:
        table = pl.read_parquet(io.BytesIO(raw))
    except (OSError, pl.exceptions.PolarsError):
        raise FormatError(path, found="no Parquet table", expected="forecasts as Parquet") from None
    if "area" in table.columns and "parent" in areas.columns:
        holding = set(areas["area"]) - set(leaves_of(areas)["area"])
        table = table.filter(~pl.col("area").is_in(list(holding)))
    return table


def _print(scores: tuple[LeadScores, ...], out: str, left_out: object, *, as_json: bool) -> None:
    from dataclasses import asdict

    from vedette.cli.forecast_verify_words import ahead, answer

    said = answer(scores[0])
    if as_json:
        print_json({"out": out, **said._asdict(), "left_out_to": left_out, "leads": [asdict(one) for one in scores]})
        return
    click.echo(f"{said.verdict} {' '.join(said.sentences)}".replace("\u00a0", " "))
    for line in said.reservations:
        click.echo(f"  {line}".replace("\u00a0", " "))
    columns = ("lead", "hit 1 %", "CRPS × 1000", "gain over EWMA mix", "95 %", "days in range")
    table = []
    for one in scores:
        own, gain = one.standings["forecast"], one.gains["ewma_mix"]["log_score_nb"]
        interval = "–" if gain.low is None or gain.high is None else f"{gain.low:+.3f} … {gain.high:+.3f}"
        hit, crps = f"{100 * own.scores['hit_1pct']:.1f} %", f"{1000 * own.scores['crps']:.2f}"
        table.append((ahead(one.lead), hit, crps, f"{gain.gain:+.3f}", interval, f"{100 * own.pass_rate:.0f} %"))
    print_table("", columns, table, right=columns[1:])
    click.echo(f"Written: {out}")
