"""The draws of a lottery and their probabilities, against brute force."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.review.lottery import lottery, odds_for


def brute_force(odds, size):
    """Toss areas independently, keep only the right number: set → probability, and inclusion chances."""
    share = {}
    for sides in product((0, 1), repeat=len(odds)):
        if sum(sides) == size:
            share[sides] = np.prod([o / (1 + o) if s else 1 / (1 + o) for o, s in zip(odds, sides, strict=True)])
    total = sum(share.values())
    share = {k: v / total for k, v in share.items()}
    chance = np.array([sum(v for k, v in share.items() if k[i]) for i in range(len(odds))])
    return share, chance


def test_equal_chances_make_every_set_equally_likely():
    made = lottery(np.full(6, 0.5), np.array([1, 1, 1, 0, 0, 0.0]), ("all",) * 6)
    assert made.complete
    assert len(made.draws) == 20
    assert np.allclose(made.weight, 1 / 20)
    assert {tuple(np.flatnonzero(row)) for row in made.draws} == set(combinations(range(6), 3))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0.05, 20), min_size=3, max_size=6), st.data())
def test_unequal_chances_give_the_draw_of_highest_entropy(odds, data):
    size = data.draw(st.integers(1, len(odds) - 1))
    share, chance = brute_force(odds, size)
    chosen = np.zeros(len(odds))
    chosen[:size] = 1
    made = lottery(chance, chosen, ("all",) * len(odds))
    found = {tuple(row.astype(int)): weight for row, weight in zip(made.draws, made.weight, strict=True)}
    assert found.keys() == share.keys()
    assert all(found[key] == pytest.approx(share[key], abs=1e-6) for key in share)


def test_the_odds_of_the_trial_tool_are_found_from_its_chances():
    odds = np.where(np.arange(12) < 6, 0.6 / 0.4, 0.4 / 0.6)
    _, chance = brute_force(odds, 6)
    found = odds_for(np.round(chance, 6), 6)
    assert found[0] / found[-1] == pytest.approx(odds[0] / odds[-1], rel=1e-4)


def test_strata_are_drawn_apart():
    chosen = np.array([1, 0, 0, 1, 1, 0, 0.0])
    made = lottery(np.array([1 / 3] * 3 + [0.5] * 4), chosen, ("a",) * 3 + ("b",) * 4)
    assert len(made.draws) == 3 * 6
    assert (made.draws[:, :3].sum(axis=1) == 1).all()
    assert (made.draws[:, 3:].sum(axis=1) == 2).all()
    assert np.allclose(made.weight @ made.draws, made.chance)
    assert (made.draws[made.index(chosen)] == chosen).all()


def test_a_draw_that_the_lottery_could_not_make_is_refused():
    made = lottery(np.full(4, 0.5), np.array([1, 1, 0, 0.0]), ("all",) * 4)
    with pytest.raises(ValueError, match="could not make"):
        made.index(np.array([1, 1, 1, 0.0]))


def test_a_large_lottery_is_sampled_with_its_chances_and_the_same_way_every_time():
    _, chance = brute_force([0.3, 1, 1, 2, 3], 2)
    big = np.tile(chance, 8)
    chosen = np.tile([1, 1, 0, 0, 0.0], 8)
    made, drawn = lottery(big, chosen, ("all",) * 40).with_draw(chosen)
    assert not made.complete
    assert (made.draws.sum(axis=1) == 16).all()
    assert np.abs(made.draws.mean(axis=0) - big).max() < 0.02
    assert (made.draws[drawn] == chosen).all()
    assert (lottery(big, chosen, ("all",) * 40).draws == made.draws[:-1]).all()
