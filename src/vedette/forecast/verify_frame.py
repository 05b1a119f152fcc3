"""A frame of forecasts as arrays by day and area, checked: every area on every day, once."""

from datetime import date, timedelta

import numpy as np
import polars as pl

from vedette.forecast.verify_scores import Figures, implied_alpha
from vedette.forecast.verify_settings import verify_settings
from vedette.terms.counts import AreaDays
from vedette.terms.errors import FieldError, FormatError, UnknownReferenceError
from vedette.terms.forecast import QUANTILES

__all__ = ["arrays_of", "with_lead"]

_NEEDED = ("issued", "area", "day", "mean", "p_any", *QUANTILES)


def with_lead(table: pl.DataFrame) -> pl.DataFrame:
    """The frame with a column `lead`: days from issue to the day forecast, plus one where issues forecast their own day.

    Raises FormatError for a missing column or one of another kind, FieldError for a frame without rows.
    """
    missing = [name for name in _NEEDED if name not in table.columns]
    if missing:
        raise FormatError(None, "forecasts", ", ".join(missing), "no such column", "the columns of a forecast")
    for name in ("issued", "day"):
        if table.schema[name] != pl.Date:
            raise FormatError(None, "forecasts", name, str(table.schema[name]), "days (Date)")
    if not table.height:
        raise FieldError(None, "forecasts", None, "no row", "at least one forecast")
    gap = (table["day"] - table["issued"]).dt.total_days()
    if gap.null_count() or gap.min() < 0:  # type: ignore[operator]
        raise FieldError(None, "forecasts", "issued", "a day after the day forecast, or none", "issued before it came")
    return table.with_columns(lead=gap + (1 if gap.min() == 0 else 0))


def arrays_of(table: pl.DataFrame, history: AreaDays, lead: int, until: date | None = None) -> tuple[date, Figures]:
    """The forecasts of one lead up to `until` (default: the last day of `history`): first day, and arrays (days, areas).

    Where `dispersion` is absent, alpha follows from mean and p_any, or the quantiles where p_any is all but 1. Errors as
    in `verify_lead`.
    """
    last_known = min(until or date.max, history.day(history.days - 1))
    rows = with_lead(table).filter(pl.col("lead") == lead)
    if not rows.height:
        raise FieldError(None, "forecasts", "lead", lead, "a lead that the file has")
    rows = rows.filter(pl.col("day") <= last_known)
    if not rows.height:
        raise FieldError(None, "forecasts", "day", f"no day up to {last_known}", "days that have come to pass")
    first, last = _day(rows["day"].min()), _day(rows["day"].max())
    days, areas = (last - first).days + 1, len(history.areas)
    if rows.select(pl.struct("day", "area").is_duplicated().any()).item():
        raise FieldError(None, "forecasts", "area", f"an area and day twice at lead {lead}", "each once")
    column = {area: number for number, area in enumerate(history.areas)}
    place = rows["area"].cast(pl.String).replace_strict(column, default=-1, return_dtype=pl.Int64)
    if (place < 0).any():
        name = rows["area"][int((place < 0).arg_max() or 0)]
        raise UnknownReferenceError(None, "forecasts", "area", name, "an area of the areas file")
    if rows.height != days * areas:
        raise FieldError(
            None,
            "forecasts",
            "day",
            f"{rows.height:,} rows at lead {lead}",
            f"every area on every day, {days:,} × {areas:,} rows",
        )
    at = (rows["day"] - first).dt.total_days().to_numpy() * areas + place.to_numpy()
    stated = "dispersion" in rows.columns
    arrays = {}
    for name in ("mean", "p_any", *QUANTILES, *(("dispersion",) if stated else ())):
        values = np.empty(days * areas)
        values[at] = rows[name].cast(pl.Float64).to_numpy()
        if not np.isfinite(values).all():
            raise FieldError(None, "forecasts", name, "nothing, or not a finite number", "a number in every row")
        arrays[name] = values.reshape(days, areas)
    numbers = verify_settings().scores
    if (arrays["mean"] < 0).any() or (arrays["mean"] > numbers.largest_mean).any():
        raise FieldError(
            None, "forecasts", "mean", float(np.abs(arrays["mean"]).max()), f"0 to {numbers.largest_mean:g}"
        )
    if (arrays["p_any"] < 0).any() or (arrays["p_any"] > 1).any():
        raise FieldError(None, "forecasts", "p_any", "a number outside 0 to 1", "a chance, 0 to 1")
    mean = np.maximum(arrays["mean"], numbers.mean_floor)
    if stated:
        alpha = np.maximum(arrays["dispersion"], 0.0)
    else:
        variance = ((arrays["q95"] - arrays["q05"]) / 3.2897) ** 2
        wide = np.maximum(variance - mean, 0) / mean**2
        alpha = np.where(arrays["p_any"] > numbers.nearly_certain, wide, implied_alpha(mean, arrays["p_any"]))
    quantiles = np.stack([arrays[name] for name in QUANTILES])
    return first, Figures(arrays["mean"], alpha, arrays["p_any"], quantiles)


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise FieldError(None, "forecasts", "day", value, "a day")
    return value + timedelta()
