"""Pure deployments: every unit's posts and rest over the live shifts, built against prices and always lawful."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vedette.plan.duties import DutyGraph, duty_graph, start_states
from vedette.plan.problem import Problem

__all__ = ["Builder", "Roster"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NEIGHBOURS = 24
TEAM = 5


@dataclass(frozen=True)
class Roster:
    """A pure deployment. `assign` [U, T]: the edge of each unit's posting in each live shift, -1 for none."""

    assign: Ints
    short: int

    @property
    def key(self) -> bytes:
        """Equal for equal deployments."""
        return self.assign.astype(np.int32).tobytes()

    @property
    def lawful(self) -> bool:
        """Whether presence is met everywhere (all other rules always are)."""
        return self.short == 0


class Builder:
    """Builds deployments of one problem with a given hardening. Edges are sorted by group inside."""

    def __init__(self, problem: Problem, levels: Floats) -> None:
        self.problem = problem
        self.graph: DutyGraph = duty_graph(problem)
        self.start = start_states(problem, self.graph)
        order = np.argsort(problem.edge_group, kind="stable")
        self.edge_group, self.edge_post = problem.edge_group[order], problem.edge_post[order]
        self.efficacy = problem.efficacy[order]
        self.first_edge = np.searchsorted(self.edge_group, np.arange(problem.groups + 1)).astype(np.int64)
        serves = [np.flatnonzero(row.posts[self.edge_post] & row.groups[self.edge_group]) for row in problem.presence]
        pairs = [(edges, np.full(len(edges), i)) for i, edges in enumerate(serves)]
        edge = np.concatenate([np.zeros(0, np.int64), *(pair[0] for pair in pairs)]).astype(np.int64)
        row = np.concatenate([np.zeros(0, np.int64), *(pair[1] for pair in pairs)]).astype(np.int64)
        by_edge = np.argsort(edge, kind="stable")
        self.rows = row[by_edge]
        self.first_row = np.searchsorted(edge[by_edge], np.arange(len(order) + 1)).astype(np.int64)
        self.need = np.array(
            [[r.units if r.first <= s <= r.last else 0 for s in problem.live] for r in problem.presence], np.int64
        ).reshape(len(problem.presence), len(problem.live))
        self.harden(levels)

    def harden(self, levels: Floats) -> None:
        """Take another hardening [P] for what follows."""
        self.levels = levels
        self.strength = self.problem.effect * levels

    @cached_property
    def _still(self) -> tuple[NDArray[Any], ...]:
        """What the kernel's `world` holds after its prices."""
        first, problem = self.problem.from_shift, self.problem
        parts = (
            self.first_edge,
            self.edge_post,
            self.efficacy,
            problem.max_units,
            self.first_row,
            self.rows,
            problem.unit_group,
            problem.absent[:, first:],
            self.start,
            self.graph.off[first:],
            self.graph.on[first:],
            self.graph.count[first:],
        )
        return tuple(np.ascontiguousarray(part) for part in parts)

    @cached_property
    def _near(self) -> Ints:
        """[U, N] for each unit the others that share most posts with it, its own group first; -1 pads."""
        problem = self.problem
        reach = (problem.efficacy_table > 0).astype(float)
        shared = reach @ reach.T + np.eye(problem.groups) * (reach.shape[1] + 1)
        out = np.full((len(problem.unit_group), NEIGHBOURS), -1, np.int64)
        for group in range(problem.groups):
            order = np.argsort(-shared[group], kind="stable")
            close = order[shared[group][order] > 0]
            units = np.concatenate(
                [
                    np.zeros(0, np.int64),
                    *(np.arange(self.problem.first_unit[g], problem.first_unit[g + 1]) for g in close[:NEIGHBOURS]),
                ]
            )[:NEIGHBOURS]
            out[problem.first_unit[group] : problem.first_unit[group + 1], : len(units)] = units
        return out

    def build(
        self,
        price: Floats,
        rng: np.random.Generator,
        *,
        start: Roster | None = None,
        extra: Floats | None = None,
        passes: int = 8,
        tries: int = 0,
    ) -> Roster:
        """A deployment that is good for coverage worth `price` [P, T] (and `extra` [E, T] per posting).

        It starts from `start` or from nobody posted, and gives the units their turns in random order, then `tries`
        times per unit a few neighbours choose again together. Presence comes first; `short` of the result says how
        many units it still lacks.
        """
        from vedette.plan.kernel import improve, ruin_and_recreate

        units, shifts = len(self.problem.unit_group), len(self.problem.live)
        assign = start.assign.copy() if start else np.full((units, shifts), -1, np.int64)
        place = (assign, *self.state(assign))
        scale = float(price.max(initial=0.0)) + (float(np.abs(extra).max(initial=0.0)) if extra is not None else 0.0)
        world = (
            np.ascontiguousarray(price),
            np.zeros((0, 0)) if extra is None else np.ascontiguousarray(extra),
            4.0 * (scale or 1.0) * max(1, shifts),
            *self._still,
        )
        improve(place, world, rng.permutation(units), passes)
        if tries and units > 1:
            ruin_and_recreate(place, world, self._near, tries * units, TEAM, int(rng.integers(2**31)))
        return Roster(assign, int(np.maximum(place[3], 0).sum()))

    def state(self, assign: Ints) -> tuple[Floats, Ints, Ints]:
        """raw [P, T] hardening plus efficacies, count [P, T] units, short [R, T] units that presence lacks."""
        problem = self.problem
        u, t = np.nonzero(assign >= 0)
        e = assign[u, t]
        raw = np.repeat(self.strength[:, None], len(problem.live), axis=1)
        np.add.at(raw, (self.edge_post[e], t), self.efficacy[e])
        count = np.zeros((problem.posts, len(problem.live)), np.int64)
        np.add.at(count, (self.edge_post[e], t), 1)
        short = self.need.copy()
        for i, row in enumerate(problem.presence):
            hit = row.posts[self.edge_post[e]] & row.groups[self.edge_group[e]]
            short[i] -= np.bincount(t[hit], minlength=len(problem.live))
        return raw, count, short

    def coverage(self, roster: Roster) -> Floats:
        """[P, T] c = min(1, hardening + efficacies) of a deployment."""
        return np.minimum(1.0, self.state(roster.assign)[0])

    def table(self, roster: Roster) -> tuple[Ints, Ints, Ints]:
        """The deployment as (unit, post, shift), sorted by shift, unit, post."""
        u, t = np.nonzero(roster.assign >= 0)
        p, s = self.edge_post[roster.assign[u, t]], t + self.problem.from_shift
        order = np.lexsort((p, u, s))
        return u[order], p[order], s[order]
