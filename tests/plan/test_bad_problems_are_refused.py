"""Every kind of bad problem gets one line that names file, row and field."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from vedette.plan import parse_problem
from vedette.terms.errors import InputError

Make = Callable[..., dict[str, Any]]


def change(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def apply(problem: dict[str, Any]) -> None:
        *keys, last = [int(key) if key.isdigit() else key for key in path.split(".")]
        target: Any = problem
        for key in keys:
            target = target[key]
        target[last] = value

    return apply


BAD = [
    ("format", "vedette-problem-2", ["format", "vedette-problem-1"]),
    ("shifts.start.2", "noon", ["shifts row 2", "start", "noon"]),  # an impossible time
    ("shifts.start.2", "2031-05-01T00:00:00+00:00", ["shifts row 2", "order"]),  # shifts out of order
    ("shifts.hours.0", 0, ["shifts row 0", "hours"]),
    ("shifts.night.1", 1, ["shifts row 1", "night"]),
    ("areas.parent.1", 7, ["areas row 1", "parent", "7"]),  # unknown area
    ("areas.parent.0", 1, ["areas row 0", "parent", "itself"]),  # a cycle
    ("areas.id.2", "north", ["areas row 2", "id", "north"]),  # an id twice
    ("posts.id.1", "gate", ["posts row 1", "id", "gate"]),
    ("posts.area.0", -1, ["posts row 0", "area", "-1"]),
    ("posts.lat.0", 144.0, ["posts row 0", "lat", "144"]),
    ("posts.harm.2", -1.0, ["posts row 2", "harm", "-1"]),
    ("posts.harm.2", float("nan"), ["posts row 2", "harm", "nan"]),
    ("posts.harm", [1.0], ["posts", "harm", "1 values", "3 values"]),  # wrong length
    ("posts.services.0", [5], ["posts row 0", "services", "5"]),
    ("posts.max_units.0", 1.5, ["posts row 0", "max_units", "1.5"]),
    ("groups.units.1", -2, ["groups row 1", "units", "-2"]),
    ("groups.service.0", 2, ["groups row 0", "service", "2"]),
    ("reach.group.0", 9, ["reach row 0", "group", "9"]),
    ("reach.post.4", 3, ["reach row 4", "post", "3"]),
    ("reach.post.0", 2, ["reach row 0", "post", "services"]),  # the army may not serve the bridge
    ("reach.post.1", 0, ["reach row 1", "group, post", "once"]),  # the same pair twice
    ("reach.efficacy.2", 0.0, ["reach row 2", "efficacy"]),
    ("reach.efficacy.2", 1.5, ["reach row 2", "efficacy", "1.5"]),
    ("risk.mean.1.3", -0.25, ["risk.mean row 1", "shift 3", "-0.25"]),
    ("risk.mean.1.3", float("nan"), ["risk.mean row 1", "shift 3", "nan"]),
    ("risk.mean.1.3", "high", ["risk.mean row 1", "shift 3", "high"]),
    ("risk.mean.2", [1.0], ["risk.mean row 2", "1 values", "6 values"]),
    ("risk.scenarios", [{"weight": 0.5, "factor": [[1.0] * 6] * 3}], ["risk.scenarios", "weight", "0.5"]),
    ("risk.scenarios", [{"weight": 1.0, "factor": [[1.0] * 6]}], ["risk.scenarios row 0", "factor", "3 lists"]),
    ("rules.0.of", "day", ["rules row 0", "of", "day"]),
    ("rules.1.window", 0, ["rules row 1", "window", "0"]),
    ("rules.1.id", "rest", ["rules row 1", "id", "rest"]),
    ("presence.area.0", 4, ["presence row 0", "area", "4"]),
    ("presence.units.0", 5, ["presence row 0", "units", "5", "at most 4"]),  # more than there are
    ("presence.last.0", 6, ["presence row 0", "last", "6"]),
    ("presence.first.0", 3, ["presence row 0", "last", "2"]),  # ends before it begins
    ("hardening.budget", -1.0, ["hardening", "budget", "-1"]),
    ("hardening.cost.1", float("inf"), ["hardening row 1", "cost"]),
    ("hardening.effect.1", 2.0, ["hardening row 1", "effect", "2"]),
    ("absent.unit.0", 4, ["absent row 0", "unit", "4"]),
    ("objective.worst", -1.0, ["objective", "worst", "-1"]),
    ("objective.quantile", 1.5, ["objective", "quantile", "1.5"]),
]


@pytest.mark.parametrize(("path", "value", "words"), BAD, ids=[f"{path}={value}"[:50] for path, value, _ in BAD])
def test_one_line_names_file_row_and_field(problem: Make, path: str, value: Any, words: list[str]) -> None:
    bad = copy.deepcopy(problem())
    change(path, value)(bad)
    with pytest.raises(InputError) as caught:
        parse_problem(json.dumps(bad).encode(), "week.json")
    message = str(caught.value)
    assert message.startswith("week.json: ")
    assert "\n" not in message
    assert [word for word in words if word not in message] == []


@pytest.mark.parametrize("raw", [b"", b"  ", b"{", b"\x00\xff\xfe", b"[1]", "{}".encode("utf-16"), b"{}"])
def test_what_is_no_problem_at_all_is_refused(raw: bytes) -> None:
    with pytest.raises(InputError, match=r"^week\.json"):
        parse_problem(raw, "week.json")


@pytest.mark.parametrize(
    "table", ["shifts", "areas", "services", "posts", "groups", "reach", "risk", "rules", "objective"]
)
def test_a_missing_table_is_named(problem: Make, table: str) -> None:
    bad = problem()
    del bad[table]
    with pytest.raises(InputError, match=table):
        parse_problem(json.dumps(bad).encode(), "week.json")


def test_unknown_keys_are_ignored(problem: Make) -> None:
    good = parse_problem(json.dumps(problem(colour="blue")).encode(), "week.json")
    assert good.posts == 3
