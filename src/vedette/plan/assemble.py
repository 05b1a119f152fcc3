"""From records of real forces to a planning problem: who reaches what, how well, under which rules, with which floor."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from vedette.plan.infeasible import conflict
from vedette.plan.parse import parse_problem
from vedette.plan.roster import Builder
from vedette.terms.errors import FieldError, UnknownReferenceError
from vedette.terms.geometry import great_circle_km
from vedette.terms.places import Area, Force, Post, Shift

__all__ = ["assemble"]

Floats = NDArray[np.float64]


def assemble(
    areas: Sequence[Area],
    posts: Sequence[Post],
    forces: Sequence[Force],
    shifts: Sequence[Shift],
    risk: NDArray[np.float64],
    *,
    presence_floor: float | None = None,
    rules: Sequence[Mapping[str, Any]] | None = None,
    hardening: Mapping[str, Any] | None = None,
    objective: Mapping[str, Any] | None = None,
    speed_kmh: float | None = None,
    name: str = "",
) -> dict[str, Any]:
    """A `vedette-problem-1` document.

    `risk` [posts, shifts] are expected attacks. Efficacy falls with the share of the shift that the way there and back
    takes; a unit may serve a post whose `services` are empty or hold its own. `presence_floor` is the share of the
    duty sustained by an area's own units that must stay in that area in every shift (None: the shipped share, lowered
    where it could not be met; 0: none). `rules`, `hardening` and `objective` are tables of the format; None takes the
    shipped rules and weights (defaults.toml) and no hardening.

    Raises FieldError for risk that is not finite and ≥ 0, or of the wrong shape, and UnknownReferenceError for an area
    that is not in `areas`.
    """
    values = np.asarray(risk, float)
    if values.shape != (len(posts), len(shifts)):
        raise FieldError(None, "risk", "shape", values.shape, f"({len(posts)}, {len(shifts)}), posts by shifts")
    bad = ~(np.isfinite(values) & (values >= 0))
    if bad.any():
        row, column = (int(i) for i in np.argwhere(bad)[0])
        raise FieldError(None, f"risk of {posts[row].id}", f"shift {column}", values[row, column], "0 or more")
    defaults = _defaults()
    index = {area.id: i for i, area in enumerate(areas)}
    services = sorted({force.service for force in forces} | {s for post in posts for s in post.services})
    parent = [None if area.parent is None else _known(index, area.parent, area.id, "parent") for area in areas]
    post_area = [_known(index, post.area, post.id, "area") for post in posts]
    force_area = [_known(index, force.area, force.id, "area") for force in forces]
    allowed = [[services.index(s) for s in (post.services or services)] for post in posts]
    table = [dict(rule) for rule in rules] if rules is not None else _rules(defaults, shifts)
    document: dict[str, Any] = {
        "format": "vedette-problem-1",
        "name": name,
        "shifts": {
            "start": [shift.start.isoformat() for shift in shifts],
            "hours": [shift.hours for shift in shifts],
            "night": [shift.night for shift in shifts],
        },
        "areas": {"id": [area.id for area in areas], "parent": parent},
        "services": services,
        "posts": {
            "id": [post.id for post in posts],
            "area": post_area,
            "lat": [post.latitude for post in posts],
            "lon": [post.longitude for post in posts],
            "harm": [post.harm for post in posts],
            "services": allowed,
            "max_units": [post.max_units for post in posts],
        },
        "groups": {
            "id": [force.id for force in forces],
            "base": [force.base for force in forces],
            "area": force_area,
            "service": [services.index(force.service) for force in forces],
            "units": [force.units for force in forces],
            "lat": [force.latitude for force in forces],
            "lon": [force.longitude for force in forces],
        },
        "reach": _reach(posts, forces, services, allowed, shifts, defaults, speed_kmh),
        "risk": {"mean": values.tolist(), "scenarios": []},
        "rules": table,
        "presence": {"area": [], "service": [], "units": [], "first": [], "last": []},
        "hardening": dict(hardening) if hardening is not None else None,
        "absent": {"unit": [], "first": [], "last": []},
        "objective": {"quantile": None, **defaults["objective"], **(objective or {})},
        "previous": None,
    }
    share = defaults["presence"]["share"] if presence_floor is None else presence_floor
    if share > 0 and shifts:
        floors = _floors(document, parent, force_area, share)
        document["presence"] = floors
        if presence_floor is None:
            _lower_until_possible(document)
    return document


@cache
def _defaults() -> dict[str, Any]:
    return tomllib.loads(files("vedette.plan").joinpath("defaults.toml").read_text(encoding="utf-8"))


def _known(index: Mapping[str, int], area: str, record: str, field: str) -> int:
    if area not in index:
        raise UnknownReferenceError(None, record, field, area, "the id of an area that is given")
    return index[area]


def _rules(defaults: Mapping[str, Any], shifts: Sequence[Shift]) -> list[dict[str, Any]]:
    """The shipped rules; a span in hours becomes the most shifts that begin within it."""
    begin = np.array([shift.start.timestamp() / 3600 for shift in shifts])
    out = []
    for rule in defaults["rules"]:
        window = rule.get("window")
        if window is None:
            window = max(
                1, int((np.searchsorted(begin, begin + rule["hours"] - 1e-6) - np.arange(len(begin))).max(initial=1))
            )
        out.append({"id": rule["id"], "of": rule["of"], "window": window, "max": rule["max"]})
    return out


def _reach(
    posts: Sequence[Post],
    forces: Sequence[Force],
    services: Sequence[str],
    allowed: Sequence[Sequence[int]],
    shifts: Sequence[Shift],
    defaults: Mapping[str, Any],
    speed_kmh: float | None,
) -> dict[str, list[Any]]:
    travel, efficacy = defaults["travel"], defaults["efficacy"]
    speed = travel["speed_kmh"] if speed_kmh is None else speed_kmh
    hours = min((shift.hours for shift in shifts), default=8.0)
    group: list[int] = []
    post: list[int] = []
    worth: list[float] = []
    base = np.array([(force.latitude, force.longitude) for force in forces], float).reshape(-1, 2)
    own = np.array([services.index(force.service) for force in forces], np.int64)
    for p, place in enumerate(posts):
        may = np.flatnonzero(np.isin(own, allowed[p]))
        km = great_circle_km(place.latitude, place.longitude, base[may, 0], base[may, 1]) * travel["detour"]
        share = 1.0 - 2.0 * km / speed / hours
        near = np.argsort(km, kind="stable")[: efficacy["nearest"]]
        for i in range(len(may)):
            if share[i] >= efficacy["least_share"] or i in near:
                group.append(int(may[i]))
                post.append(p)
                worth.append(float(efficacy["at_base"] * max(share[i], efficacy["least_share"])))
    return {"group": group, "post": post, "efficacy": worth}


def _floors(
    document: Mapping[str, Any], parent: Sequence[int | None], force_area: Sequence[int], share: float
) -> dict[str, list[Any]]:
    """Per area with units and posts of its own: ⌊share · duties that those units sustain per shift⌋, where that is > 0."""
    shifts = len(document["shifts"]["start"])
    sustained = 1.0
    for rule in document["rules"]:
        if rule["of"] == "all":
            sustained = min(sustained, rule["max"] / min(rule["window"], shifts))
    own = np.zeros(len(parent))
    for group, home in enumerate(force_area):
        reached = {
            document["posts"]["area"][p]
            for g, p in zip(document["reach"]["group"], document["reach"]["post"], strict=True)
            if g == group
        }
        area: int | None = home
        while area is not None:
            if any(_lies_in(other, area, parent) for other in reached):
                own[area] += document["groups"]["units"][group]
            area = parent[area]
    units = np.floor(share * sustained * own + 1e-9).astype(int)
    rows = np.flatnonzero(units > 0).tolist()
    return {
        "area": rows,
        "service": [None] * len(rows),
        "units": [int(units[area]) for area in rows],
        "first": [0] * len(rows),
        "last": [shifts - 1] * len(rows),
    }


def _lies_in(area: int | None, other: int, parent: Sequence[int | None]) -> bool:
    while area is not None and area != other:
        area = parent[area]
    return area == other


def _lower_until_possible(document: dict[str, Any]) -> None:
    """Take one unit off the floors that exclude each other until a deployment exists: a default must never forbid."""
    floors = document["presence"]
    while any(units > 0 for units in floors["units"]):
        problem = parse_problem(orjson.dumps(document), "assembled problem")
        rows = [int(name.split(":")[1]) for name in conflict(problem) if name.startswith("presence:")]
        if not rows:
            builder, rng = Builder(problem, np.zeros(problem.posts)), np.random.default_rng(0)
            price = np.ones((problem.posts, len(problem.live)))
            if any(builder.build(price, rng, tries=4).lawful for _ in range(8)):
                return
            rows = list(range(len(floors["units"])))
        for row in set(rows):
            floors["units"][row] = max(0, floors["units"][row] - 1)
