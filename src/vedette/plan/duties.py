"""The rules as one small graph: which states of memory a unit can be in before each shift, and where duty or rest leads.

Rest, weekly and night rules all say "at most m duties in any w consecutive shifts of a class". What a unit has to
remember for such a rule is its last w − 1 duties in that class, or, when the window holds the whole class, their
number. A path through the graph is a lawful duty plan, and every lawful duty plan is a path.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vedette.plan.problem import Problem, Rule

__all__ = ["DutyGraph", "best_duty_value", "duty_graph", "start_states"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

STATES = 20_000


@dataclass(frozen=True)
class DutyGraph:
    """States before each shift. `off[s, i]` and `on[s, i]` are the state before shift s + 1, -1 where it is forbidden.

    `count[s]` is the number of states before shift s; `whole` is False when states had to be left out (every path is
    still lawful, but not every lawful plan is a path).
    """

    off: Ints
    on: Ints
    count: Ints
    whole: bool


def duty_graph(problem: Problem, rules: Sequence[Rule] | None = None, limit: int = STATES) -> DutyGraph:
    """The graph over all shifts for `rules` (default: the problem's), with at most `limit` states before a shift.

    Past duties are not looked at here; windows that end in the past bind nobody (plan-format.md).
    """
    chosen = problem.rules if rules is None else tuple(rules)
    classes = [np.ones(problem.shifts, bool) if rule.of == "all" else problem.night for rule in chosen]
    wide = [rule.window >= int(mask.sum()) for rule, mask in zip(chosen, classes, strict=True)]
    last = [int(np.flatnonzero(mask).max(initial=-1)) for mask in classes]
    states: dict[tuple[int, ...], int] = {tuple(0 for _ in chosen): 0}
    off, on, count, whole = [], [], [1], True
    for shift in range(problem.shifts):
        after: dict[tuple[int, ...], int] = {}
        moves = np.full((2, len(states)), -1, np.int64)
        for state, row in states.items():
            for duty in (0, 1):
                new = _step(state, duty, shift, chosen, classes, wide, last, problem.from_shift)
                if new is None:
                    continue
                if new not in after:
                    if len(after) >= limit:
                        whole = False
                        continue
                    after[new] = len(after)
                moves[duty, row] = after[new]
        off.append(moves[0])
        on.append(moves[1])
        states = after
        count.append(len(states))
    width = max(count)
    pad = [
        np.pad(np.stack([a, b]), ((0, 0), (0, width - len(a))), constant_values=-1)
        for a, b in zip(off, on, strict=True)
    ]
    both = np.stack(pad, axis=1)
    return DutyGraph(np.ascontiguousarray(both[0]), np.ascontiguousarray(both[1]), np.array(count), whole)


def _step(
    state: tuple[int, ...],
    duty: int,
    shift: int,
    rules: Sequence[Rule],
    classes: Sequence[NDArray[np.bool_]],
    wide: Sequence[bool],
    last: Sequence[int],
    live: int,
) -> tuple[int, ...] | None:
    new = list(state)
    for i, rule in enumerate(rules):
        if classes[i][shift]:
            if wide[i]:
                new[i] = min(state[i] + duty, rule.most + 1)
                # a broken window that lies wholly in the past is nobody's fault now
                if new[i] > rule.most and (duty or last[i] == shift) and last[i] >= live:
                    return None
            else:
                bits = (state[i] << 1 | duty) & ((1 << rule.window) - 1)
                if bits.bit_count() > rule.most and shift >= live:
                    return None
                new[i] = bits & ((1 << (rule.window - 1)) - 1)
        if shift >= last[i]:
            new[i] = 0
    return tuple(new)


def start_states(problem: Problem, graph: DutyGraph) -> Ints:
    """[U] the state of each unit before the first live shift, -1 where its past already breaks a rule for good."""
    state = np.zeros(len(problem.unit_group), np.int64)
    for shift in range(problem.from_shift):
        step = np.where(problem.past[:, shift], graph.on[shift][state], graph.off[shift][state])
        state = np.where(state >= 0, step, -1)
    return state


def best_duty_value(problem: Problem, graph: DutyGraph, start: Ints, earning: Floats) -> Floats:
    """[U] most that each unit can earn: `earning` [G, S] per duty, under the rules, its past and its absences.

    A dynamic programme over the graph for all units at once; -inf where no lawful plan exists.
    """
    units, width = len(problem.unit_group), graph.off.shape[1]
    earn = np.where(problem.absent, -np.inf, earning[problem.unit_group]) if units else np.zeros((0, problem.shifts))
    value = np.full((width, units), -np.inf)
    value[start[start >= 0], np.flatnonzero(start >= 0)] = 0.0
    for shift in problem.live:
        after = np.full((width, units), -np.inf)
        for state in range(int(graph.count[shift])):
            to = graph.off[shift, state]
            if to >= 0:
                np.maximum(after[to], value[state], out=after[to])
            to = graph.on[shift, state]
            if to >= 0:
                np.maximum(after[to], value[state] + earn[:, shift], out=after[to])
        value = after
    return np.asarray(value.max(axis=0))
