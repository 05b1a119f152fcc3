"""Duties as flow: units of one kind move through the graph of lawful weeks, so their mean is a mean of lawful weeks.

Rules summed over a group allow means that no roster has (three units cannot cover every shift when nobody may work a
third night running). A unit of flow from the first live shift to the last is one unit's lawful week, and the
constraint matrix of a flow is totally unimodular: nothing but mixtures of whole weeks is left.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vedette.plan.duties import duty_graph, start_states
from vedette.plan.problem import Problem
from vedette.plan.sparse import Rows

__all__ = ["LARGEST", "Weeks", "unit_weeks"]

Ints = NDArray[np.int64]

LARGEST = 60_000
"""Columns of flow above which the programme is not worth its time."""


@dataclass(frozen=True)
class Weeks:
    """Flow columns first…first + columns: each is duty or rest of the units of a kind, in a state, in a live shift.

    kind_group, kind_start and kind_units describe the kinds; column_group and column_shift the columns that are duty.
    """

    problem: Problem
    first: int
    columns: int
    tail: Ints
    head: Ints
    duty: NDArray[np.bool_]
    column_group: Ints
    column_shift: Ints
    supply: Ints

    def add(self, rows: Rows, group: Ints, shift: Ints) -> None:
        """Rows: what enters a state leaves it, and postings [columns 0…] of a group in a shift are its duties."""
        column = self.first + np.arange(self.columns)
        kept = self.head >= 0
        rows.add(
            np.r_[self.tail, self.head[kept]],
            np.r_[column, column[kept]],
            np.r_[np.ones(len(column)), -np.ones(int(kept.sum()))],
            self.supply.astype(float),
            self.supply.astype(float),
            len(self.supply),
        )
        shifts = len(self.problem.live)
        rows.add(
            np.r_[group * shifts + shift, self.column_group[self.duty] * shifts + self.column_shift[self.duty]],
            np.r_[np.arange(len(group)), column[self.duty]],
            np.r_[np.ones(len(group)), -np.ones(int(self.duty.sum()))],
            -np.inf,
            0.0,
            self.problem.groups * shifts,
        )


def unit_weeks(problem: Problem, first: int) -> Weeks | None:
    """The flow of all units, columns numbered from `first`; None when it would be too large.

    Units of a group that share past and absences are one kind.
    """
    graph = duty_graph(problem)
    if not graph.whole:
        return None
    start, absent = start_states(problem, graph), problem.absent[:, problem.from_shift :]
    if (start < 0).any():
        return None
    kinds: dict[tuple[int, int, bytes], list[int]] = {}
    for unit in range(len(problem.unit_group)):
        key = (int(problem.unit_group[unit]), int(start[unit]), absent[unit].tobytes())
        kinds.setdefault(key, []).append(unit)
    per_kind = 2 * int(graph.count[problem.from_shift : -1].sum())
    if per_kind * len(kinds) > LARGEST:
        return None
    tail: list[int] = []
    head: list[int] = []
    duty: list[bool] = []
    group: list[int] = []
    when: list[int] = []
    supply: list[int] = []
    for (own, begin, _), units in kinds.items():
        nodes = {begin: len(supply)}
        supply.append(len(units))
        for t, s in enumerate(problem.live.tolist()):
            after: dict[int, int] = {}
            for state, node in nodes.items():
                for work, to in ((False, int(graph.off[s, state])), (True, int(graph.on[s, state]))):
                    if to < 0 or (work and absent[units[0], t]):
                        continue
                    last = t == len(problem.live) - 1
                    if not last and to not in after:
                        after[to] = len(supply)
                        supply.append(0)
                    tail.append(node)
                    head.append(-1 if last else after[to])
                    duty.append(work)
                    group.append(own)
                    when.append(t)
            nodes = after
    return Weeks(
        problem,
        first,
        len(tail),
        np.array(tail, np.int64),
        np.array(head, np.int64),
        np.array(duty, bool),
        np.array(group, np.int64),
        np.array(when, np.int64),
        np.array(supply, np.int64),
    )
