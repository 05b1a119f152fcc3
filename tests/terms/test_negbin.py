"""The negative binomial that forecasts speak and reviews score, worked out by hand."""

import numpy as np
import pytest

from vedette.terms.negbin import cumulative, log_density, quantile

# mean 2, alpha 0.5: size 2, success 1/2, so P(0) = 1/4, P(1) = 2/8, P(2) = 3/16
COUNTS, MEAN, ALPHA = np.array([0.0, 1.0, 2.0]), np.full(3, 2.0), np.full(3, 0.5)


def test_density_and_its_sum() -> None:
    assert np.exp(log_density(COUNTS, MEAN, ALPHA)) == pytest.approx([0.25, 0.25, 0.1875])
    assert cumulative(COUNTS, MEAN, ALPHA) == pytest.approx([0.25, 0.5, 0.6875])
    assert cumulative(np.array([-1.0]), MEAN[:1], ALPHA[:1])[0] == 0


def test_without_spread_it_is_poisson_and_with_alpha_1_geometric() -> None:
    found = log_density(np.array([2.0, 3.0]), np.array([1.5, 2.0]), np.array([0.0, 1.0]))
    assert found[0] == pytest.approx(np.log(np.exp(-1.5) * 1.5**2 / 2))
    assert found[1] == pytest.approx(np.log((1 / 3) * (2 / 3) ** 3))


def test_a_grid_of_alphas_broadcasts_over_rows() -> None:
    grid = np.array([[0.5], [1.0]])
    found = log_density(COUNTS, MEAN, grid)
    assert found.shape == (2, 3)
    assert found[0] == pytest.approx(log_density(COUNTS, MEAN, ALPHA))


@pytest.mark.parametrize(("level", "count"), [(0.2, 0), (0.4, 1), (0.6, 2)])
def test_a_quantile_is_the_smallest_count_that_reaches_the_level(level: float, count: int) -> None:
    assert quantile(level, MEAN, ALPHA).tolist() == [count] * 3


def test_quantiles_without_a_mean_are_0_and_without_spread_those_of_poisson() -> None:
    # Poisson of mean 1: P(Y <= 1) = 0.736, P(Y <= 2) = 0.920
    assert quantile(0.9, np.array([0.0, 1.0]), np.zeros(2)).tolist() == [0, 2]
