"""False alarms, coverage and power on made worlds; the long run is marked slow, real data are in benchmarks/."""

import numpy as np
import polars as pl
import pytest

from vedette.review import review_trials


def findings(make_world, number, cut, seed):
    """`number` trials over several worlds, each with its events prevented with chance `cut` in the chosen areas."""
    out = []
    generator = np.random.default_rng(seed)
    for k in range(number // 10):
        world = make_world(seed=seed + k)
        trials, rows = [], []
        for i in range(10):
            trial = world.trial(i + 1, first=130 + 4 * i)
            trials.append(trial)
            for area, chosen in zip(trial["area"], trial["chosen"], strict=True):
                column = world.history.areas.index(area)
                for d in range(130 + 4 * i, 158 + 4 * i):
                    count = int(world.history.counts[d, column])
                    if count:
                        left = int(generator.binomial(count, 1 - cut)) if chosen else count
                        rows.append((i + 1, area, world.history.day(d), left))
        counts = pl.DataFrame(rows, schema=["trial", "area", "day", "count"], orient="row")
        out += review_trials(pl.concat(trials), world.history, counts=counts)
    return out


def shares(found, truth):
    alarms = np.mean([f.p <= 0.05 for f in found])
    moved = np.mean([f.displacement.p <= 0.05 for f in found])
    covered = np.mean([f.low <= truth <= f.high for f in found])
    return alarms, moved, covered


def test_placebo_trials_seldom_alarm(make_world):
    alarms, moved, covered = shares(findings(make_world, 100, 0.0, 100), 0.0)
    # 5 % of 100 is 5; more than 13 come by chance less than once in a thousand times
    assert alarms <= 13 / 100
    assert moved <= 13 / 100
    assert covered == 1 - alarms


def test_a_cut_is_covered_and_found(make_world):
    alarms, moved, covered = shares(findings(make_world, 100, 0.5, 300), np.log(0.5))
    assert covered >= 87 / 100
    assert alarms > 0.8
    assert moved <= 13 / 100


@pytest.mark.slow
@pytest.mark.parametrize("cut", [0.0, 0.3])
def test_the_rates_are_right_over_many_trials(make_world, cut):
    alarms, moved, covered = shares(findings(make_world, 1500, cut, 1000), np.log1p(-cut))
    assert cut > 0 or 0.035 <= alarms <= 0.067
    assert 0.033 <= moved <= 0.067
    assert 0.933 <= covered <= 0.967


@pytest.mark.slow
def test_a_cut_of_the_smallest_size_seen_is_found_as_often_as_promised(make_world):
    promised = np.median([f.mde for f in findings(make_world, 100, 0.0, 5000)])
    found = findings(make_world, 1000, float(promised), 6000)
    assert 0.70 <= np.mean([f.p <= 0.05 and f.estimate < 0 for f in found]) <= 0.90
