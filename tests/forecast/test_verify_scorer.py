"""Our figures are those of the shared scorer, on a small window of real attacks."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from vedette.forecast import hindcast
from vedette.forecast.verify import LeadScores, verify_lead
from vedette.store.tables import read_areas, read_events
from vedette.terms.counts import AreaDays, count_days

SHARED = Path(__file__).parents[2].parent / "shared"
DATA, TOOLS = SHARED / "data" / "iraq_attacks", SHARED / "tools"
FIRST, LAST, LEAD = date(2007, 3, 1), date(2007, 3, 21), 2

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not (DATA / "events.csv.gz").exists(), reason="../shared/data/iraq_attacks is absent"),
]


@pytest.fixture(scope="module")
def history() -> AreaDays:
    areas = read_areas(DATA / "areas_10km.csv")
    events = read_events(DATA / "events.csv.gz", areas)
    return count_days(events, areas, min(events["date"]), LAST)


def _run(tool: str, *arguments: object) -> str:
    command = [sys.executable, str(TOOLS / tool), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _scored(table: Path) -> dict:  # type: ignore[type-arg]
    return json.loads(  # type: ignore[no-any-return]
        _run(
            "score_forecast.py",
            table,
            DATA / "events.csv.gz",
            "--areas",
            DATA / "areas_10km.csv",
            "--baseline",
            "--lead",
            LEAD,
        )
    )


@pytest.fixture(scope="module")
def both(history: AreaDays, tmp_path_factory: pytest.TempPathFactory) -> tuple[LeadScores, dict]:  # type: ignore[type-arg]
    table = hindcast(history, FIRST, LAST, LEAD)
    path = tmp_path_factory.mktemp("scored") / "forecasts.parquet"
    table.write_parquet(path)
    return verify_lead(table, history, LEAD), _scored(path)


def test_scores_and_gains_are_equal(both: tuple[LeadScores, dict]) -> None:  # type: ignore[type-arg]
    ours, theirs = both
    assert ours.events == theirs["events"]
    assert ours.standings["forecast"].scores == pytest.approx(theirs["scores"], abs=1e-9)
    for peer in ("ewma_mix", "ewma30"):
        assert ours.standings[peer].scores == pytest.approx(theirs["baselines"][peer]["scores"], abs=1e-9)
        for score, expected in theirs[f"against_{peer}"].items():
            found = ours.gains[peer][score]
            assert (found.gain, found.low, found.high, found.relative) == pytest.approx(
                tuple(expected[key] for key in ("gain", "low", "high", "relative")), abs=1e-9
            )


def test_calibration_is_equal(both: tuple[LeadScores, dict]) -> None:  # type: ignore[type-arg]
    ours, theirs = both
    own, expected = ours.standings["forecast"], theirs["calibration"]
    assert own.pit.rows == expected["busy_rows"]
    assert own.pit.histogram == pytest.approx(expected["pit_histogram"], abs=6e-6)  # printed with five digits
    assert own.pit.chi2 == pytest.approx(expected["pit_chi2"], rel=1e-9)
    assert own.pit.p_days_as_clusters == pytest.approx(expected["pit_chi2_p_days_as_clusters"], abs=1e-9)
    for name, figures in expected["coverage"].items():
        found = own.coverage[name]
        assert (found.observed, found.expected, found.gap) == pytest.approx(
            tuple(figures[key] for key in ("observed", "expected", "gap")), abs=1e-9
        )
    assert ours.calibration_error == pytest.approx(expected["p_any_calibration_error"], abs=1e-9)
    assert own.pass_rate == pytest.approx(expected["n_test"]["pass_rate"], abs=1e-9)
    assert own.forecast_total == pytest.approx(expected["n_test"]["forecast_total"], rel=1e-12)
    for bin_, (said, came, rows) in zip(ours.detail.reliability, expected["p_any_reliability"], strict=True):
        assert (bin_.said, bin_.came) == pytest.approx((said, came), abs=6e-7)  # printed with six digits
        assert bin_.rows == rows


def test_conflictology_is_theirs(both: tuple[LeadScores, dict], tmp_path: Path) -> None:  # type: ignore[type-arg]
    out = tmp_path / "conflictology.parquet"
    _run(
        "forecast_baselines.py",
        *("conflictology", DATA / "events.csv.gz", "--areas", DATA / "areas_10km.csv", "--horizon", LEAD),
        *("--first", FIRST, "--last", LAST, "--out", out),
    )
    assert pl.read_parquet(out)["day"].max() == LAST
    # theirs takes the mean of all areas in single precision
    assert both[0].standings["conflictology"].scores == pytest.approx(_scored(out)["scores"], abs=1e-6)
