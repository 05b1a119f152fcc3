"""A forecast as issued. The figures are a frame (FORECAST_SCHEMA); the record says what it had seen."""

from datetime import date

import polars as pl
from pydantic import Field

from vedette.terms.record import Record, UtcTime

__all__ = ["FORECAST_SCHEMA", "LEVELS", "QUANTILES", "Forecast"]

LEVELS = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)
QUANTILES = tuple(f"q{round(100 * level):02d}" for level in LEVELS)

FORECAST_SCHEMA = pl.Schema(
    {
        "issued": pl.Date,
        "area": pl.String,
        "day": pl.Date,
        "mean": pl.Float64,
        "p_any": pl.Float64,
        **dict.fromkeys(QUANTILES, pl.Int32),
        "dispersion": pl.Float64,
    }
)
"""Rows: one per issue day, area and forecast day. mean: attacks per area and local day; p_any: P(at least one);
q05…q95: smallest count whose cumulated probability reaches the level; dispersion: alpha, variance = mean + alpha mean²."""


class Forecast(Record):
    """One issue of the forecast; `sha256` is that of its archived Parquet file."""

    issued: date = Field(description="First local day that it forecasts; it saw events before that day only")
    issued_at: UtcTime | None = None
    horizon: int = Field(ge=1, description="Days ahead")
    areas: int = Field(ge=1)
    method: str
    seen_events: int = Field(ge=0)
    seen_until: date | None = None
    unknown_areas: tuple[str, ...] = Field(
        default=(), description="Areas whose sources are silent: widened, never calmed"
    )
    sha256: str | None = None
