"""Forecasts are kept exactly as issued, and a changed file is found when it is read."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from vedette.store import Workspace
from vedette.terms.errors import FieldError, IntegrityError, UnknownReferenceError
from vedette.terms.forecast import FORECAST_SCHEMA, QUANTILES, Forecast

FORECAST = Forecast(id="f-1", issued=date(2031, 5, 1), horizon=2, areas=1, method="ewma", seen_events=3)


def frame(mean: float = 0.25) -> pl.DataFrame:
    days = [date(2031, 5, 1), date(2031, 5, 2)]
    rows = {"issued": [FORECAST.issued] * 2, "area": ["Basra"] * 2, "day": days, "mean": [mean] * 2, "p_any": [0.2] * 2}
    quantiles = {name: [0, 1] for name in QUANTILES}
    return pl.DataFrame({**rows, **quantiles, "dispersion": [0.1, None]}, schema=FORECAST_SCHEMA)


def file_of(workspace: Workspace, forecast: Forecast):
    return workspace.folder / "archive" / forecast.sha256[:2] / f"{forecast.sha256}.parquet"


def test_a_forecast_is_read_back_as_it_was_issued(workspace: Workspace) -> None:
    issued = workspace.archive_forecast(frame(), FORECAST)
    assert workspace.read_forecast("f-1").equals(frame())
    assert Forecast.model_validate(workspace.get("forecast", "f-1")) == issued
    assert workspace.list("forecast", as_of=datetime(2031, 5, 2, 12, tzinfo=UTC))
    assert not workspace.list("forecast", as_of=datetime(2031, 5, 3, tzinfo=UTC))


def test_a_second_issue_does_not_hide_the_first(workspace: Workspace) -> None:
    workspace.archive_forecast(frame(), FORECAST)
    known = workspace.ledger.entry(2).recorded_at
    workspace.archive_forecast(frame(0.5), FORECAST)
    assert workspace.read_forecast("f-1")["mean"][0] == 0.5
    assert workspace.read_forecast("f-1", known_at=known)["mean"][0] == 0.25


def test_a_changed_or_lost_file_is_found(workspace: Workspace) -> None:
    issued = workspace.archive_forecast(frame(), FORECAST)
    path = file_of(workspace, issued)
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    with pytest.raises(IntegrityError, match="not what was stored"):
        workspace.read_forecast("f-1")
    path.unlink()
    with pytest.raises(IntegrityError, match="is not in"):
        workspace.read_forecast("f-1")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda table: table.drop("mean"), "mean"),
        (lambda table: table.with_columns(pl.col("q50").cast(pl.Float64)), "q50"),
        (lambda table: table.with_columns(extra=1), "extra"),
        (lambda table: table.select(reversed(table.columns)), "order"),
        (lambda table: table.clear(), "no row"),
    ],
)
def test_a_frame_that_does_not_follow_the_schema_is_not_archived(workspace: Workspace, change, told: str) -> None:
    with pytest.raises(FieldError, match=told):
        workspace.archive_forecast(change(frame()), FORECAST)
    assert workspace.ledger.head().size == 1
    assert not (workspace.folder / "archive").exists()


def test_a_forecast_that_was_never_archived_is_told(workspace: Workspace) -> None:
    with pytest.raises(UnknownReferenceError, match="f-9"):
        workspace.read_forecast("f-9")
