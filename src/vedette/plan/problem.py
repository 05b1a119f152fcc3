"""A planning problem as frozen arrays: what `vedette-problem-1` says, nothing more.

Letters of the format: P posts, S shifts, G groups, U units, E reach edges (group, post), W scenarios, A areas.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

__all__ = ["Hardening", "Objective", "Presence", "Previous", "Problem", "Rule"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Rule:
    """At most `most` duties of a unit in any `window` consecutive shifts of the class `of` ("all" or "night")."""

    id: str
    of: str
    window: int
    most: int


@dataclass(frozen=True)
class Presence:
    """At least `units` units at the posts `posts` [P] from the groups `groups` [G] in each shift first…last."""

    posts: Flags
    groups: Flags
    units: int
    first: int
    last: int


@dataclass(frozen=True)
class Hardening:
    """Fortification: level z_p in [0, 1] costs cost_p · z_p of `budget` and stops effect_p · z_p of the attacks."""

    budget: float
    cost: Floats
    effect: Floats
    divisible: bool


@dataclass(frozen=True)
class Objective:
    """Weights of the objective: worst a_K, shift_worst a_s, total a_T, cvar a_C at level alpha, change a_D."""

    worst: float = 0.0
    shift_worst: float = 0.0
    total: float = 0.0
    cvar: float = 0.0
    alpha: float = 0.9
    quantile: float | None = None
    change: float = 0.0


@dataclass(frozen=True)
class Previous:
    """What is already decided: shifts before `from_shift` are past, hardening is built, marginals are promised.

    unit, post, shift: duties already done; levels [P]; promised: group, post, shift, units of the marginals from then
    on, None where none were given.
    """

    from_shift: int
    unit: Ints
    post: Ints
    shift: Ints
    levels: Floats
    promised: tuple[Ints, Ints, Ints, Floats] | None


@dataclass(frozen=True)
class Problem:
    """A validated problem. Arrays must not be written to."""

    file: str
    sha256: str
    name: str
    starts: tuple[str, ...]
    hours: Floats
    night: Flags
    area_ids: tuple[str, ...]
    parent: Ints
    services: tuple[str, ...]
    post_ids: tuple[str, ...]
    post_area: Ints
    harm: Floats
    max_units: Ints
    group_ids: tuple[str, ...]
    group_service: Ints
    units: Ints
    edge_group: Ints
    edge_post: Ints
    efficacy: Floats
    risk: Floats
    scenario_weight: Floats
    factor: Floats = field(repr=False)
    rules: tuple[Rule, ...]
    presence: tuple[Presence, ...]
    hardening: Hardening | None
    absences: tuple[Ints, Ints, Ints]
    objective: Objective
    previous: Previous | None

    @property
    def posts(self) -> int:
        """P, the number of posts."""
        return len(self.post_ids)

    @property
    def shifts(self) -> int:
        """S, the number of shifts, the past ones included."""
        return len(self.starts)

    @property
    def groups(self) -> int:
        """G, the number of groups."""
        return len(self.group_ids)

    @cached_property
    def first_unit(self) -> Ints:
        """[G + 1] index of the first unit of each group."""
        return np.concatenate([[0], np.cumsum(self.units)]).astype(np.int64)

    @cached_property
    def unit_group(self) -> Ints:
        """[U] group of each unit."""
        return np.repeat(np.arange(self.groups), self.units)

    @property
    def from_shift(self) -> int:
        """F, the first live shift."""
        return self.previous.from_shift if self.previous else 0

    @cached_property
    def live(self) -> Ints:
        """The live shifts, in order."""
        return np.arange(self.from_shift, self.shifts)

    @cached_property
    def base(self) -> Floats:
        """[P, S] harm times expected attacks, before any scenario's factor."""
        return self.harm[:, None] * self.risk

    @cached_property
    def mean_value(self) -> Floats:
        """[P, S] V̄: expected harm over the scenarios."""
        return self.base * np.tensordot(self.scenario_weight, self.factor, 1)[self.post_area]

    @cached_property
    def value(self) -> Floats:
        """[P, S] V: V̄, or the asked quantile over the scenarios (the smallest whose cumulated weight reaches it)."""
        q = self.objective.quantile
        if q is None:
            return self.mean_value
        order = np.argsort(self.factor, axis=0, kind="stable")
        reached = np.cumsum(self.scenario_weight[order], axis=0) >= q - 1e-12
        pick = np.take_along_axis(order, reached.argmax(0)[None], 0)
        return np.asarray(self.base * np.take_along_axis(self.factor, pick, 0)[0][self.post_area])

    @cached_property
    def absent(self) -> Flags:
        """[U, S] whether a unit cannot work."""
        out = np.zeros((len(self.unit_group), self.shifts), bool)
        for unit, first, last in zip(*self.absences, strict=True):
            out[unit, first : last + 1] = True
        return out

    @cached_property
    def past(self) -> Flags:
        """[U, S] duties already done before `from_shift`."""
        out = np.zeros((len(self.unit_group), self.shifts), bool)
        if self.previous:
            out[self.previous.unit, self.previous.shift] = True
        return out

    @cached_property
    def effect(self) -> Floats:
        """[P] share of attacks that full hardening stops (zeros without hardening)."""
        return self.hardening.effect if self.hardening else np.zeros(self.posts)

    @cached_property
    def best_efficacy(self) -> Floats:
        """[P] t_p, the best single unit's efficacy at each post, 0 where none reaches it."""
        out = np.zeros(self.posts)
        np.maximum.at(out, self.edge_post, self.efficacy)
        return out

    @cached_property
    def efficacy_table(self) -> Floats:
        """[G, P] efficacy of a unit of the group at the post, 0 out of reach."""
        out = np.zeros((self.groups, self.posts))
        out[self.edge_group, self.edge_post] = self.efficacy
        return out

    def windows(self, rule: Rule) -> Iterator[Ints]:
        """The windows of a rule, each an array of shifts; a window longer than its class is the class."""
        shifts = np.arange(self.shifts) if rule.of == "all" else np.flatnonzero(self.night)
        size = min(rule.window, len(shifts))
        for start in range(len(shifts) - size + 1 if len(shifts) else 0):
            yield shifts[start : start + size]

    def unit_id(self, unit: int) -> str:
        """The id of a unit: its group's id, a slash and its number from 1."""
        group = int(self.unit_group[unit])
        return f"{self.group_ids[group]}/{unit - int(self.first_unit[group]) + 1}"
