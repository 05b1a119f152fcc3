"""The best fractional plan: marginals x and hardening z by one linear programme, with the prices that prove its value.

The programme is the relaxation of plan-format.md with coverage written out: where C_ps ≤ 1 cannot bind there is no
variable for it, and the row of a cell is scaled to k_s / V_ps + Σ e x + β z ≥ 1. That is a third of the plain model.
"""

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vedette.plan.bound import Prices, coverage_worth, trivial_prices
from vedette.plan.problem import Problem
from vedette.plan.sparse import INF, Rows, run
from vedette.plan.weeks import unit_weeks

__all__ = ["Fractional", "best_marginals", "free_units", "past_duties"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SMALLEST = 1e-6
"""Cells whose value is below this share of their shift's largest get no row (the bound stays valid without it)."""


@dataclass(frozen=True)
class Fractional:
    """An optimum of the relaxation, or with `solved` False what was there when time ran out: then only prices count.

    x [E, T] expected units per edge (in the problem's order) and live shift, levels [P], worst [T] k_s, objective as
    the relaxation sees it, prices for the certificate, which prove a bound whether they are optimal or not.
    """

    x: Floats
    levels: Floats
    worst: Floats
    objective: float
    prices: Prices
    solved: bool = True


def free_units(problem: Problem) -> Floats:
    """[G, S] units of each group that are not absent."""
    return _per_group(problem, ~problem.absent)


def past_duties(problem: Problem) -> Floats:
    """[G, S] duties already done."""
    return _per_group(problem, problem.past)


def _per_group(problem: Problem, table: NDArray[np.bool_]) -> Floats:
    out = np.zeros((problem.groups, problem.shifts))
    np.add.at(out, problem.unit_group, table.astype(float))
    return out


def best_marginals(
    problem: Problem, time_limit: float, levels: Floats | None = None, *, by_week: bool = False
) -> Fractional | None:
    """Solve the relaxation within `time_limit` seconds; with `levels` [P] the hardening is given.

    What comes back is not `solved` when time ran out before the optimum, and None when the relaxation is infeasible or
    time ran out before there was anything.

    `by_week` asks that duties come from whole lawful weeks of units instead of rules summed over groups: dearer, and
    tighter where groups are small.

    Raises nothing for an infeasible problem: that also gives None, and infeasible.conflict says which it is.
    """
    if not problem.posts or not len(problem.live):
        nobody = np.zeros((len(problem.edge_post), len(problem.live)))
        return Fractional(nobody, np.zeros(problem.posts), np.zeros(len(problem.live)), 0.0, trivial_prices(problem))
    fixed = levels if levels is not None else (problem.previous.levels if problem.previous else None)
    crowded = (problem.max_units >= 2) | _likely_hardened(problem)
    best, end = None, time.monotonic() + time_limit
    for _ in range(2):
        found, spilled = _solve(problem, end - time.monotonic(), fixed, crowded, by_week)
        if found is None or not (found.solved or best is None):
            break
        best = found
        if not (spilled & ~crowded).any():
            break
        crowded = crowded | spilled
    return best


def _likely_hardened(problem: Problem) -> NDArray[np.bool_]:
    """Posts of highest peak, three times as many as the budget pays: where coverage is most likely to pass 1."""
    out = np.zeros(problem.posts, bool)
    if problem.hardening is not None and problem.previous is None:
        cost = float(np.mean(problem.hardening.cost)) or 1.0
        count = min(problem.posts, int(np.ceil(3 * problem.hardening.budget / cost)))
        peak = problem.value[:, problem.live].max(axis=1, initial=0.0)
        out[np.argsort(-peak, kind="stable")[:count]] = True
    return out


def _solve(
    problem: Problem, time_limit: float, fixed: Floats | None, crowded: NDArray[np.bool_], by_week: bool
) -> tuple[Fractional | None, NDArray[np.bool_]]:
    o, live = problem.objective, problem.live
    posts, shifts = problem.posts, len(live)
    value, mean = problem.value[:, live], problem.mean_value[:, live]
    top = value.max(axis=0, initial=0.0)
    worst, unit = float(top.max(initial=0.0)), float(max(value.max(initial=0.0), mean.max(initial=0.0))) or 1.0
    free = free_units(problem)[:, live]
    able = (free[problem.edge_group] > 0) & (problem.max_units[problem.edge_post] > 0)[:, None]
    edge, shift = np.nonzero(able)
    nx = len(edge)
    post, group = problem.edge_post[edge], problem.edge_group[edge]
    cell, efficacy = post * shifts + shift, problem.efficacy[edge]
    best, effect = problem.best_efficacy, problem.effect

    over = np.flatnonzero(np.repeat(crowded & ((best + effect > 1) | (problem.max_units >= 2)), shifts))
    over_at = np.full(posts * shifts, -1)
    over_at[over] = np.arange(len(over))
    cz, ck = nx, nx + posts
    cw, co = ck + shifts, ck + shifts + 1
    ce = co + len(over)
    scenarios = len(problem.scenario_weight) if o.cvar > 0 else 0
    cu, cb = ce + 1, ce + 1 + scenarios
    cd = cb + (len(problem.area_ids) * shifts if scenarios else 0)
    changes = o.change > 0 and problem.previous is not None and problem.previous.promised is not None
    promised = _promised(problem, edge, shift) if changes else None
    moved = np.flatnonzero(promised) if promised is not None else np.zeros(0, np.int64)
    total = cd + len(moved)
    cost, low, high = np.zeros(total), np.zeros(total), np.full(total, INF)
    high[cz:ck] = 1.0
    if fixed is not None:
        low[cz:ck] = high[cz:ck] = fixed
    elif problem.hardening is None:
        high[cz:ck] = 0.0
    gain = o.total * mean.ravel() / unit
    cost[:nx] = -gain[cell] * efficacy
    cost[cz:ck] = -gain.reshape(posts, shifts).sum(1) * effect
    cost[ck:cw], cost[cw], cost[co:ce] = o.shift_worst * top / unit, o.worst * worst / unit, gain[over]

    weeks = unit_weeks(problem, total) if by_week else None
    if weeks is not None:
        extra = np.zeros(weeks.columns)
        cost, low, high = np.r_[cost, extra], np.r_[low, extra], np.r_[high, extra + INF]
    rows = Rows()
    v = value.ravel()
    active = np.flatnonzero(value.ravel() > SMALLEST * np.tile(top, posts))
    at = np.full(posts * shifts, -1)
    at[active] = np.arange(len(active))
    count, here, spill = len(active), at[cell] >= 0, at[over] >= 0
    cell_row = rows.add(
        np.r_[at[cell[here]], np.arange(count), np.arange(count), at[over[spill]]],
        np.r_[np.flatnonzero(here), ck + active % shifts, cz + active // shifts, co + np.flatnonzero(spill)],
        np.r_[efficacy[here], top[active % shifts] / v[active], effect[active // shifts], -np.ones(int(spill.sum()))],
        1.0,
        INF,
        count,
    )
    s = np.arange(shifts)
    ratio = np.where(top > SMALLEST**2 * worst, top / (worst or 1.0), 0.0)
    shift_row = rows.add(
        np.r_[s, s], np.r_[np.full(shifts, cw), ck + s], np.r_[np.ones(shifts), -ratio], 0.0, INF, shifts
    )
    room_row = rows.add(
        cell, np.arange(nx), 1.0, -INF, np.repeat(problem.max_units, shifts).astype(float), posts * shifts
    )
    if weeks is not None:
        weeks.add(rows, group, shift)
    else:
        _duty_rows(rows, problem, group, shift, free)
    presence_row = rows.count
    for floor in problem.presence:
        serves = floor.posts[post] & floor.groups[group]
        within = (live >= floor.first) & (live <= floor.last)
        rows.add(shift[serves], np.flatnonzero(serves), 1.0, np.where(within, floor.units, -INF), INF, shifts)
    if problem.hardening is not None and fixed is None:
        rows.add(np.zeros(posts), cz + np.arange(posts), problem.hardening.cost, -INF, problem.hardening.budget, 1)
    full = over_at[cell] >= 0
    o_at, many = over_at[cell[full]], len(over)
    columns = np.r_[np.flatnonzero(full), co + np.arange(many)]
    cap_row = rows.add(
        np.r_[o_at, np.arange(many), np.arange(many)],
        np.r_[columns, cz + over // shifts],
        np.r_[efficacy[full], -np.ones(many), effect[over // shifts]],
        -INF,
        1.0,
        many,
    )
    t = best[over // shifts]
    pair_row = rows.add(
        np.r_[o_at, np.arange(many)],
        columns,
        np.r_[efficacy[full] - 1 + best[post[full]], -np.ones(many)],
        -INF,
        np.where(t > 0.5, 2 * t - 1, INF),
        many,
    )
    scenario_row = _scenario_rows(rows, problem, cell, efficacy, over, (cz, co, ce, cu, cb), unit) if scenarios else 0
    if scenarios:
        cost[ce] = o.cvar
        low[ce] = -INF
        if o.alpha < 1:
            cost[cu:cb] = o.cvar * problem.scenario_weight / (1 - o.alpha)
        else:
            high[cu:cb] = 0.0
    if promised is not None:
        cost[:nx] += np.where(promised > 0, 0.0, o.change / unit)
        cost[cd:] = o.change / unit
        d = np.arange(len(moved))
        rows.add(
            np.r_[d, d], np.r_[cd + d, moved], np.r_[np.ones(len(d)), -np.ones(len(d))], -promised[moved], INF, len(d)
        )
        rows.add(np.r_[d, d], np.r_[cd + d, moved], 1.0, promised[moved], INF, len(d))
    solution = run(rows.model(cost, low, high), time_limit)
    if not (solution.optimal or (solution.out_of_time and len(solution.prices) == rows.count)):
        return None, np.zeros(posts, bool)

    x = np.zeros((len(problem.edge_post), shifts))
    x[edge, shift] = np.maximum(0.0, solution.columns[:nx])
    z = np.clip(solution.columns[cz:ck], 0.0, 1.0)
    lift = np.zeros((posts, shifts))
    np.add.at(lift, problem.edge_post, x * problem.efficacy[:, None])
    spilled = ((lift + (effect * z)[:, None] > 1 + 1e-6) & (value > SMALLEST * top)).any(axis=1)
    y, zero = solution.prices * unit, np.zeros((posts, problem.shifts))

    def table(values: Floats, cells: Ints) -> Floats:
        out = zero.copy()
        out[cells // shifts, live[cells % shifts]] = np.maximum(0.0, values)
        return out

    floors = np.zeros((len(problem.presence), problem.shifts))
    asked = y[presence_row : presence_row + floors.shape[0] * shifts].reshape(floors.shape[0], shifts)
    floors[:, live] = np.maximum(0.0, asked)
    per_shift = np.zeros(problem.shifts)
    per_shift[live] = np.maximum(0.0, y[shift_row : shift_row + shifts]) / (worst or 1.0)
    prices = Prices(
        shift=per_shift,
        cell=table(y[cell_row : cell_row + count] / v[active], active),
        scenario=np.maximum(0.0, y[scenario_row : scenario_row + scenarios]) / unit,
        presence=floors,
        cap=table(-y[cap_row : cap_row + many], over),
        pair=table(-y[pair_row : pair_row + many], over),
        post=table(-y[room_row : room_row + posts * shifts], np.arange(posts * shifts)),
    )
    # posts that hold nobody have no columns and so no price; any price is free there, and without one duties would earn
    closed = problem.max_units == 0
    prices.post[closed] = (coverage_worth(problem, prices) + prices.presence.sum(axis=0))[closed]
    constant = o.total * float(mean.sum())
    worst_left, objective = solution.columns[ck:cw] * top, solution.value * unit + constant
    return Fractional(x, z, worst_left, objective, prices, solution.optimal), spilled


def _duty_rows(rows: Rows, problem: Problem, group: Ints, shift: Ints, free: Floats) -> None:
    """Units there are, and rules summed over each group; a row that another one implies is left out."""
    done = past_duties(problem)
    live, column = problem.live, np.arange(len(group))
    implied = np.zeros((problem.groups, len(live)), bool)
    for rule in problem.rules:
        for window in problem.windows(rule):
            if window[-1] < problem.from_shift:
                continue
            inside = np.isin(live, window)
            most = rule.most * problem.units - done[:, window].sum(1)
            implied |= inside & (most[:, None] <= free)
            mask = inside[shift]
            rows.add(group[mask], column[mask], 1.0, -INF, most.astype(float), problem.groups)
    need = ~implied[group, shift]
    rows.add(group[need] * len(live) + shift[need], column[need], 1.0, -INF, free.ravel(), free.size)


def _scenario_rows(
    rows: Rows,
    problem: Problem,
    cell: Ints,
    efficacy: Floats,
    over: Ints,
    at: tuple[int, int, int, int, int],
    unit: float,
) -> int:
    """u_w + η + L_w's averted harm ≥ L_w, one row per scenario, in units of `unit`; the first row's number.

    A scenario's factor is the same for a whole area and shift, so harm is first summed up there.
    """
    cz, co, ce, cu, cb = at
    shifts, live, areas = len(problem.live), problem.live, len(problem.area_ids)
    base = problem.base[:, live] / unit
    flat, place = base.ravel(), (problem.post_area[:, None] * shifts + np.arange(shifts)).ravel()
    post = np.repeat(np.arange(problem.posts), shifts)
    harm = np.bincount(place, flat, areas * shifts)
    size = np.where(harm > 0, harm, 1.0)
    rows.add(
        np.r_[place[cell], place, place[over], np.arange(areas * shifts)],
        np.r_[np.arange(len(cell)), cz + post, co + np.arange(len(over)), cb + np.arange(areas * shifts)],
        np.r_[flat[cell] * efficacy, flat * problem.effect[post], -flat[over], np.zeros(areas * shifts)]
        / np.r_[size[place[cell]], size[place], size[place[over]], np.ones(areas * shifts)]
        - np.r_[np.zeros(len(cell) + len(place) + len(over)), np.ones(areas * shifts)],
        0.0,
        INF,
        areas * shifts,
    )
    first = rows.count
    for w in range(len(problem.scenario_weight)):
        loss = problem.factor[w][:, live].ravel() * harm
        columns = np.r_[cb + np.arange(areas * shifts), ce, cu + w]
        rows.add(np.zeros(len(columns)), columns, np.r_[loss, 1.0, 1.0], loss.sum(), INF, 1)
    return first


def _promised(problem: Problem, edge: Ints, shift: Ints) -> Floats:
    """Expected units that the previous plan promised in each column's cell."""
    out = np.zeros(len(edge))
    if problem.previous is None or problem.previous.promised is None:
        return out
    group, post, when, units = problem.previous.promised
    table: dict[tuple[int, int, int], float] = {}
    for g, p, s, x in zip(group.tolist(), post.tolist(), when.tolist(), units.tolist(), strict=True):
        table[g, p, s] = x
    keys = zip(
        problem.edge_group[edge].tolist(), problem.edge_post[edge].tolist(), problem.live[shift].tolist(), strict=True
    )
    for column, key in enumerate(keys):
        out[column] = table.get(key, 0.0)
    return out
