"""The figures of one row never contradict each other."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.stats import nbinom

from vedette.forecast import forecast
from vedette.forecast.negbin import probability_of_none, quantiles
from vedette.terms.counts import AreaDays
from vedette.terms.forecast import FORECAST_SCHEMA, LEVELS, QUANTILES

GRIDS = arrays.arrays(
    np.float32,
    st.tuples(st.integers(1, 40), st.integers(1, 4)),
    elements=st.sampled_from([0, 0, 0, 0, 1, 3, 40, 1_000_000]),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(counts=GRIDS, horizon=st.integers(1, 30))
def test_figures_agree(history: Callable[..., AreaDays], counts: np.ndarray, horizon: int) -> None:
    grid = history(counts)
    table = forecast(grid, grid.day(grid.days), horizon)
    assert table.schema == FORECAST_SCHEMA
    assert table.height == horizon * len(grid.areas)
    mean, p_any, alpha = (table[name].to_numpy() for name in ("mean", "p_any", "dispersion"))
    assert np.isfinite(mean).all()
    assert (mean > 0).all()
    assert np.isfinite(alpha).all()
    assert (alpha > 0).all()
    assert (p_any <= mean * (1 + 1e-9)).all()
    assert p_any == pytest.approx(1 - (1 + alpha * mean) ** (-1 / alpha), abs=1e-9)
    levels = table.select(QUANTILES).to_numpy()
    assert (np.diff(levels, axis=1) >= 0).all()
    for level, column in zip(LEVELS, levels.T, strict=True):
        clear = np.abs(1 - p_any - level) > 1e-9
        assert ((column > 0) == (1 - p_any < level))[clear].all()


@settings(max_examples=60, deadline=None)
@given(mean=st.floats(1e-6, 400), alpha=st.floats(0.002, 60))
def test_quantiles_are_the_smallest_counts_that_reach_the_level(mean: float, alpha: float) -> None:
    found = quantiles(np.array([mean]), np.array([alpha]))[:, 0]
    law = nbinom(1 / alpha, 1 / (1 + alpha * mean))
    for level, count in zip(LEVELS, found, strict=True):
        assert law.cdf(count) >= level - 1e-9
        assert count == 0 or law.cdf(count - 1) < level + 1e-9


def test_probability_of_none_by_hand() -> None:
    # mean 2, alpha 0.5: size 2, success 1/2, so P(0) = 1/4
    assert probability_of_none(np.array([2.0]), np.array([0.5]))[0] == pytest.approx(0.25)
