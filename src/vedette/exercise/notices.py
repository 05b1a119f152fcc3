"""Warnings, threats, orders, measures and election items that fit a simulation, where none are given."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

import numpy as np

from vedette.exercise.simulate import Simulation
from vedette.exercise.truth import Notice
from vedette.exercise.wording import settings

__all__ = ["made_notices"]


def made_notices(simulation: Simulation, silent: Mapping[str, date], draw: Random) -> list[Notice]:
    """Notices of each day: about the areas that are in truth the most exposed, and about elections near it.

    Areas are drawn in proportion to the true intensity of the day, so a warning tells something, but not everything.
    """
    rules, world = settings(), simulation.world
    made: list[Notice] = []
    vote = min((e.day for e in world.elections), key=lambda d: abs((d - simulation.first).days), default=None)
    kinds = rules["notice_kinds"]
    for offset in range(simulation.days):
        day = simulation.first + timedelta(days=offset)
        open_areas = [i for i, a in enumerate(world.ids) if a not in silent or day < silent[a]]
        if not open_areas:
            continue
        weight = simulation.intensity[open_areas, offset]
        whole, rest = divmod(float(rules["notices_per_day"]), 1)
        for _ in range(int(whole) + (draw.random() < rest)):
            kind = draw.choices(list(kinds), list(kinds.values()))[0]
            areas = _exposed(world.ids, open_areas, weight, draw)
            ahead = vote if vote is not None and vote >= day else day + timedelta(days=3)
            made.append(Notice(kind=kind, published=day, areas=areas, start=day, end=ahead))
        if vote is not None and -2 <= (vote - day).days <= rules["calendar_days"] and draw.random() < 0.5:
            areas = _exposed(world.ids, open_areas, weight, draw)
            kind = "calendar" if day < vote else "result"
            made.append(Notice(kind=kind, published=day, areas=areas, start=vote, end=vote))
    return made


def _exposed(ids: tuple[str, ...], among: list[int], weight: np.ndarray, draw: Random) -> tuple[str, ...]:
    """One to three areas, in order of the world, drawn in proportion to their weights."""
    drawn = set(draw.choices(among, (weight + 1e-9).tolist(), k=draw.choice((1, 2, 2, 3))))
    return tuple(ids[i] for i in sorted(drawn))
