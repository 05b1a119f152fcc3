"""Why no deployment exists: a smallest set of rows that exclude each other, by deletion from the whole programme.

Chinneck & Dravnieks (1991), "Locating minimal infeasible constraint sets in linear programs": the deletion filter.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vedette.plan.marginals import free_units, past_duties
from vedette.plan.problem import Problem
from vedette.plan.sparse import INF, Rows, run

__all__ = ["conflict"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class _Row:
    name: str
    columns: Ints
    low: float
    high: float


def conflict(
    problem: Problem, time_limit: float = 60.0, clock: Callable[[], float] = time.monotonic
) -> tuple[str, ...]:
    """Names of rows that no deployment meets together (plan-format.md, Infeasible), or () when none were found.

    Reach is always assumed. Shifts are tried one by one first, then all together, and without the limits of posts
    first, so that the answer is small and soon found; whole numbers of units are asked for only when fractions would
    do. No row of the answer can be left out, unless `time_limit`, seconds for the whole search, ran out while it was
    being made smaller; it is a conflict all the same.
    """
    end = clock() + time_limit

    def left() -> float:
        return end - clock()

    for shifts in [*([s] for s in problem.live.tolist()), problem.live.tolist()]:
        every = _rows(problem, shifts)
        without_posts = _merged([row for row in every if not row.name.startswith("post:")])
        for rows in (without_posts, every):
            for whole in (False, True):
                if rows and not _possible(rows, whole, left()):
                    return tuple(row.name for row in _smallest(rows, whole, left))
        if left() <= 0:
            break
    return ()


def _rows(problem: Problem, shifts: list[int]) -> list[_Row]:
    """The rows that speak about these live shifts, over one column per edge and shift."""
    edges, live = len(problem.edge_post), np.array(shifts, np.int64)
    first = {int(s): i * edges for i, s in enumerate(live)}
    out: list[_Row] = []
    for i, floor in enumerate(problem.presence):
        serves = np.flatnonzero(floor.posts[problem.edge_post] & floor.groups[problem.edge_group])
        out += [
            _Row(f"presence:{i}:{s}", first[s] + serves, floor.units, INF)
            for s in shifts
            if floor.first <= s <= floor.last and floor.units > 0
        ]
    free, done = free_units(problem), past_duties(problem)
    by_group = [np.flatnonzero(problem.edge_group == g) for g in range(problem.groups)]
    by_post = [np.flatnonzero(problem.edge_post == p) for p in range(problem.posts)]
    for s in shifts:
        out += [_Row(f"unit:{g}:{s}", first[s] + by_group[g], -INF, free[g, s]) for g in range(problem.groups)]
        out += [
            _Row(f"post:{p}:{s}", first[s] + by_post[p], -INF, problem.max_units[p])
            for p in range(problem.posts)
            if len(by_post[p])
        ]
    for rule in problem.rules:
        for window in problem.windows(rule):
            inside = [int(s) for s in window if int(s) in first]
            if not inside:
                continue
            for g in range(problem.groups):
                most = rule.most * problem.units[g] - done[g, window].sum()
                columns = np.concatenate([first[s] + by_group[g] for s in inside])
                out.append(_Row(f"rule:{rule.id}:{g}:{int(window[0])}", columns, -INF, float(most)))
    return out


def _merged(rows: list[_Row]) -> list[_Row]:
    """The same rows over fewer columns: of columns that stand in the same rows, one serves for their sum."""
    count = np.array([len(row.columns) for row in rows], np.int64)
    index = np.repeat(np.arange(len(rows)), count)
    column = np.concatenate([np.zeros(0, np.int64), *(row.columns for row in rows)])
    order = np.lexsort((index, column))
    index, column = index[order], column[order]
    used, first = np.unique(column, return_index=True)
    groups = {part.tobytes(): int(name) for name, part in zip(used, np.split(index, first[1:]), strict=False)}
    kept = np.array(sorted(groups.values()), np.int64)
    return [replace(row, columns=row.columns[np.isin(row.columns, kept)]) for row in rows]


def _model(rows: list[_Row], slack: bool) -> tuple[object, int]:
    used = np.unique(np.concatenate([row.columns for row in rows]))
    block, count = Rows(), len(rows)
    index = np.concatenate([np.full(len(row.columns), i) for i, row in enumerate(rows)])
    column = np.searchsorted(used, np.concatenate([row.columns for row in rows]))
    give = np.array([1.0 if row.low > -INF else -1.0 for row in rows])
    entries, extra = np.ones(len(index)), np.arange(count)
    if slack:
        index, column = np.r_[index, extra], np.r_[column, len(used) + extra]
        entries = np.r_[entries, give]
    block.add(index, column, entries, np.array([r.low for r in rows]), np.array([r.high for r in rows]), count)
    cost = np.r_[np.zeros(len(used)), np.ones(count if slack else 0)]
    return block.model(cost, np.zeros(len(cost)), np.full(len(cost), INF)), len(used)


def _possible(rows: list[_Row], whole: bool, time_limit: float) -> bool:
    """Whether the rows can be met together; a row without columns can be broken by itself. Unknown counts as yes."""
    for row in rows:
        if not len(row.columns) and (row.low > 0 or row.high < 0):
            return False
    rows = [row for row in rows if len(row.columns)]
    if not rows:
        return True
    model, columns = _model(rows, slack=False)
    found = run(model, time_limit, np.ones(columns, bool) if whole else None)
    return found.status not in ("Infeasible", "Primal infeasible or unbounded")


def _smallest(rows: list[_Row], whole: bool, left: Callable[[], float]) -> list[_Row]:
    empty = [row for row in rows if not len(row.columns) and (row.low > 0 or row.high < 0)]
    if empty:
        return empty[:1]
    kept = [row for row in rows if len(row.columns)]
    if not whole:
        # rows with a price in the programme of least violation are already a conflict by themselves
        model, _ = _model(kept, slack=True)
        priced = np.abs(run(model, left()).prices) > 1e-9
        some = [row for row, hit in zip(kept, priced.tolist(), strict=True) if hit]
        if some and not _possible(some, whole, left()):
            kept = _merged(some)
    size = max(1, len(kept) // 4)
    while True:
        at = 0
        while at < len(kept) and left() > 0:
            rest = kept[:at] + kept[at + size :]
            if rest and not _possible(rest, whole, left()):
                kept = rest
            else:
                at += size
        if size == 1 or left() <= 0:
            return kept
        size = max(1, size // 4)
