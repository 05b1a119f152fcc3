"""Planning again in the middle: what an earlier plan drew before a shift stands, what it promised after is known."""

from collections.abc import Mapping
from typing import Any

from vedette.plan.tables import Table, read_json
from vedette.terms.errors import FieldError, FormatError

__all__ = ["parse_plan", "previous_of"]

FORMAT = "vedette-plan-1"


def parse_plan(raw: bytes, file: str) -> dict[str, Any]:
    """A PLAN document that holds a drawn lottery. Raises FormatError for anything else."""
    plan = read_json(raw, file)
    if plan.get("format") != FORMAT:
        raise FormatError(file, field="format", found=plan.get("format") or "nothing", expected=FORMAT)
    if plan.get("status") not in ("optimal", "feasible"):
        raise FormatError(file, field="status", found=plan.get("status"), expected="a plan that is optimal or feasible")
    mixture = Table.of(plan, "mixture", file)
    index = Table.of(plan, "draw", file).columns.get("index")
    rosters = mixture.raw("rosters")
    if type(index) is not int or not 0 <= index < len(rosters):
        raise FieldError(file, "draw", "index", index, f"the index of a roster, 0 to {len(rosters) - 1}")
    if not isinstance(rosters[index], Mapping):
        raise FormatError(file, f"mixture.rosters row {index}", None, rosters[index], "{unit, post, shift}")
    return plan


def previous_of(
    problem: Mapping[str, Any], plan: Mapping[str, Any], from_shift: int, file: str = "previous plan"
) -> dict[str, Any]:
    """The `previous` table of a problem that replans `plan` from shift `from_shift` on (plan-format.md).

    The roster is what the plan and the problem's own `previous` drew before that shift; the hardening is the plan's;
    the marginals are the plan's from then on. Raises FormatError or FieldError where the plan lacks a table.
    """
    roster = Table(file, "mixture.rosters", plan["mixture"]["rosters"][plan["draw"]["index"]])
    rows = _rows(roster)
    older = problem.get("previous")
    if isinstance(older, Mapping):
        rows += _rows(Table.of(older, "previous.roster", file, "roster"))
    rows = sorted((row for row in rows if row[2] < from_shift), key=lambda row: (row[2], row[0], row[1]))
    marginals = Table.of(plan, "marginals", file)
    shift = marginals.raw("shift")
    names = ("group", "post", "shift", "units")
    columns = {name: marginals.raw(name, len(shift)) for name in names}
    keep = [i for i, s in enumerate(shift) if isinstance(s, int) and s >= from_shift]
    hardening = Table.of(plan, "hardening", file)
    return {
        "from_shift": from_shift,
        "roster": {"unit": [r[0] for r in rows], "post": [r[1] for r in rows], "shift": [r[2] for r in rows]},
        "hardening": {"post": list(hardening.raw("post")), "level": list(hardening.raw("level"))},
        "marginals": {name: [columns[name][i] for i in keep] for name in names},
    }


def _rows(table: Table) -> list[tuple[int, int, int]]:
    unit = table.raw("unit")
    post, shift = table.raw("post", len(unit)), table.raw("shift", len(unit))
    for row, values in enumerate(zip(unit, post, shift, strict=True)):
        for name, value in zip(("unit", "post", "shift"), values, strict=True):
            if type(value) is not int:
                raise table.wrong(row, name, value, "an index")
    return list(zip(unit, post, shift, strict=True))
