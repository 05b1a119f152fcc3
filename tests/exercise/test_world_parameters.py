"""World files are read with one clear error for the first thing that is wrong."""

import numpy as np
import pytest

from vedette.exercise.world import load_world, random_world
from vedette.terms.errors import FieldError, FormatError

GOOD = """
weekly = [1, 1, 1, 1, 1, 1, 1]
[contagion]
branching = 0.4
decay_days = 5
[deterrence]
effect = 0.3
[types]
bombing = 1.0
[[areas]]
id = "one"
latitude = 33.0
longitude = 44.0
rate = 0.5
[[areas]]
id = "two"
latitude = 33.5
longitude = 44.0
rate = 0.5
"""


def test_a_world_is_read_from_toml():
    world = load_world(GOOD)
    assert world.ids == ("one", "two")
    assert world.contagion.branching == 0.4


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("branching = 0.4", "branching = 1.0", "contagion.branching"),  # would explode
        ("decay_days = 5", "decay_days = 0", "contagion.decay_days"),
        ("effect = 0.3", "effect = 1.3", "deterrence.effect"),  # more than all
        ("rate = 0.5", "rate = -0.5", "areas.0.rate"),
        ("rate = 0.5", "rate = nan", "areas.0.rate"),
        ("latitude = 33.0", "latitude = 144", "areas.0.latitude"),
        ("bombing = 1.0", "bombing = 0.9", "shares sum to 0.9"),
        ("weekly = [1,", "weekly = [9,", "mean is"),
        ("weekly = [1,", "weekly = [", "weekly"),  # six days
        ('id = "two"', 'id = "one"', "stands twice"),
        ("decay_days = 5", "", "contagion.decay_days"),  # missing
        ("effect = 0.3", "effect = 0.3\nluck = 1", "deterrence.luck"),  # unknown
    ],
)
def test_a_parameter_that_makes_no_sense_is_named(old, new, said):
    assert old in GOOD
    with pytest.raises(FieldError, match=f"my.toml.*{said}"):
        load_world(GOOD.replace(old, new, 1), "my.toml")


def test_a_broken_file_is_named():
    with pytest.raises(FormatError, match=r"my\.toml"):
        load_world("weekly = [", "my.toml")


@pytest.mark.parametrize("areas", [1, 2, 40])
def test_kernels_share_out_everything(areas):
    world = random_world(areas, 3)
    assert world.contagion_kernel().sum(axis=1) == pytest.approx(np.ones(areas))
    moved = world.displacement_kernel()
    assert moved.sum(axis=1) == pytest.approx(np.ones(areas) if areas > 1 else [0])
    assert (np.diag(moved) == 0).all()


def test_presence_prevents_a_share_of_what_the_others_left():
    world = load_world(GOOD)
    assert world.prevented_share(np.array([0.0, 1.0, 2.0])) == pytest.approx([0, 0.3, 0.51])
