"""A war that ebbs, ends or begins again must not ruin the forecast: gain over the EWMA mix by quarter, on the sparse record."""

import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

import numpy as np
import polars as pl
import pytest

from vedette.forecast.hindcast import issues
from vedette.store.tables import read_areas, read_events
from vedette.terms.counts import count_days
from vedette.terms.negbin import log_density

pytestmark = [pytest.mark.shared, pytest.mark.slow]

SHARED = Path(__file__).parents[2].parent / "shared"
DATA = SHARED / "data" / "ged_iraq"
TUNED_UNTIL = date(2014, 12, 31)
QUARTER = 91


@pytest.fixture(scope="module")
def baselines() -> ModuleType:
    if not DATA.exists():
        pytest.skip("../shared/data/ged_iraq is absent")
    sys.path.insert(0, str(SHARED / "tools"))
    try:
        import forecast_baselines  # type: ignore[import-not-found]
    finally:
        sys.path.pop(0)
    return forecast_baselines


@pytest.fixture(scope="module")
def gains(baselines: ModuleType) -> Callable[..., tuple[np.ndarray, np.ndarray]]:
    """Events and gain in nats over the EWMA mix, per quarter of 91 days; of later events a share is kept at random."""
    areas = read_areas(DATA / "areas_10km.csv")
    events = read_events(DATA / "events.csv.gz", areas).filter(pl.col("date") <= TUNED_UNTIL)

    def measured(first: date, quarters: int, kept: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
        days = QUARTER * quarters
        last = first + timedelta(days=days - 1)
        stays = (events["date"] < first).to_numpy() | (np.random.default_rng(1).random(events.height) < kept)
        rows = events.filter(pl.Series(stays))
        start = first - timedelta(days=baselines.MEMORY_DAYS)
        grid = count_days(rows, areas, start, last)
        seen = grid.counts[grid.index(first) :].astype(float)
        own = np.empty(days)
        for number, frame in enumerate(issues(grid, first, last)):
            own[number] = _score(seen[number], frame["mean"].to_numpy(), frame["dispersion"].to_numpy())
        history = baselines.History(
            start, grid.areas, grid.latitude, grid.longitude, grid.counts, np.ones(grid.days, dtype=bool), 0
        )
        mean, alpha = baselines.negative_binomial_forecast("ewma_mix", history, grid.index(first))
        mix = np.array(
            [_score(y, np.maximum(m, 1e-6), np.full(len(m), a)) for y, m, a in zip(seen, mean, alpha, strict=True)]
        )
        return seen.sum(axis=1).reshape(-1, QUARTER).sum(axis=1), (own - mix).reshape(-1, QUARTER).sum(axis=1)

    return measured


def _score(counts: np.ndarray, mean: np.ndarray, alpha: np.ndarray) -> float:
    alpha = np.maximum(alpha, 1e-9)
    none = -np.log1p(alpha * mean) / alpha
    some = np.flatnonzero(counts)
    none[some] = log_density(counts[some], mean[some], alpha[some])
    return float(none.sum())


@pytest.mark.parametrize("first", [date(2007, 7, 1), date(2010, 10, 1), date(2013, 7, 1)])
def test_no_quarter_of_the_record_loses(gains: Callable[..., tuple[np.ndarray, np.ndarray]], first: date) -> None:
    events, gain = gains(first, 4)
    assert (gain / events).min() > -0.1


def test_a_fall_to_two_fifths_overnight_costs_little_and_is_soon_made_good(
    gains: Callable[..., tuple[np.ndarray, np.ndarray]],
) -> None:
    events, gain = gains(date(2014, 1, 1), 2, 0.4)
    assert (gain / events).min() > -0.1
    assert gain.sum() > 0
