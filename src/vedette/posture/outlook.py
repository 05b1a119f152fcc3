"""What the forecast says of each area over the window; parents get at least the sum of their children.

An area's days are summed as independent: P(any) = 1 − Π(1 − p). A parent's mean is the sum of its children's means; its
90 % quantile is that of a negative binomial with the summed mean and variance (moments matched), or of a Poisson.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from vedette.posture.systems import LevelSystem
from vedette.terms.errors import FieldError, UnknownReferenceError
from vedette.terms.forecast import FORECAST_SCHEMA
from vedette.terms.negbin import quantile
from vedette.terms.places import Area

__all__ = ["Outlook", "outlooks"]

_NEEDED = ("issued", "area", "day", "mean", "p_any", "q90")


@dataclass(frozen=True, slots=True)
class Outlook:
    """The forecast of one area from `first` over `days` days; quantities as in systems.QUANTITIES, NaN if not known."""

    issued: date
    first: date
    days: int
    p_any: float
    p_day: float
    mean: float
    worst: float
    ratio: float
    from_children: tuple[str, ...] = ()


def outlooks(
    forecast: pl.DataFrame, areas: Sequence[Area], today: Mapping[str, date], system: LevelSystem
) -> dict[str, Outlook]:
    """Outlook per area id; an area without a forecast for today or later within the window is absent.

    Of several issues the latest until today counts, earlier ones are the area's own past. `today` is the local day of
    each area. Raises FieldError for a missing column or a figure out of its domain, UnknownReferenceError for an area
    of the forecast that is not in `areas`.
    """
    table = _checked(forecast, areas)
    days = pl.DataFrame(
        {"area": [a.id for a in areas], "today": [today[a.id] for a in areas]},
        schema={"area": pl.String, "today": pl.Date},
    )
    table = table.join(days, on="area").filter(pl.col("issued") <= pl.col("today"))
    latest = pl.col("issued") == pl.col("issued").max().over("area")
    ahead = pl.col("day") - pl.col("today")
    window = table.filter(latest & (ahead >= timedelta(0)) & (ahead < timedelta(days=system.window_days)))
    past = table.filter(~latest & (ahead < timedelta(0)) & (ahead >= -timedelta(days=system.own_past_days)))
    now, children = _with_parents(window, areas)
    before, _ = _with_parents(past.sort("issued").unique(["area", "day"], keep="last", maintain_order=True), areas)
    usual = {
        row["area"]: row["mean"]
        for row in before.group_by("area").agg(pl.len(), pl.col("mean").mean()).iter_rows(named=True)
        if row["len"] >= system.least_past_days
    }
    summed = now.group_by("area").agg(
        pl.col("issued").min(),
        pl.col("day").min(),
        pl.len(),
        p_any=1 - (1 - pl.col("p_any")).product(),
        p_day=pl.col("p_any").max(),
        mean=pl.col("mean").sum(),
        worst=pl.col("q90").max(),
    )
    return {
        row["area"]: Outlook(
            issued=row["issued"],
            first=row["day"],
            days=row["len"],
            p_any=row["p_any"],
            p_day=row["p_day"],
            mean=row["mean"],
            worst=row["worst"],
            ratio=row["mean"] / row["len"] / usual[row["area"]] if usual.get(row["area"]) else float("nan"),
            from_children=children.get(row["area"], ()),
        )
        for row in summed.iter_rows(named=True)
    }


def _checked(forecast: pl.DataFrame, areas: Sequence[Area]) -> pl.DataFrame:
    missing = [name for name in _NEEDED if name not in forecast.columns]
    if missing:
        raise FieldError("forecast", None, ", ".join(missing), "no such column", "the columns of a forecast")
    table = forecast
    if "dispersion" not in table.columns:
        table = table.with_columns(dispersion=pl.lit(0.0))
    columns = [*_NEEDED, "dispersion"]
    try:
        table = table.select([pl.col(name).cast(FORECAST_SCHEMA[name]) for name in columns])
    except pl.exceptions.PolarsError as error:
        raise FieldError("forecast", None, None, str(error).splitlines()[0], "the types of a forecast") from None
    table = table.with_columns(pl.col("dispersion").fill_null(0.0), pl.col("q90").cast(pl.Float64))
    for name, most in (("p_any", 1.0), ("mean", float("inf")), ("dispersion", float("inf")), ("q90", float("inf"))):
        value = pl.col(name)
        wrong = table.filter(~((value >= 0) & (value <= most) & value.is_finite()).fill_null(value=False))
        if wrong.height:
            where = f"{wrong['area'][0]} on {wrong['day'][0]}"
            raise FieldError("forecast", where, name, wrong[name][0], "a finite number, 0 or more, p_any at most 1")
    strange = set(table["area"].unique()) - {area.id for area in areas}
    if strange:
        raise UnknownReferenceError("forecast", None, "area", min(map(str, strange)), "an area of the areas file")
    twice = table.select(pl.struct("issued", "area", "day").is_duplicated()).to_series()
    if twice.any():
        row = table.filter(twice).row(0, named=True)
        raise FieldError(
            "forecast", f"{row['area']} on {row['day']}", "day", "two rows", "one row per issue, area and day"
        )
    return table


def _with_parents(table: pl.DataFrame, areas: Sequence[Area]) -> tuple[pl.DataFrame, dict[str, tuple[str, ...]]]:
    """The rows, with coherent sums for parents; a parent's own row stays where it expects no less than its children."""
    own = set(table["area"].unique().to_list())
    held: dict[str, list[str]] = {}
    for area in areas:
        if area.parent is not None:
            held.setdefault(area.parent, []).append(area.id)
    summed: dict[str, tuple[str, ...]] = {}
    columns = ["area", "issued", "day", "mean", "p_any", "q90", "dispersion"]
    table = table.select(columns)
    for parent in _finest_first(areas):
        children = tuple(child for child in held.get(parent, ()) if child in own)
        if not children:
            continue
        made = _sum(table.filter(pl.col("area").is_in(children)), parent).select(columns)
        if parent in own:
            mine = table.filter(pl.col("area") == parent).select("day", least=pl.col("mean"))
            made = made.join(mine, on="day", how="left").filter(pl.col("mean") > pl.col("least").fill_null(-1.0))
            made = made.select(columns)
            replaced = (pl.col("area") == parent) & pl.col("day").is_in(made["day"].to_list())
            table = table.filter(~replaced)
        else:
            summed[parent] = children
        table = pl.concat([table, made])
        own.add(parent)
    return table, summed


def _sum(rows: pl.DataFrame, parent: str) -> pl.DataFrame:
    total = (
        rows.group_by("day", maintain_order=True)
        .agg(
            pl.col("issued").min(),
            pl.col("mean").sum(),
            spread=(pl.col("dispersion") * pl.col("mean") ** 2).sum(),
            p_any=1 - (1 - pl.col("p_any")).product(),
        )
        .sort("day")
    )
    mean = total["mean"].to_numpy()
    dispersion = np.divide(total["spread"].to_numpy(), mean**2, out=np.zeros_like(mean), where=mean > 0)
    q90 = quantile(0.9, mean, dispersion)
    return total.with_columns(
        pl.lit(parent).alias("area"), pl.Series("dispersion", dispersion), pl.Series("q90", q90, dtype=pl.Float64)
    )


def _finest_first(areas: Sequence[Area]) -> list[str]:
    parents = {area.id: area.parent for area in areas}

    def depth(area: str) -> int:
        steps, held = 0, parents.get(area)
        while held is not None:
            steps, held = steps + 1, parents.get(held)
        return steps

    return sorted(parents, key=lambda area: (-depth(area), area))
