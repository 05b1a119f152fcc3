"""The test on plain arrays: its permutation distribution by brute force, and what must always hold."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.review.inversion import tail
from vedette.review.lottery import lottery
from vedette.review.randomisation import compare, residuals, usual_scatter
from vedette.review.settings import settings as review_settings

LEVEL = 0.05


def equal(size, chosen):
    return lottery(np.full(size, chosen / size), np.repeat([1.0, 0.0], [chosen, size - chosen]), ("all",) * size)


def draw(size, members):
    out = np.zeros(size)
    out[list(members)] = 1
    return out


def by_hand(counts, expected, chosen):
    """p of the difference of precision-weighted means of the residuals, set by set."""
    left = residuals(counts, expected, 1.0)
    number = review_settings().statistic
    precision = 1 / (1 / (expected + number.offset) + number.between_variance)

    def difference(members):
        inside = np.isin(np.arange(len(counts)), members)
        return np.average(left[inside], weights=precision[inside]) - np.average(
            left[~inside], weights=precision[~inside]
        )

    every = np.array([difference(s) for s in combinations(range(len(counts)), len(chosen))])
    middle = every.mean()
    return np.mean(np.abs(every - middle) >= abs(difference(chosen) - middle) - 1e-9)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=6, max_size=6), st.permutations(range(6)), st.integers(1, 5))
def test_p_is_the_share_of_draws_at_least_as_far_out(numbers, order, size):
    counts, expected = np.array(numbers, float), np.array([3.0, 8, 8, 1, 20, 5])
    if not counts.sum():
        return
    members = sorted(order[:size])
    found = compare(counts, expected, equal(6, size), draw(6, members), clip=1.0)
    assert found.p == pytest.approx(by_hand(counts, expected, members))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 6), min_size=8, max_size=8))
def test_p_is_valid_on_any_counts_also_with_ties(numbers):
    """Over all draws that could have been made on fixed counts, p at most alpha comes with probability at most alpha."""
    counts = np.array(numbers, float)
    made = equal(8, 4)
    p = np.array([compare(counts, np.full(8, 3.0), made, row, clip=1.0).p for row in made.draws])
    for alpha in (0.03, 0.05, 0.1, 0.3, 0.5):
        assert made.weight[p <= alpha].sum() <= alpha + 1e-9


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 80), min_size=10, max_size=10), st.floats(0.05, 3.0))
def test_interval_estimate_and_p_agree(numbers, factor):
    counts = np.array(numbers, float)
    counts[:5] = np.round(counts[:5] * factor)
    if not counts.sum():
        return
    found = compare(counts, np.full(10, 20.0), equal(10, 5), draw(10, range(5)), clip=1.0)
    assert found.low <= found.estimate <= found.high
    assert (found.low <= 0 <= found.high) == (found.p > LEVEL)
    assert 0 < found.p <= 1


def test_a_cut_is_estimated_at_its_size():
    generator = np.random.default_rng(1)
    before = generator.uniform(50, 200, 12)
    counts = before * np.exp(generator.normal(0, 0.1, 12))
    counts[:6] *= 0.6
    found = compare(counts, before, equal(12, 6), draw(12, range(6)), clip=1.0)
    assert found.estimate == pytest.approx(np.log(0.6), abs=0.1)
    assert found.low < np.log(0.6) < found.high < 0
    assert found.p <= LEVEL


def test_exchanging_chosen_and_not_chosen_turns_the_estimate_round():
    counts = np.array([12, 30, 7, 22, 15, 40, 9, 18.0])
    there = compare(counts, np.full(8, 20.0), equal(8, 4), draw(8, [0, 2, 4, 6]), clip=1.0)
    back = compare(counts, np.full(8, 20.0), equal(8, 4), draw(8, [1, 3, 5, 7]), clip=1.0)
    assert there.p == pytest.approx(back.p)
    assert there.estimate == pytest.approx(-back.estimate, abs=0.15)


def test_more_events_and_more_areas_see_smaller_cuts():
    generator = np.random.default_rng(2)

    def smallest(areas, rate):
        counts = generator.poisson(rate, areas).astype(float)
        chosen = draw(areas, range(areas // 2))
        return compare(counts, np.full(areas, float(rate)), equal(areas, areas // 2), chosen, clip=1.0).smallest

    assert smallest(12, 400) < smallest(12, 40) < smallest(12, 8)
    assert smallest(16, 40) < smallest(8, 40)


def test_the_smallest_change_does_not_depend_on_the_change_that_came():
    counts = np.array([40, 55, 38, 61, 47, 52, 44, 58, 50, 36, 49, 63.0])
    cut = counts * np.where(np.arange(12) < 6, 0.5, 1.0)
    same = [compare(c, np.full(12, 50.0), equal(12, 6), draw(12, range(6)), clip=1.0).smallest for c in (counts, cut)]
    assert same[0] == pytest.approx(same[1], abs=0.08)


def test_an_even_window_after_wild_ones_promises_less():
    generator = np.random.default_rng(3)
    counts = generator.poisson(80, 12).astype(float)
    wild = [(80 * np.exp(generator.normal(0, 0.5, 12)), np.full(12, 80.0)) for _ in range(3)]
    calm = [(generator.poisson(80, 12).astype(float), np.full(12, 80.0)) for _ in range(3)]

    def found(windows):
        usual = usual_scatter(windows)
        return compare(counts, np.full(12, 80.0), equal(12, 6), draw(12, range(6)), clip=1.0, scatter=usual)

    assert found(wild).smallest > found(calm).smallest + 0.05
    assert found(calm).smallest >= found([]).smallest
    # only the promise rests on earlier windows
    assert (found(wild).p, found(wild).estimate) == (found([]).p, found([]).estimate)


def test_nothing_counted_says_nothing():
    found = compare(np.zeros(6), np.full(6, 2.0), equal(6, 3), draw(6, [0, 1, 2]), clip=1.0)
    assert (found.estimate, found.low, found.high, found.p, found.smallest) == (None, None, None, 1.0, None)


def test_events_in_the_chosen_areas_alone_leave_the_interval_open():
    found = compare(np.array([9, 0, 0, 0.0]), np.array([1, 1, 1, 1.0]), equal(4, 2), draw(4, [0, 1]), clip=1.0)
    assert found.p > LEVEL
    assert found.high == pytest.approx(6.9)
    assert found.smallest is None


def test_a_p_of_exactly_the_level_counts():
    """Two strata of 3 out of 6 have 400 draws: the 20 farthest out are 5 %, not a last bit more."""
    made = lottery(np.full(12, 0.5), np.tile([1.0, 0.0], 6), ("a",) * 6 + ("b",) * 6)
    values = np.random.default_rng(1).permutation(np.repeat([-1.0, 1.0], 200) * np.arange(1, 401))
    p = tail(values[None, :], np.array([381.0]), made.weight)
    assert p[0] == LEVEL
