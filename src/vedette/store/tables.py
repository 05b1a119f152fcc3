"""CSV tables of events and areas, read with one clear error for the first thing that is wrong."""

from pathlib import Path

import polars as pl

from vedette.store.files import read_bytes
from vedette.terms.counts import AREA_SCHEMA, EVENT_SCHEMA
from vedette.terms.errors import FieldError, FormatError, UnknownReferenceError

__all__ = ["latitude_of", "leaves_of", "longitude_of", "number_column", "read_areas", "read_csv", "read_events"]


def read_csv(path: str | Path, columns: tuple[str, ...]) -> pl.DataFrame:
    """A CSV file (or .csv.gz, or "-") as a frame of strings, with at least `columns`.

    Raises FormatError when it is empty, not UTF-8, not a CSV, or a column is missing.
    """
    raw = read_bytes(path)
    if not raw.strip():
        raise FormatError(path, found="an empty file", expected=f"CSV with the columns {', '.join(columns)}")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in raw[:4096]:
        raise FormatError(path, found="UTF-16 or binary content", expected="CSV in UTF-8")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise FormatError(path, line, found=f"byte 0x{raw[error.start]:02x}", expected="CSV in UTF-8") from None
    try:
        table = pl.read_csv(text.encode(), infer_schema=False)
    except pl.exceptions.PolarsError as error:
        raise FormatError(path, found=str(error).splitlines()[0], expected="CSV") from None
    missing = [name for name in columns if name not in table.columns]
    if missing:
        raise FormatError(
            path, 1, ", ".join(missing), f"the columns {', '.join(table.columns)}", "these columns as well"
        )
    return table


def read_areas(path: str | Path) -> pl.DataFrame:
    """AREAS.csv: area, latitude, longitude and any further columns, following AREA_SCHEMA.

    Raises FieldError for a latitude or longitude out of range and for an area listed twice or without a name.
    """
    table = read_csv(path, ("area", "latitude", "longitude"))
    blank = table["area"].is_null() | (table["area"].str.strip_chars() == "")
    if blank.any():
        raise FieldError(path, _line(blank), "area", "nothing", "a name")
    twice = ~table["area"].is_first_distinct()
    if twice.any():
        row = _first(twice)
        raise FieldError(path, row + 2, "area", table["area"][row], "each area once")
    if not table.height:
        raise FormatError(path, found="no row", expected="at least one area")
    return table.with_columns(latitude=latitude_of(table, path), longitude=longitude_of(table, path)).select(
        *AREA_SCHEMA, *[c for c in table.columns if c not in AREA_SCHEMA]
    )


def leaves_of(areas: pl.DataFrame) -> pl.DataFrame:
    """The rows of a table of areas that are nobody's parent; all of them where there is no column `parent`.

    Forecasts are made for these; the areas that hold them add them up.
    """
    if "parent" not in areas.columns:
        return areas
    parents = areas["parent"].drop_nulls().to_list()
    return areas.filter(~pl.col("area").is_in(parents))


def read_events(path: str | Path, areas: pl.DataFrame | None = None) -> pl.DataFrame:
    """EVENTS.csv: date, area [, latitude, longitude, type], following EVENT_SCHEMA, in the order of the file.

    `areas`, where given, must hold every area named. Raises FieldError for an impossible date or coordinate and
    UnknownReferenceError for an area that is not in `areas`.
    """
    table = read_csv(path, ("date", "area"))
    days = table["date"].str.to_date("%Y-%m-%d", strict=False)
    if days.is_null().any():
        row = _first(days.is_null())
        raise FieldError(path, row + 2, "date", table["date"][row] or "nothing", "a day, YYYY-MM-DD")
    blank = table["area"].is_null()
    if blank.any():
        raise FieldError(path, _line(blank), "area", "nothing", "the name of an area")
    if areas is not None:
        strange = ~table["area"].is_in(areas["area"].to_list())
        if strange.any():
            row = _first(strange)
            raise UnknownReferenceError(path, row + 2, "area", table["area"][row], "an area of the areas file")
    none = pl.lit(None)
    return table.select(
        date=days,
        area=pl.col("area"),
        latitude=latitude_of(table, path) if "latitude" in table.columns else none.cast(pl.Float64),
        longitude=longitude_of(table, path) if "longitude" in table.columns else none.cast(pl.Float64),
        type=pl.col("type") if "type" in table.columns else none.cast(pl.String),
    ).cast(dict(EVENT_SCHEMA.items()))


def latitude_of(table: pl.DataFrame, path: str | Path) -> pl.Series:
    """The column `latitude` in WGS84 degrees; an empty cell is null. Raises FieldError outside −90…90."""
    return number_column(table, "latitude", path, -90, 90, "a latitude, -90 to 90 degrees")


def longitude_of(table: pl.DataFrame, path: str | Path) -> pl.Series:
    """The column `longitude` in WGS84 degrees; an empty cell is null. Raises FieldError outside −180…180."""
    return number_column(table, "longitude", path, -180, 180, "a longitude, -180 to 180 degrees")


def number_column(
    table: pl.DataFrame, name: str, path: str | Path, low: float, high: float, expected: str
) -> pl.Series:
    """A column of finite numbers within low…high; an empty cell is null. Raises FieldError for the first that is not."""
    text = table[name]
    values = text.str.strip_chars().cast(pl.Float64, strict=False)
    given = text.is_not_null() & (text.str.strip_chars() != "")
    wrong = given & ~(values.is_finite() & (values >= low) & (values <= high)).fill_null(value=False)
    if wrong.any():
        row = _first(wrong)
        raise FieldError(path, row + 2, name, text[row], expected)
    return values.alias(name)


def _first(mask: pl.Series) -> int:
    return int(mask.arg_max() or 0)


def _line(mask: pl.Series) -> int:
    return _first(mask) + 2
