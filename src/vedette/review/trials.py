"""TRIALS and COUNTS as frames: their schemas, and every check that a trial must pass before it is reviewed."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from vedette.terms.errors import FieldError, FormatError, UnknownReferenceError

__all__ = ["COUNT_SCHEMA", "TRIAL_SCHEMA", "check_counts", "check_trials", "parse_trials"]

TRIAL_SCHEMA = pl.Schema(
    {
        "trial": pl.Int64,
        "area": pl.String,
        "chosen": pl.Int8,
        "chance": pl.Float64,
        "start": pl.Date,
        "end": pl.Date,
        "stratum": pl.String,
    }
)
"""One row per trial and candidate area: chosen 1 or 0; chance of the lottery (null: there was none); first and last
protected local day, both included; the stratum in which the lottery was held."""

COUNT_SCHEMA = pl.Schema({"trial": pl.Int64, "area": pl.String, "day": pl.Date, "count": pl.Int64})
"""For its trial a row replaces the number of events of that area and local day."""

CHANCE_SLACK = 0.002
"""How far the chances of a stratum may miss the number chosen, per candidate: they are written with few digits."""


def parse_trials(table: pl.DataFrame, file: str | Path | None = None) -> pl.DataFrame:
    """A frame of strings (as read from TRIALS.csv) as a frame of TRIAL_SCHEMA.

    Raises FormatError when a column is missing or there is no row, FieldError for a trial that is not a whole number
    from 1, chosen not 0 or 1, a chance outside 0…1, an impossible date, or a missing area or stratum.
    """
    missing = [name for name in TRIAL_SCHEMA if name not in table.columns]
    if missing:
        raise FormatError(file, 1, ", ".join(missing), f"the columns {', '.join(table.columns)}", "these as well")
    if not table.height:
        raise FormatError(file, found="no row", expected="one row per trial and candidate area")
    text = table.select(pl.col(name).str.strip_chars().replace("", None) for name in TRIAL_SCHEMA)
    parsed = text.select(
        pl.col("trial").cast(pl.Int64, strict=False),
        pl.col("area"),
        pl.col("chosen").replace_strict({"0": 0, "1": 1}, default=None, return_dtype=pl.Int8),
        pl.col("chance").cast(pl.Float64, strict=False),
        pl.col("start").str.to_date("%Y-%m-%d", strict=False),
        pl.col("end").str.to_date("%Y-%m-%d", strict=False),
        pl.col("stratum"),
    )
    wanted = {
        "trial": "a whole number from 1",
        "area": "the name of an area",
        "chosen": "1 (protected) or 0",
        "start": "a day, YYYY-MM-DD",
        "end": "a day, YYYY-MM-DD",
        "stratum": "the name of a stratum",
    }
    for name, expected in wanted.items():
        wrong = parsed[name].is_null()
        if name == "trial":
            wrong = wrong | (parsed[name] < 1).fill_null(value=True)
        _refuse(wrong, file, name, text[name], expected)
    given = text["chance"].is_not_null()
    value = parsed["chance"]
    outside = given & ~(value.is_finite() & (value >= 0) & (value <= 1)).fill_null(value=False)
    _refuse(outside, file, "chance", text["chance"], "a chance from 0 to 1, or nothing where there was no lottery")
    return parsed


def check_trials(trials: pl.DataFrame, areas: Sequence[str], file: str | Path | None = None) -> None:
    """Check what only whole trials can show; line numbers are those of TRIALS.csv (row + 2).

    Raises UnknownReferenceError for an area that is not in `areas`; FieldError for an end before its start, an area
    twice in a trial, chosen not 0 or 1, a chance outside 0…1, different windows or a mixture of chances and none in a stratum, a chance of 0 that was chosen or
    of 1 that was not, chances that do not add up to the number chosen, and a lottery that chose all or none.
    """
    if not trials.height:
        raise FieldError(file, "trials", "area", "no candidate", "at least one candidate area")
    rows = trials.with_row_index("line", offset=2)
    _refuse(~rows["area"].is_in(list(areas)), file, "area", rows["area"], "an area of the areas file", unknown=True)
    _refuse(rows["end"] < rows["start"], file, "end", rows["end"], "a day not before start")
    twice = ~rows.select(pl.struct("trial", "area").is_first_distinct()).to_series()
    _refuse(twice, file, "area", rows["area"], "each area once in a trial")
    chance = pl.col("chance")
    wrong = rows["chance"].is_not_null() & ~rows["chance"].is_between(0, 1).fill_null(value=False)
    _refuse(wrong, file, "chance", rows["chance"], "a chance from 0 to 1, or nothing where there was no lottery")
    _refuse(~rows["chosen"].is_in([0, 1]), file, "chosen", rows["chosen"], "1 (protected) or 0")
    free = chance.is_not_null() & (chance > 0) & (chance < 1)
    _refuse(
        rows.select(((chance == 0) & (pl.col("chosen") == 1)).fill_null(value=False)).to_series(),
        file,
        "chosen",
        rows["chosen"],
        "0, because the chance is 0",
    )
    _refuse(
        rows.select(((chance == 1) & (pl.col("chosen") == 0)).fill_null(value=False)).to_series(),
        file,
        "chosen",
        rows["chosen"],
        "1, because the chance is 1",
    )
    strata = rows.group_by("trial", "stratum", maintain_order=True).agg(
        line=pl.col("line").first(),
        starts=pl.col("start").n_unique(),
        ends=pl.col("end").n_unique(),
        missing=chance.is_null().sum(),
        size=pl.len(),
        free=free.sum(),
        expected=chance.filter(free).sum(),
        drawn=pl.col("chosen").cast(pl.Int64).filter(free).sum(),
    )
    for name in ("start", "end"):
        _refuse_stratum(
            strata.filter(pl.col(f"{name}s") > 1), file, name, "different days", "the same day in all rows of a stratum"
        )
    mixed = strata.filter((pl.col("missing") > 0) & (pl.col("missing") < pl.col("size")))
    _refuse_stratum(mixed, file, "chance", "some empty, some not", "chances in all rows of a stratum, or in none")
    drawn = strata.filter(pl.col("free") > 0)
    for bad, found in ((pl.col("drawn") == 0, "no area chosen"), (pl.col("drawn") == pl.col("free"), "all chosen")):
        _refuse_stratum(
            drawn.filter(bad),
            file,
            "chosen",
            found,
            "some chosen and some not among those whose chance is between 0 and 1",
        )
    apart = drawn.filter((pl.col("expected") - pl.col("drawn")).abs() > CHANCE_SLACK * pl.col("free") + 1e-9)
    if apart.height:
        row = apart.row(0, named=True)
        _refuse_stratum(
            apart, file, "chance", f"chances that add up to {row['expected']:.3f}", f"{row['drawn']}, the number chosen"
        )
    lots = rows.group_by("trial", maintain_order=True).agg(
        line=pl.col("line").first(), missing=chance.is_null().sum(), size=pl.len(), stratum=pl.lit("all strata")
    )
    _refuse_stratum(
        lots.filter((pl.col("missing") > 0) & (pl.col("missing") < pl.col("size"))),
        file,
        "chance",
        "a lottery in some strata only",
        "chances in all rows of a trial, or in none",
    )


def check_counts(
    counts: pl.DataFrame, trials: pl.DataFrame, areas: Sequence[str], file: str | Path | None = None
) -> pl.DataFrame:
    """COUNTS as a frame of COUNT_SCHEMA; rows of trials that are not reviewed are allowed.

    Raises FormatError when a column is missing or of the wrong kind, UnknownReferenceError for an area that does not
    exist and where no row is of any trial, FieldError for a negative count, an impossible day, or an area and day that
    is listed twice in a trial.
    """
    missing = [name for name in COUNT_SCHEMA if name not in counts.columns]
    if missing:
        raise FormatError(file, None, ", ".join(missing), f"the columns {', '.join(counts.columns)}", "these as well")
    if counts.schema["day"] == pl.String:
        days = counts["day"].str.to_date("%Y-%m-%d", strict=False)
        wrong = days.is_null()
        if wrong.any():
            row = int(wrong.arg_max() or 0)
            raise FieldError(file, f"row {row + 1}", "day", counts["day"][row] or "nothing", "a day, YYYY-MM-DD")
        counts = counts.with_columns(day=days)
    try:
        table = counts.select(pl.col(name).cast(kind) for name, kind in COUNT_SCHEMA.items())
    except pl.exceptions.PolarsError as error:
        raise FormatError(
            file, found=str(error).splitlines()[0], expected="trial and count whole numbers, area text, day a day"
        ) from None
    for name, kind in COUNT_SCHEMA.items():
        empty = table[name].is_null()
        if empty.any():
            raise FieldError(file, f"row {int(empty.arg_max() or 0) + 1}", name, "nothing", f"a value ({kind})")
    strange = ~table["area"].is_in(list(areas))
    if strange.any():
        row = int(strange.arg_max() or 0)
        raise UnknownReferenceError(file, f"row {row + 1}", "area", table["area"][row], "an area of the areas file")
    if table.height and not table["trial"].is_in(trials["trial"].unique().to_list()).any():
        raise UnknownReferenceError(file, "row 1", "trial", table["trial"][0], "at least one trial of TRIALS")
    negative = table["count"] < 0
    if negative.any():
        row = int(negative.arg_max() or 0)
        raise FieldError(file, f"row {row + 1}", "count", table["count"][row], "0 or more")
    twice = ~table.select(pl.struct("trial", "area", "day").is_first_distinct()).to_series()
    if twice.any():
        raise FieldError(
            file, f"row {int(twice.arg_max() or 0) + 1}", "day", "an area and day twice", "each once in a trial"
        )
    return table


def _refuse(
    wrong: pl.Series, file: str | Path | None, field: str, values: pl.Series, expected: str, *, unknown: bool = False
) -> None:
    if wrong.any():
        row = int(wrong.arg_max() or 0)
        found = values[row]
        kind = UnknownReferenceError if unknown else FieldError
        raise kind(file, row + 2, field, "nothing" if found is None else str(found), expected)


def _refuse_stratum(bad: pl.DataFrame, file: str | Path | None, field: str, found: str, expected: str) -> None:
    if bad.height:
        row = bad.row(0, named=True)
        where = f"line {row['line']} (trial {row['trial']}, stratum {row['stratum']})"
        raise FieldError(file, where, field, found, expected)
