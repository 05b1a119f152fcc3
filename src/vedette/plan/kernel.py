"""The inner loop: give one unit after another its best lawful week while all others stand still (compiled by numba).

Everything is plain arrays. P posts, T live shifts, E edges, U units, G groups, R presence rows.
"""

import numba
import numpy as np

__all__ = ["improve", "worth"]

FAR = -1e300


@numba.njit(cache=True)
def improve(  # type: ignore[no-untyped-def]
    assign,  # [U, T] edge of the unit's posting or -1; changed in place
    raw,  # [P, T] hardening plus sum of efficacies; changed in place
    count,  # [P, T] units at the post; changed in place
    short,  # [R, T] units that presence still lacks (0 or less: met); changed in place
    order,  # units in the order of their turns
    price,  # [P, T] worth of coverage
    extra,  # [E, T] worth of a posting in itself, or [0, 0]
    penalty,  # worth of one unit that presence lacks
    first_edge,  # [G + 1] edges of group g: first_edge[g]…first_edge[g + 1] - 1
    edge_post,  # [E]
    efficacy,  # [E]
    room,  # [P] max_units
    first_row,  # [E + 1] presence rows that an edge serves
    rows,
    group,  # [U]
    absent,  # [U, T]
    start,  # [U] state before the first live shift
    off,  # [T, states]
    on,  # [T, states]
    states,  # [T + 1]
    passes,  # most passes over the units
):
    """Coordinate ascent on Σ price · min(1, raw) + Σ extra − penalty · shortfall; the number of passes that changed it.

    A unit's turn is exact: the best path through the graph of duties given where the others stand. Feasible
    deployments stay feasible, and no turn makes the sum smaller.
    """
    shifts = assign.shape[1]
    width = off.shape[1]
    gain = np.empty(shifts)
    pick = np.empty(shifts, np.int64)
    value = np.empty((shifts + 1, width))
    came = np.empty((shifts + 1, width), np.int64)
    duty = np.empty((shifts + 1, width), np.bool_)
    use_extra = extra.shape[0] > 0
    done = 0
    for _ in range(passes):
        changed = False
        for turn in range(len(order)):
            u = order[turn]
            if start[u] < 0:
                continue
            g = group[u]
            held = 0.0
            for t in range(shifts):
                e = assign[u, t]
                if e < 0:
                    continue
                p = edge_post[e]
                raw[p, t] -= efficacy[e]
                count[p, t] -= 1
                for r in range(first_row[e], first_row[e + 1]):
                    short[rows[r], t] += 1
                held += _gain(e, t, raw, short, price, extra, use_extra, penalty, edge_post, efficacy, first_row, rows)
            for t in range(shifts):
                gain[t] = FAR
                pick[t] = -1
                if absent[u, t]:
                    continue
                for e in range(first_edge[g], first_edge[g + 1]):
                    p = edge_post[e]
                    if count[p, t] >= room[p]:
                        continue
                    worth_here = _gain(
                        e, t, raw, short, price, extra, use_extra, penalty, edge_post, efficacy, first_row, rows
                    )
                    if worth_here > gain[t]:
                        gain[t] = worth_here
                        pick[t] = e
            for i in range(states[0]):
                value[0, i] = FAR
            value[0, start[u]] = 0.0
            for t in range(shifts):
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
                    if to >= 0 and gain[t] > 0 and v + gain[t] > value[t + 1, to]:
                        value[t + 1, to] = v + gain[t]
                        came[t + 1, to] = i
                        duty[t + 1, to] = True
            best = 0
            for i in range(states[shifts]):
                if value[shifts, i] > value[shifts, best]:
                    best = i
            better = value[shifts, best] > held + 1e-9 * (1.0 + abs(held))
            if better:
                changed = True
                i = best
                for t in range(shifts, 0, -1):
                    assign[u, t - 1] = pick[t - 1] if duty[t, i] else -1
                    i = came[t, i]
            for t in range(shifts):
                e = assign[u, t]
                if e >= 0:
                    p = edge_post[e]
                    raw[p, t] += efficacy[e]
                    count[p, t] += 1
                    for r in range(first_row[e], first_row[e + 1]):
                        short[rows[r], t] -= 1
        if not changed:
            break
        done += 1
    return done


@numba.njit(cache=True, inline="always")
def _gain(e, t, raw, short, price, extra, use_extra, penalty, edge_post, efficacy, first_row, rows):  # type: ignore[no-untyped-def]
    p = edge_post[e]
    have = raw[p, t]
    out = price[p, t] * (min(1.0, have + efficacy[e]) - min(1.0, have))
    if use_extra:
        out += extra[e, t]
    for r in range(first_row[e], first_row[e + 1]):
        if short[rows[r], t] > 0:
            out += penalty
    return out


@numba.njit(cache=True)
def worth(raw, short, price, penalty):  # type: ignore[no-untyped-def]
    """Σ price · min(1, raw) − penalty · shortfall of a deployment."""
    out = 0.0
    for p in range(raw.shape[0]):
        for t in range(raw.shape[1]):
            out += price[p, t] * min(1.0, raw[p, t])
    for r in range(short.shape[0]):
        for t in range(short.shape[1]):
            if short[r, t] > 0:
                out -= penalty * short[r, t]
    return out
