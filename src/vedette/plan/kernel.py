"""The inner loop: give one unit after another its best lawful week while all others stand still (compiled by numba).

Everything is plain arrays. P posts, T live shifts, E edges, U units, G groups, R presence rows. The arguments that all
functions share come as two tuples: `place`, the state that moves, and `world`, what stands still.

place: assign [U, T] edge of the unit's posting or -1; raw [P, T] hardening plus sum of efficacies; count [P, T] units
    at the post; short [R, T] units that presence still lacks (0 or less: met)
world: price [P, T] worth of coverage; extra [E, T] worth of a posting in itself, or [0, 0]; penalty, worth of one unit
    that presence lacks; first_edge [G + 1]; edge_post [E]; efficacy [E]; room [P]; first_row [E + 1] and rows: presence
    rows that an edge serves; group [U]; absent [U, T]; start [U] state before the first live shift; off and on
    [T, states]; states [T + 1]
"""

import numba
import numpy as np

__all__ = ["improve", "ruin_and_recreate"]

FAR = -1e300


@numba.njit(cache=True)
def _gain(e, t, raw, short, price, extra, penalty, edge_post, efficacy, first_row, rows):  # type: ignore[no-untyped-def]
    p = edge_post[e]
    have = raw[p, t]
    out = price[p, t] * (min(1.0, have + efficacy[e]) - min(1.0, have))
    if extra.shape[0] > 0:
        out += extra[e, t]
    for r in range(first_row[e], first_row[e + 1]):
        if short[rows[r], t] > 0:
            out += penalty
    return out


@numba.njit(cache=True)
def _leave(u, place, world):  # type: ignore[no-untyped-def]
    """Take a unit off all its posts; what it was worth there."""
    assign, raw, count, short = place
    price, extra, penalty, _, edge_post, efficacy, _, first_row, rows, _, _, _, _, _, _ = world
    held = 0.0
    for t in range(assign.shape[1]):
        e = assign[u, t]
        if e < 0:
            continue
        p = edge_post[e]
        raw[p, t] -= efficacy[e]
        count[p, t] -= 1
        for r in range(first_row[e], first_row[e + 1]):
            short[rows[r], t] += 1
        held += _gain(e, t, raw, short, price, extra, penalty, edge_post, efficacy, first_row, rows)
    return held


@numba.njit(cache=True)
def _enter(u, place, world):  # type: ignore[no-untyped-def]
    """Post a unit as its row of `assign` says; what it is worth there."""
    assign, raw, count, short = place
    price, extra, penalty, _, edge_post, efficacy, _, first_row, rows, _, _, _, _, _, _ = world
    gained = 0.0
    for t in range(assign.shape[1]):
        e = assign[u, t]
        if e < 0:
            continue
        p = edge_post[e]
        gained += _gain(e, t, raw, short, price, extra, penalty, edge_post, efficacy, first_row, rows)
        raw[p, t] += efficacy[e]
        count[p, t] += 1
        for r in range(first_row[e], first_row[e + 1]):
            short[rows[r], t] -= 1
    return gained


@numba.njit(cache=True)
def _best_week(u, place, world, tilt, week, value, came, duty):  # type: ignore[no-untyped-def]
    """The unit's best lawful week given where the others stand, into `week` [T]; its worth.

    `tilt` [T] multiplies the gains of each shift; value, came and duty [T + 1, states] are scratch.
    """
    _, raw, count, short = place
    (
        price,
        extra,
        penalty,
        first_edge,
        edge_post,
        efficacy,
        room,
        first_row,
        rows,
        group,
        absent,
        start,
        off,
        on,
        states,
    ) = world
    shifts = len(week)
    g = group[u]
    for i in range(states[0]):
        value[0, i] = FAR
    value[0, start[u]] = 0.0
    for t in range(shifts):
        best, pick = 0.0, -1
        if not absent[u, t]:
            for e in range(first_edge[g], first_edge[g + 1]):
                if count[edge_post[e], t] < room[edge_post[e]]:
                    worth = _gain(e, t, raw, short, price, extra, penalty, edge_post, efficacy, first_row, rows)
                    if worth > best:
                        best, pick = worth, e
        week[t] = pick
        best *= tilt[t]
        for i in range(states[t + 1]):
            value[t + 1, i] = FAR
        for i in range(states[t]):
            v = value[t, i]
            if v <= FAR:
                continue
            to = off[t, i]
            if to >= 0 and v > value[t + 1, to]:
                value[t + 1, to] = v
                came[t + 1, to] = i
                duty[t + 1, to] = False
            to = on[t, i]
            if to >= 0 and pick >= 0 and v + best > value[t + 1, to]:
                value[t + 1, to] = v + best
                came[t + 1, to] = i
                duty[t + 1, to] = True
    last = 0
    for i in range(states[shifts]):
        if value[shifts, i] > value[shifts, last]:
            last = i
    out = value[shifts, last]
    for t in range(shifts, 0, -1):
        if not duty[t, last]:
            week[t - 1] = -1
        last = came[t, last]
    return out


@numba.njit(cache=True)
def improve(place, world, order, passes):  # type: ignore[no-untyped-def]
    """Coordinate ascent on Σ price · min(1, raw) + Σ extra − penalty · shortfall, in place; the passes that changed it.

    A unit's turn is exact: the best path through the graph of duties given where the others stand. Feasible
    deployments stay feasible, and no turn makes the sum smaller.
    """
    assign, start, off = place[0], world[11], world[12]
    shifts = assign.shape[1]
    shape = (shifts + 1, off.shape[1])
    value, came, duty = np.empty(shape), np.zeros(shape, np.int64), np.zeros(shape, np.bool_)
    tilt, week = np.ones(shifts), np.empty(shifts, np.int64)
    for done in range(passes):
        changed = False
        for u in order:
            if start[u] < 0:
                continue
            held = _leave(u, place, world)
            if _best_week(u, place, world, tilt, week, value, came, duty) > held + 1e-9 * (1e-9 + abs(held)):
                changed = True
                assign[u] = week
            _enter(u, place, world)
        if not changed:
            return done
    return passes


@numba.njit(cache=True)
def ruin_and_recreate(place, world, near, tries, most, seed):  # type: ignore[no-untyped-def]
    """Escape where no single unit can: take a few neighbours off, let them choose again in another order, keep if better.

    `near` [U, N] lists units that compete with each unit for posts (-1 pads); up to `most` of them go together. In
    every second try the gains are tilted at random, so that units leave shifts to each other. Returns the total gain.
    Schrimpf, Schneider, Stamm-Wilbrandt & Dueck (2000), "Record breaking optimization results using the ruin and
    recreate principle".
    """
    np.random.seed(seed)
    assign, start, off = place[0], world[11], world[12]
    units, shifts = assign.shape
    shape = (shifts + 1, off.shape[1])
    value, came, duty = np.empty(shape), np.zeros(shape, np.int64), np.zeros(shape, np.bool_)
    plain, tilt, week = np.ones(shifts), np.ones(shifts), np.empty(shifts, np.int64)
    team, before = np.empty(most, np.int64), np.empty((most, shifts), np.int64)
    total = 0.0
    for number in range(tries):
        centre = np.random.randint(units)
        if start[centre] < 0:
            continue
        team[0], size = centre, 1
        wanted = 2 + np.random.randint(max(1, most - 1))
        for _ in range(3 * most):
            other = near[centre, np.random.randint(near.shape[1])]
            if size >= wanted or other < 0 or start[other] < 0:
                continue
            fresh = True
            for i in range(size):
                fresh = fresh and team[i] != other
            if fresh:
                team[size] = other
                size += 1
        held = 0.0
        for i in range(size):
            before[i] = assign[team[i]]
            held += _leave(team[i], place, world)
        for i in range(size - 1, 0, -1):
            j = np.random.randint(i + 1)
            team[i], team[j] = team[j], team[i]
            for t in range(shifts):
                before[i, t], before[j, t] = before[j, t], before[i, t]
        if number % 2:
            for t in range(shifts):
                tilt[t] = 0.5 + np.random.random()
        gained = 0.0
        for i in range(size):
            _best_week(team[i], place, world, tilt if number % 2 else plain, week, value, came, duty)
            assign[team[i]] = week
            gained += _enter(team[i], place, world)
        if gained >= held - 1e-12 * abs(held):
            total += gained - held
            continue
        for i in range(size):
            _leave(team[i], place, world)
        for i in range(size):
            assign[team[i]] = before[i]
            _enter(team[i], place, world)
    return total
