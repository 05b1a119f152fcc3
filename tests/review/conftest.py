"""Small made worlds for the review."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from vedette.review.trials import TRIAL_SCHEMA
from vedette.terms.counts import AreaDays

START = date(2030, 1, 1)


class World:
    """Twelve candidates 30 km apart, each with four cells around it; Poisson attacks; day 150 on is the window."""

    def __init__(self, seed=1, rate=1.5, wobble=0.2, days=200):
        generator = np.random.default_rng(seed)
        names, latitude, longitude, base = [], [], [], []
        for i in range(12):
            for j, (north, east) in enumerate(((0, 0), (0.09, 0), (-0.09, 0), (0, 0.09), (0, -0.09))):
                names.append(f"A{i:02d}" if j == 0 else f"A{i:02d}-{j}")
                latitude.append(32 + 0.4 * (i // 4) + north)
                longitude.append(44 + 0.4 * (i % 4) + east)
                base.append(rate * (1 if j == 0 else 0.3) * generator.uniform(0.5, 2))
        level = np.ones((days, len(names)))
        for block in range(0, days, 25):
            level[block : block + 25] *= np.exp(generator.normal(0, wobble, len(names)))
        counts = generator.poisson(level * np.array(base)).astype(np.float32)
        self.generator = generator
        self.history = AreaDays(START, tuple(names), np.array(latitude), np.array(longitude), counts)
        self.candidates = [f"A{i:02d}" for i in range(12)]

    def trial(self, number=1, *, first=150, days=28, chosen=None, chance="half", strata=None):
        """A frame of one trial; `chance` is "half", None or a list."""
        if chosen is None:
            chosen = np.zeros(12, int)
            chosen[self.generator.permutation(12)[:6]] = 1
        chances = [0.5] * 12 if chance == "half" else [None] * 12 if chance is None else chance
        return pl.DataFrame(
            {
                "trial": [number] * 12,
                "area": self.candidates,
                "chosen": list(chosen),
                "chance": chances,
                "start": [START + timedelta(days=first)] * 12,
                "end": [START + timedelta(days=first + days - 1)] * 12,
                "stratum": strata or ["all"] * 12,
            },
            schema=TRIAL_SCHEMA,
        )

    def with_counts(self, change):
        """The same history with `change(counts)` done to a copy of its counts."""
        counts = self.history.counts.copy()
        change(counts)
        old = self.history
        return AreaDays(old.start, old.areas, old.latitude, old.longitude, counts)


@pytest.fixture
def world():
    return World()


@pytest.fixture
def make_world():
    return World
