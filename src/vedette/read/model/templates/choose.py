"""Choose the templates with the highest expected score: every plan is judged item by item, the best plan is told."""

import numpy as np
from numpy.typing import NDArray

from vedette.read.model.templates.items import Item, same_name
from vedette.read.model.templates.structure import Plan
from vedette.read.model.templates.totals import Judged

__all__ = ["gain", "plan_evidence", "tell"]

Floats = NDArray[np.float32]
Links = NDArray[np.float64]


def plan_evidence(judged: Judged, plan: Plan, found: list[Item], right: Floats, links: Links) -> tuple[Floats, Floats]:
    """Evidence for the incidents of a plan, [groups, numbers], and for their items in order, [items, numbers]."""
    kind = plan.kind
    masses = [sum(float(right[n]) for n in g) for g in plan.groups]
    whole = [float(judged.types[kind]), float(judged.several[kind, 0]), float(judged.several[kind, 1]), judged.relevant]
    whole += [float(kind), float(len(plan.groups)), plan.cut, sum(masses), float(np.sort(judged.types)[::-1][1])]
    whole += [float(judged.chances.document[7]), float(len(judged.view.page))]
    often = {n: sum(n in g for g in plan.groups) for g in plan.groups for n in g}
    tops, rows = [], []
    for rank, (group, mass) in enumerate(zip(plan.groups, masses, strict=True)):
        things = [n for n in group if found[n].role >= 2]
        solid = [n for n in group if often[n] == 1]
        first = min((found[n].sentence for n in things), default=-1)
        inner = links[np.ix_(group, group)] if group else np.zeros((0, 0))
        others = [n for g in plan.groups if g is not group for n in g if found[n].role >= 2]
        outer = float(links[np.ix_(things, others)].mean()) if things and others else -1.0
        best = max((float(right[n]) for n in group), default=0.0)
        best_thing = max((float(right[n]) for n in things), default=0.0)
        sentence = judged.chances.sentences[sorted({found[n].sentence for n in things})] if things else None
        said = float(sentence[:, kind].max()) if sentence is not None else 0.0
        top = [
            float(rank),
            mass,
            float(len(group)),
            float(len(things)),
            float(len(solid)),
            float(first),
            outer,
            best,
            best_thing,
            said,
        ]
        top += [float(inner.mean()) if group else -1.0, mass / (sum(masses) + 1e-6)]
        tops.append(whole + top)
        for n in group:
            item = found[n]
            rest = [m for m in group if m != n]
            row = [float(right[n]), float(judged.right[item.role][item.candidate]), float(item.role), float(item.rank)]
            row += [float(links[n, rest].mean()) if rest else -1.0, float(links[n, rest].max()) if rest else -1.0]
            away = [m for g in plan.groups if n not in g for m in g]
            row += [float(links[n, away].mean()) if away else -1.0, float(often[n]), float(item.sentence)]
            row += [float(sum(found[m].role == item.role for m in rest)), float(item.span[1] - item.span[0])]
            row += [max((float(right[m]) for m in rest if found[m].role == item.role), default=0.0)]
            row += [
                float(
                    any(
                        same_name(found[m].text, item.text) and found[m].role == item.role and right[m] > right[n]
                        for m in rest
                    )
                )
            ]
            rows.append(whole + top + row)
    return np.array(tops, dtype=np.float32), np.array(rows, dtype=np.float32) if rows else np.zeros(
        (0, 0), dtype=np.float32
    )


def _kept(group: tuple[int, ...], found: list[Item], chance: list[float], bar: float) -> list[int]:
    """The places in the group of the items over the bar, at most one per name."""
    out: list[int] = []
    for place in sorted(range(len(group)), key=lambda p: -chance[p]):
        if 2 * chance[place] <= bar:
            break
        item = found[group[place]]
        if not any(found[group[q]].role == item.role and same_name(found[group[q]].text, item.text) for q in out):
            out.append(place)
    return out


def gain(
    plan: Plan, found: list[Item], tops: Floats, chances: Floats, bar: float
) -> tuple[float, list[tuple[int, list[int]]]]:
    """Expected gain of a plan in items, 2 p - F over all that is told (Dinkelbach 1967), and what it tells.

    `tops` [groups] and `chances` [items] are the chances that a template and an item are right; `bar` is F, the F1 aimed at.
    """
    total, told, at = 0.0, [], 0
    for g, group in enumerate(plan.groups):
        chance = [float(p) for p in chances[at : at + len(group)]]
        at += len(group)
        kept = _kept(group, found, chance, bar)
        value = 2 * float(tops[g]) - bar + sum(2 * chance[p] - bar for p in kept)
        if value > 0:
            total += value
            told.append((g, [group[p] for p in kept]))
    return total, told


def tell(found: list[Item], told: list[list[int]], kind: int) -> list[tuple[int, dict[int, list[str]]]]:
    """Templates (kind, role → strings) of what a plan tells."""
    out = []
    for numbers in told:
        roles: dict[int, list[str]] = {}
        for n in numbers:
            roles.setdefault(found[n].role, []).append(found[n].text)
        out.append((kind, roles))
    return out
