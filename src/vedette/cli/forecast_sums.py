"""What `forecast` says of sums: over districts, governorates, the country, and over spans of days."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vedette.cli.output import print_table

if TYPE_CHECKING:
    import polars as pl

    from vedette.forecast import Fitted

__all__ = ["by_option", "print_sums", "spans_option", "summary_of", "sums_of", "sums_path"]

_SHOWN = 10
_LEVELS = {"area": ("area",), "parent": ("parent", "all"), "all": ("area", "parent", "all")}

by_option = click.option(
    "--by",
    type=click.Choice(list(_LEVELS)),
    default="area",
    show_default=True,
    help="Sums to tell: of each area, of the areas that hold others (column parent) and of all together, or of all of these.",
)
spans_option = click.option(
    "--spans",
    metavar="LIST",
    help="Spans to add up, such as 1,7,28,month: the first N days, and calendar months. Sums go to OUT.sums.parquet.",
)


def sums_of(fitted: Fitted, areas: str, by: str, spans: str | None) -> pl.DataFrame | None:
    """The sums asked for, following forecast.sums.SUM_SCHEMA; None where neither option asks for any.

    Raises FieldError for a span beyond the horizon, and for areas from standard input, which are read twice.
    """
    if by == "area" and spans is None:
        return None
    from vedette.forecast import Hierarchy
    from vedette.store.tables import read_areas
    from vedette.terms.errors import FieldError

    if areas == "-":
        raise FieldError(None, None, "--areas", "-", "a file, when sums are asked for")
    names = None if spans is None else [name.strip() for name in spans.split(",")]
    try:
        table = fitted.sums(Hierarchy.of(read_areas(areas)), names)
    except FieldError as error:
        if error.field == "spans":
            raise FieldError(None, None, "--spans", error.found, error.expected) from None
        raise FieldError(areas, None, error.field, error.found, error.expected) from None
    return table.filter(table["level"].is_in(_LEVELS[by]))


def sums_path(out: str) -> str:
    """Where the sums of a forecast written to `out` go: beside it, as OUT.sums.parquet."""
    path = Path(out)
    return str(path.with_name(f"{path.stem}.sums{path.suffix}"))


def summary_of(table: pl.DataFrame, out: str) -> dict[str, Any]:
    """What the JSON says of the sums: their file, its rows, and the highest areas with all their spans."""
    return {"out": out, "rows": table.height, "highest": _highest(table).drop("issued").to_dicts()}


def print_sums(table: pl.DataFrame, out: str) -> None:
    """Print the sums of the highest areas."""
    figures = ("expected", "P(any)", "5 %", "median", "95 %")
    print_table(
        f"Sums over areas and days, from {table['issued'][0]} on",
        ("area", "span", *figures),
        [
            (
                row["area"],
                _named(row),
                f"{row['mean']:.2f}",
                f"{row['p_any']:.3f}",
                *(f"{row[name]:,}" for name in ("q05", "q50", "q95")),
            )
            for row in _highest(table).iter_rows(named=True)
        ],
        right=figures,
    )
    click.echo(f"Written: {out} ({table.height:,} rows).")


def _named(row: dict[str, Any]) -> str:
    """A span as people read it; a month that the forecast holds in part says which of its days."""
    first, last = row["first"], row["last"]
    if row["span"].isdigit():
        return f"{row['span']} day{'s' if row['span'] != '1' else ''}"
    whole = first.day == 1 and (last + timedelta(days=1)).day == 1
    return row["span"] if whole else f"{row['span']}, days {first.day}–{last.day}"


def _highest(table: pl.DataFrame) -> pl.DataFrame:
    """All spans of the areas with most attacks in any of them; all areas together come first."""
    import polars as pl

    nodes = table.group_by("level", "area", maintain_order=True).agg(pl.col("mean").max().alias("most"))
    order = (
        nodes.sort(pl.col("level") != "all", -pl.col("most"), maintain_order=True).head(_SHOWN).with_row_index("place")
    )
    shown = table.join(order, on=["level", "area"], how="inner", maintain_order="left")
    return shown.sort("place", maintain_order=True).drop("place", "most")
