"""Attacks in a made world, with and without the presence that was sent: the true effect of a deployment is known.

The process is built as a branching tree (Hawkes and Oakes 1974, A cluster process representation of a self-exciting
process). Every attack carries its own random numbers: how many further attacks it would set off, when and where, and
whether presence would prevent it. Presence then only thins and moves that same tree, so that two runs with one seed
differ by deterrence and displacement alone.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vedette.exercise.world import World
from vedette.terms.counts import EVENT_SCHEMA
from vedette.terms.errors import FieldError

__all__ = ["Simulation", "expected_rate", "simulate"]

KM_PER_DEGREE = 111.195
HAPPENED, MOVED, PREVENTED, NEVER = 0, 1, 2, 3

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Simulation:
    """What happened, and what would have happened without presence.

    `events` and `without` follow EVENT_SCHEMA, by day and area. Arrays have shape (areas, days) in the order of
    `world.ids`, day 0 being `first`: `intensity` is the expected number of attacks before deterrence, given all that
    happened before the day; `prevented` and `moved_from` count attacks by the place where they were meant,
    `moved_to` by the place where they then happened. `spared` is the number of attacks that nobody tried, because the
    attack that would have set them off was prevented. So without = events + prevented + spared, in all.
    """

    world: World
    first: date
    days: int
    seed: int
    presence: Floats
    events: pl.DataFrame
    without: pl.DataFrame
    intensity: Floats
    prevented: Ints
    moved_from: Ints
    moved_to: Ints
    spared: int


@dataclass(frozen=True)
class _Tree:
    """Every attack that could happen, parents before children; `parent` −1: background, −2: set off by the history."""

    day: Ints
    parent: Ints
    origin: Ints
    area_draw: Floats
    prevent_draw: Floats
    move_draw: Floats
    target_draw: Floats
    generations: list[slice]


def simulate(
    world: World,
    first: date,
    days: int,
    seed: int,
    presence: NDArray[np.float64] | None = None,
    history: pl.DataFrame | None = None,
) -> Simulation:
    """Simulate `days` local days from `first`.

    presence: units present, shape (areas, days) in the order of `world.ids`, at least 0; None: nobody. history:
    earlier attacks, following EVENT_SCHEMA, that set off further ones; rows from `first` on are left out, and so are
    areas that the world does not hold. Without a history the process starts from nothing.
    Raises FieldError for presence of a wrong shape, negative or NaN.
    """
    units = np.zeros((len(world.areas), days)) if presence is None else np.asarray(presence, dtype=float)
    if units.shape != (len(world.areas), days):
        raise FieldError(None, "presence", "shape", units.shape, f"areas × days, {(len(world.areas), days)}")
    if not (np.isfinite(units).all() and (units >= 0).all()):
        raise FieldError(None, "presence", "units", "a negative number or NaN", "0 or more units")
    tree_seed, look_seed = np.random.SeedSequence([seed, first.toordinal()]).spawn(2)
    past = _past(world, first, history)
    tree = _grow(world, first, days, past, np.random.default_rng(tree_seed))
    bare, _, _ = _realise(world, tree, np.zeros_like(units))
    meant, fate, moved_to = _realise(world, tree, units)
    actual = np.where(fate == MOVED, moved_to, meant)
    look = np.random.default_rng(look_seed).random((len(tree.day), 3))
    came = fate <= MOVED

    def count(which: NDArray[np.bool_], where: Ints) -> Ints:
        grid = np.zeros(units.shape, dtype=np.int64)
        np.add.at(grid, (where[which], tree.day[which]), 1)
        return grid

    return Simulation(
        world=world,
        first=first,
        days=days,
        seed=seed,
        presence=units,
        events=_frame(world, first, tree.day, actual, look, came),
        without=_frame(world, first, tree.day, bare, look, np.ones(len(came), dtype=bool)),
        intensity=_intensity(world, first, days, past, count(came, actual)),
        prevented=count(fate == PREVENTED, meant),
        moved_from=count(fate == MOVED, meant),
        moved_to=count(fate == MOVED, moved_to),
        spared=int((fate == NEVER).sum()),
    )


def expected_rate(
    world: World,
    first: date,
    days: int,
    presence: NDArray[np.float64] | None = None,
    history: pl.DataFrame | None = None,
) -> Floats:
    """Exact expected number of attacks per area and day, shape (areas, days), by the recursion of the means.

    The same arguments as `simulate`; its `events` counted per area and day have this mean over seeds.
    """
    units = np.zeros((len(world.areas), days)) if presence is None else np.asarray(presence, dtype=float)
    share = world.prevented_share(units)
    stay, kernel = 1 - share, world.deterrence.displacement * world.displacement_kernel()
    background, state = world.background(first, days), _state(world, _past(world, first, history))
    spread, keep = world.contagion.branching * world.contagion_kernel().T, _keep(world)
    rate = np.zeros((len(world.areas), days))
    for day in range(days):
        meant = background[:, day] + state
        rate[:, day] = meant * stay[:, day] + kernel.T @ (meant * share[:, day])
        state = keep * state + (1 - keep) * (spread @ rate[:, day])
    return rate


def _keep(world: World) -> float:
    return float(np.exp(-1 / world.contagion.decay_days))


def _past(world: World, first: date, history: pl.DataFrame | None) -> Ints:
    """Area index and age in days (1: the day before `first`) of each earlier attack, shape (n, 2)."""
    if history is None or not history.height:
        return np.zeros((0, 2), dtype=np.int64)
    place = {name: i for i, name in enumerate(world.ids)}
    rows = [
        (place[area], (first - day).days)
        for day, area in zip(history["date"].to_list(), history["area"].to_list(), strict=True)
        if area in place and day < first
    ]
    return np.array(rows, dtype=np.int64).reshape(-1, 2)


def _state(world: World, past: Ints) -> Floats:
    """Attacks expected on the first day from the history, shape (areas,)."""
    keep, state = _keep(world), np.zeros(len(world.areas))
    np.add.at(state, past[:, 0], (1 - keep) * keep ** (past[:, 1] - 1.0))
    return world.contagion.branching * (world.contagion_kernel().T @ state)


def _intensity(world: World, first: date, days: int, past: Ints, counts: Ints) -> Floats:
    rate, state = world.background(first, days), _state(world, past)
    spread, keep = world.contagion.branching * world.contagion_kernel().T, _keep(world)
    for day in range(days):
        rate[:, day] += state
        state = keep * state + (1 - keep) * (spread @ counts[:, day])
    return rate


def _grow(world: World, first: date, days: int, past: Ints, rng: np.random.Generator) -> _Tree:
    """All attacks that could happen, generation by generation; where children fall is decided when it is known."""
    counts = rng.poisson(world.background(first, days))
    area, day = np.repeat(np.argwhere(counts), counts[counts > 0], axis=0).T
    parts = [(day, np.full(len(day), -1), area)]
    child_day, child_of = _children(world, -past[:, 1], days, rng)
    parts.append((child_day, np.full(len(child_day), -2), past[child_of, 0]))
    generations, start = [slice(0, sum(len(part[0]) for part in parts))], 0
    while generations[-1].stop > start:
        start = generations[-1].start
        born = np.concatenate([part[0] for part in parts])[start:]
        child_day, child_of = _children(world, born, days, rng)
        parts.append((child_day, start + child_of, np.full(len(child_day), -1)))
        start = generations[-1].stop
        generations.append(slice(start, start + len(child_day)))
    total = generations[-1].stop
    draws = rng.random((4, total))
    day, parent, origin = (np.concatenate([part[i] for part in parts]).astype(np.int64) for i in range(3))
    return _Tree(day, parent, origin, draws[0], draws[1], draws[2], draws[3], generations)


def _children(world: World, day: Ints, days: int, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Days of the further attacks of attacks on `day` that fall into 0…days−1, and the index of each one's parent."""
    number = rng.poisson(world.contagion.branching, len(day))
    parent = np.repeat(np.arange(len(day)), number)
    child = day[parent] + rng.geometric(1 - _keep(world), len(parent))
    inside = (child >= 0) & (child < days)
    return child[inside], parent[inside]


def _realise(world: World, tree: _Tree, presence: Floats) -> tuple[Ints, Ints, Ints]:
    """Where each attack was meant, its fate, and where it moved to (−1: nowhere), each of shape (attacks,)."""
    contagion = np.cumsum(world.contagion_kernel(), axis=1)
    displacement = np.cumsum(world.displacement_kernel(), axis=1)
    share = world.prevented_share(presence)
    chance_to_move = world.deterrence.displacement if len(world.areas) > 1 else 0.0
    meant, place = tree.origin.copy(), tree.origin.copy()
    fate, moved_to = np.full(len(meant), HAPPENED), np.full(len(meant), -1, dtype=np.int64)
    for generation in tree.generations:
        index = np.arange(generation.start, generation.stop)
        set_off = index[tree.parent[index] != -1]
        parent = tree.parent[set_off]
        source = np.where(parent >= 0, place[parent], tree.origin[set_off])
        meant[set_off] = _pick(contagion, source, tree.area_draw[set_off])
        orphan = np.zeros(len(meant), dtype=bool)
        orphan[set_off] = (parent >= 0) & (fate[parent] >= PREVENTED)
        met = tree.prevent_draw[index] < share[meant[index], tree.day[index]]
        moves = met & (tree.move_draw[index] < chance_to_move)
        fate[index] = np.where(orphan[index], NEVER, np.where(moves, MOVED, np.where(met, PREVENTED, HAPPENED)))
        going = index[fate[index] == MOVED]
        moved_to[going] = _pick(displacement, meant[going], tree.target_draw[going])
        place[index] = np.where(fate[index] == MOVED, moved_to[index], meant[index])
    return meant, fate, moved_to


def _pick(cumulated: Floats, row: Ints, draw: Floats) -> Ints:
    """Column of each row's distribution that the uniform draw falls into."""
    chosen = (cumulated[row] <= draw[:, None]).sum(axis=1)
    return np.asarray(np.minimum(chosen, cumulated.shape[1] - 1), dtype=np.int64)


def _frame(world: World, first: date, day: Ints, area: Ints, look: Floats, which: NDArray[np.bool_]) -> pl.DataFrame:
    """Rows after EVENT_SCHEMA; the point scatters about the centre (Box and Muller 1958), coordinates to 4 decimals."""
    day, area, look = day[which], area[which], look[which]
    radius = world.scatter_km / KM_PER_DEGREE * np.sqrt(-2 * np.log(1 - look[:, 0]))
    centre = np.array([(a.latitude, a.longitude) for a in world.areas])[area].reshape(-1, 2)
    north, east = radius * np.cos(2 * np.pi * look[:, 1]), radius * np.sin(2 * np.pi * look[:, 1])
    names, shares = list(world.types), np.cumsum(list(world.types.values()))
    kind = np.minimum((shares <= look[:, 2, None]).sum(axis=1), len(names) - 1)
    frame = pl.DataFrame(
        {
            "date": pl.Series([date.fromordinal(first.toordinal() + int(d)) for d in day], dtype=pl.Date),
            "area": pl.Series([world.ids[a] for a in area], dtype=pl.String),
            "latitude": np.round(centre[:, 0] + north, 4),
            "longitude": np.round(centre[:, 1] + east / np.cos(np.radians(centre[:, 0])), 4),
            "type": pl.Series([names[k] for k in kind], dtype=pl.String),
        },
        schema=EVENT_SCHEMA,
    )
    return frame.sort(["date", "area", "latitude", "longitude"])
