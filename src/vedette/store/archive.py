"""Forecasts as issued: a Parquet file by content hash and a ledger entry that holds the hash.

The file is durable before the entry is written, so an entry never points to nothing.
"""

import io
from datetime import UTC, datetime, time, timedelta

import polars as pl

from vedette.store.ledger import Ledger
from vedette.store.shelf import Shelf
from vedette.terms.errors import FieldError, IntegrityError
from vedette.terms.forecast import FORECAST_SCHEMA, Forecast

__all__ = ["archive_forecast", "read_frame"]

KIND = "forecast"


def archive_forecast(shelf: Shelf, ledger: Ledger, frame: pl.DataFrame, forecast: Forecast) -> Forecast:
    """Keep the frame (FORECAST_SCHEMA) and append the forecast with its `sha256`, which is returned.

    Its validity runs over the days that it forecasts, their borders taken in UTC. Raises FieldError when the frame does
    not follow the schema or holds no row, WriteError when it cannot be written.
    """
    _check(frame, forecast.id)
    if not frame.height:
        raise FieldError(None, f"forecast {forecast.id}", "frame", "no row", "one row per area and day")
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd")
    issued = forecast.model_copy(update={"sha256": shelf.put(buffer.getvalue())})
    first = datetime.combine(forecast.issued, time(), UTC)
    ledger.append(issued, kind=KIND, valid_from=first, valid_to=first + timedelta(days=forecast.horizon))
    return issued


def read_frame(shelf: Shelf, forecast: Forecast) -> pl.DataFrame:
    """The frame of an archived forecast (FORECAST_SCHEMA), exactly as issued.

    Raises IntegrityError when the file is missing, does not have its hash, or does not follow the schema.
    """
    content = None if forecast.sha256 is None else shelf.get(forecast.sha256)
    if content is None:
        raise IntegrityError(f"forecast {forecast.id}: its file {forecast.sha256} is not in {shelf.folder}")
    frame = pl.read_parquet(io.BytesIO(content))
    try:
        _check(frame, forecast.id)
    except FieldError as error:
        raise IntegrityError(str(error)) from None
    return frame


def _check(frame: pl.DataFrame, name: str) -> None:
    for column, kind in FORECAST_SCHEMA.items():
        found = frame.schema.get(column)
        if found != kind:
            raise FieldError(None, f"forecast {name}", column, "no column" if found is None else str(found), str(kind))
    further = [column for column in frame.columns if column not in FORECAST_SCHEMA]
    if further:
        raise FieldError(None, f"forecast {name}", further[0], "a further column", "the columns of FORECAST_SCHEMA")
    if frame.columns != list(FORECAST_SCHEMA):
        raise FieldError(None, f"forecast {name}", "columns", ", ".join(frame.columns), "the order of FORECAST_SCHEMA")
