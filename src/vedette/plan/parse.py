"""From the bytes of a `vedette-problem-1` document to a Problem, or one clear error for the first thing that is wrong."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vedette.plan.problem import Hardening, Objective, Presence, Previous, Problem, Rule
from vedette.plan.tables import Table, read_json, vector
from vedette.terms.errors import FieldError, FormatError, UnknownReferenceError

__all__ = ["FORMAT", "parse_problem"]

FORMAT = "vedette-problem-1"

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def parse_problem(raw: bytes, file: str, previous: Mapping[str, Any] | None = None) -> Problem:
    """A Problem from the decompressed bytes of a PROBLEM file; `file` is named in messages.

    `previous` takes the place of the document's own `previous` table (see replan.previous_of). The problem's hash is
    always that of `raw`. Raises FormatError, FieldError or UnknownReferenceError for the first wrong thing.
    """
    document = read_json(raw, file)
    if document.get("format") != FORMAT:
        raise FormatError(file, field="format", found=document.get("format") or "nothing", expected=FORMAT)
    starts, hours, night = _shifts(Table.of(document, "shifts", file))
    area_ids, parent = _areas(Table.of(document, "areas", file))
    services = _services(document, file)
    posts = Table.of(document, "posts", file)
    post_ids = posts.ids()
    count = len(post_ids)
    post_area = posts.index("area", count, len(area_ids), "areas")
    _coordinates(posts, count)
    groups = Table.of(document, "groups", file)
    group_ids = groups.ids()
    if "area" in groups.columns:
        groups.index("area", len(group_ids), len(area_ids), "areas")
    _coordinates(groups, len(group_ids))
    group_service = groups.index("service", len(group_ids), len(services), "services")
    units = groups.whole("units", len(group_ids), "a number of units, 0 or more", high=1e6)
    edges = _reach(Table.of(document, "reach", file), _allowed(posts, count, services), group_service)
    risk, weight, factor = _risk(Table.of(document, "risk", file), count, len(starts), len(area_ids))
    unit_total = int(units.sum())
    return Problem(
        file=file,
        sha256=hashlib.sha256(raw).hexdigest(),
        name=str(document.get("name") or ""),
        starts=starts,
        hours=hours,
        night=night,
        area_ids=area_ids,
        parent=parent,
        services=services,
        post_ids=post_ids,
        post_area=post_area,
        harm=posts.numbers("harm", count, "a finite weight, 0 or more", 0),
        max_units=posts.whole("max_units", count, "a number of units, 0 or more"),
        group_ids=group_ids,
        group_service=group_service,
        units=units,
        edge_group=edges[0],
        edge_post=edges[1],
        efficacy=edges[2],
        risk=risk,
        scenario_weight=weight,
        factor=factor,
        rules=_rules(document, file),
        presence=_presence(document, file, parent, post_area, group_service, units, len(services), len(starts)),
        hardening=_hardening(document, file, count),
        absences=_absent(document, file, unit_total, len(starts)),
        objective=_objective(document, file),
        previous=_previous(previous or document.get("previous"), file, count, len(group_ids), unit_total, len(starts)),
    )


def _shifts(table: Table) -> tuple[tuple[str, ...], Floats, Flags]:
    starts = table.ids("start", unique=False)
    if not starts:
        raise FormatError(table.file, table.name, "start", "no shift", "at least one")
    before: datetime | None = None
    for row, text in enumerate(starts):
        try:
            time = datetime.fromisoformat(text)
        except ValueError:
            raise table.wrong(row, "start", text, "an ISO time such as 2031-05-01T06:00:00+00:00") from None
        if before is not None and (time.tzinfo is None) != (before.tzinfo is None):
            raise table.wrong(row, "start", text, "a time with its zone, as in the other rows")
        if before is not None and time <= before:
            raise table.wrong(row, "start", text, "shifts in order of time, each once")
        before = time
    return (
        starts,
        table.numbers("hours", len(starts), "a length in hours above 0", 0, above=True),
        table.flags("night", len(starts)),
    )


def _areas(table: Table) -> tuple[tuple[str, ...], Ints]:
    ids = table.ids()
    if not ids:
        raise FormatError(table.file, table.name, "id", "no area", "at least one")
    parent = table.index("parent", len(ids), len(ids), "areas", null=True)
    for row in range(len(ids)):
        above, steps = int(parent[row]), 0
        while above >= 0:
            above, steps = int(parent[above]), steps + 1
            if steps > len(ids):
                raise table.wrong(row, "parent", int(parent[row]), "a tree; this area lies in itself")
    return ids, parent


def _coordinates(table: Table, count: int) -> None:
    # the planner works on reach alone, so a problem without a map is still a problem
    for name, limit, what in (("lat", 90, "latitude"), ("lon", 180, "longitude")):
        if name in table.columns:
            table.numbers(name, count, f"a {what}, -{limit} to {limit} degrees", -limit, limit)


def _services(document: Mapping[str, Any], file: str) -> tuple[str, ...]:
    return Table(file, "services", {"services": document.get("services")}).ids("services")


def _allowed(posts: Table, count: int, services: tuple[str, ...]) -> Flags:
    out = np.zeros((count, len(services)), bool)
    for row, allowed in enumerate(posts.raw("services", count)):
        if not isinstance(allowed, list):
            raise posts.wrong(row, "services", allowed, "a list of indices into services")
        for service in allowed:
            if type(service) is not int or not 0 <= service < len(services):
                raise UnknownReferenceError(
                    posts.file,
                    f"posts row {row}",
                    "services",
                    service,
                    f"indices into services, 0 to {len(services) - 1}",
                )
            out[row, service] = True
    return out


def _reach(table: Table, allowed: Flags, group_service: Ints) -> tuple[Ints, Ints, Floats]:
    group = table.index("group", None, len(group_service), "groups")
    post = table.index("post", len(group), len(allowed), "posts")
    efficacy = table.numbers("efficacy", len(group), "a number above 0, at most 1", 0, 1, above=True)
    pair = group * max(1, len(allowed)) + post
    _, first = np.unique(pair, return_index=True)
    if len(first) < len(pair):
        row = int(np.setdiff1d(np.arange(len(pair)), first)[0])
        raise table.wrong(row, "group, post", f"{group[row]}, {post[row]} again", "each pair once")
    barred = ~allowed[post, group_service[group]]
    if barred.any():
        row = int(np.flatnonzero(barred)[0])
        raise table.wrong(row, "post", int(post[row]), "a post whose services hold the group's service")
    return group, post, efficacy


def _risk(table: Table, posts: int, shifts: int, areas: int) -> tuple[Floats, Floats, Floats]:
    mean = _matrix(
        table, "risk.mean", "posts", table.raw("mean", posts), shifts, "expected attacks, a number of 0 or more"
    )
    given = table.columns.get("scenarios") or []
    if not isinstance(given, list):
        raise FormatError(table.file, "risk", "scenarios", given, "a list")
    if not given:
        return mean, np.ones(1), np.ones((1, areas, shifts))
    factor = np.empty((len(given), areas, shifts))
    weights: list[Any] = []
    for w, scenario in enumerate(given):
        rows = scenario.get("factor") if isinstance(scenario, dict) else None
        if not isinstance(rows, list) or len(rows) != areas:
            raise FormatError(table.file, f"risk.scenarios row {w}", "factor", None, f"{areas} lists, one per area")
        factor[w] = _matrix(table, f"risk.scenarios row {w}: factor", "areas", rows, shifts, "a factor of 0 or more")
        weights.append(scenario.get("weight"))
    weight = vector(weights)
    bad = ~(np.isfinite(weight) & (weight >= 0))
    if bad.any():
        row = int(np.flatnonzero(bad)[0])
        raise FieldError(table.file, f"risk.scenarios row {row}", "weight", weights[row], "a number of 0 or more")
    if abs(weight.sum() - 1) > 1e-6:
        raise FieldError(table.file, "risk.scenarios", "weight", float(weight.sum()), "weights that add to 1")
    return mean, weight, factor


def _matrix(table: Table, name: str, of: str, rows: Any, shifts: int, expected: str) -> Floats:
    out = np.empty((len(rows), shifts))
    for row, values in enumerate(rows):
        if not isinstance(values, list) or len(values) != shifts:
            found = f"{len(values)} values" if isinstance(values, list) else values
            raise FormatError(table.file, f"{name} row {row} ({of})", None, found, f"{shifts} values, one per shift")
        out[row] = vector(values)
    bad = ~(np.isfinite(out) & (out >= 0))
    if bad.any():
        row, shift = (int(i) for i in np.argwhere(bad)[0])
        raise FieldError(table.file, f"{name} row {row} ({of})", f"shift {shift}", rows[row][shift], expected)
    return out


def _rules(document: Mapping[str, Any], file: str) -> tuple[Rule, ...]:
    given = document.get("rules")
    if not isinstance(given, list):
        raise FormatError(file, field="rules", found="nothing" if given is None else given, expected="a list of rules")
    out: list[Rule] = []
    for row, rule in enumerate(given):
        where = f"rules row {row}"
        if not isinstance(rule, dict):
            raise FormatError(file, where, None, rule, "{id, of, window, max}")
        name, of = rule.get("id"), rule.get("of")
        if not isinstance(name, str) or not name or ":" in name or any(name == other.id for other in out):
            raise FieldError(file, where, "id", name, "a text without a colon, each once")
        if of not in ("all", "night"):
            raise FieldError(file, where, "of", of, '"all" or "night"')
        for key, low in (("window", 1), ("max", 0)):
            if type(rule.get(key)) is not int or rule[key] < low:
                raise FieldError(file, where, key, rule.get(key), f"a whole number, {low} or more")
        out.append(Rule(name, of, rule["window"], rule["max"]))
    return tuple(out)


def _presence(
    document: Mapping[str, Any],
    file: str,
    parent: Ints,
    post_area: Ints,
    group_service: Ints,
    units: Ints,
    services: int,
    shifts: int,
) -> tuple[Presence, ...]:
    if document.get("presence") is None:
        return ()
    table = Table.of(document, "presence", file)
    area = table.index("area", None, len(parent), "areas")
    service = table.index("service", len(area), services, "services", null=True)
    need = table.whole("units", len(area), "a number of units, 0 or more")
    first, last = _span(table, len(area), shifts)
    out = []
    for row in range(len(area)):
        inside = np.zeros(len(parent), bool)
        inside[area[row]] = True
        for _ in range(len(parent)):
            wider = inside | ((parent >= 0) & inside[parent])
            if (wider == inside).all():
                break
            inside = wider
        groups = np.ones(len(units), bool) if service[row] < 0 else group_service == service[row]
        if need[row] > units[groups].sum():
            there = int(units[groups].sum())
            raise table.wrong(row, "units", int(need[row]), f"at most {there}, the units that there are")
        out.append(Presence(inside[post_area], groups, int(need[row]), int(first[row]), int(last[row])))
    return tuple(out)


def _span(table: Table, length: int, shifts: int) -> tuple[Ints, Ints]:
    first, last = (table.index(name, length, shifts, "shifts") for name in ("first", "last"))
    if (last < first).any():
        row = int(np.flatnonzero(last < first)[0])
        raise table.wrong(row, "last", int(last[row]), f"a shift not before first, {first[row]}")
    return first, last


def _hardening(document: Mapping[str, Any], file: str, posts: int) -> Hardening | None:
    if document.get("hardening") is None:
        return None
    table = Table.of(document, "hardening", file)
    budget = vector([table.columns.get("budget")])[0]
    if not (np.isfinite(budget) and budget >= 0):
        raise FieldError(file, "hardening", "budget", table.columns.get("budget"), "a finite number of 0 or more")
    divisible = table.columns.get("divisible", True)
    if not isinstance(divisible, bool):
        raise FieldError(file, "hardening", "divisible", divisible, "true or false")
    cost = table.numbers("cost", posts, "a finite cost, 0 or more", 0)
    return Hardening(float(budget), cost, table.numbers("effect", posts, "a share, 0 to 1", 0, 1), divisible)


def _absent(document: Mapping[str, Any], file: str, units: int, shifts: int) -> tuple[Ints, Ints, Ints]:
    if document.get("absent") is None:
        none = np.zeros(0, np.int64)
        return none, none, none
    table = Table.of(document, "absent", file)
    unit = table.index("unit", None, units, "units")
    return (unit, *_span(table, len(unit), shifts))


def _objective(document: Mapping[str, Any], file: str) -> Objective:
    given = document.get("objective")
    if not isinstance(given, dict):
        raise FormatError(file, field="objective", found="nothing" if given is None else given, expected="the weights")
    out: dict[str, float | None] = {}
    for key in ("worst", "shift_worst", "total", "cvar", "alpha", "change", "quantile"):
        value = given.get(key)
        if key not in given or (key == "quantile" and value is None):
            continue
        number = vector([value])[0]
        high = 1.0 if key in ("alpha", "quantile") else np.inf
        if not (np.isfinite(number) and 0 <= number <= high):
            text = "a number, 0 to 1" if high == 1 else "a finite number of 0 or more"
            raise FieldError(file, "objective", key, value, text + (", or null" if key == "quantile" else ""))
        out[key] = float(number)
    return Objective(**out)  # type: ignore[arg-type]


def _previous(given: Any, file: str, posts: int, groups: int, units: int, shifts: int) -> Previous | None:
    if given is None:
        return None
    if not isinstance(given, Mapping):
        raise FormatError(file, field="previous", found=given, expected="null or {from_shift, roster, hardening}")
    start = given.get("from_shift")
    if type(start) is not int or not 0 <= start <= shifts:
        raise FieldError(file, "previous", "from_shift", start, f"a whole number, 0 to {shifts}")
    roster = Table.of(given, "previous.roster", file, "roster")
    unit = roster.index("unit", None, units, "units")
    post = roster.index("post", len(unit), posts, "posts")
    shift = roster.index("shift", len(unit), shifts, "shifts")
    late = shift >= start
    if late.any():
        row = int(np.flatnonzero(late)[0])
        raise roster.wrong(row, "shift", int(shift[row]), f"a shift before from_shift, {start}")
    hardening = Table.of(given, "previous.hardening", file, "hardening")
    where = hardening.index("post", None, posts, "posts")
    levels = np.zeros(posts)
    levels[where] = hardening.numbers("level", len(where), "a level, 0 to 1", 0, 1 + 1e-9)
    promised: tuple[Ints, Ints, Ints, Floats] | None = None
    if given.get("marginals"):
        table = Table.of(given, "previous.marginals", file, "marginals")
        g = table.index("group", None, groups, "groups")
        p = table.index("post", len(g), posts, "posts")
        s = table.index("shift", len(g), shifts, "shifts")
        x = table.numbers("units", len(g), "expected units, 0 or more", 0)
        promised = (g[s >= start], p[s >= start], s[s >= start], x[s >= start])
    return Previous(start, unit, post, shift, levels, promised)
