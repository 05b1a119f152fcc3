"""Annotated reports, what the rules read of them, and which of that is right."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vedette.read import document, read
from vedette.terms.report import Claim, Report

__all__ = ["Example", "examples"]


@dataclass(frozen=True)
class Example:
    """A report with the claims read, whether each is right (None: the gold leaves it open), and the gold claims missed."""

    file: str
    report: Report
    claims: list[Claim]
    right: list[bool | None]
    missed: list[dict[str, Any]]
    gold: list[dict[str, Any]]


def examples(folders: list[Path], reader: str = "rules") -> Iterator[Example]:
    """One example for each annotated report below the folders: NNN.json beside NNN.txt or NNN.html."""
    for folder in folders:
        for path in sorted(folder.rglob("*.json")):
            beside = [p for p in (path.with_suffix(".txt"), path.with_suffix(".html")) if p.exists()]
            if not beside:
                continue
            gold = json.loads(path.read_text(encoding="utf-8"))["claims"]
            report = document(beside[0].read_bytes(), str(beside[0]))
            claims = read(report, reader=reader)
            right, missed = _matched(claims, gold)
            yield Example(str(path), report, claims, right, missed, gold)


def _matched(claims: list[Claim], gold: list[dict[str, Any]]) -> tuple[list[bool | None], list[dict]]:
    """Greedy one-to-one matches of the same kind by shared words of the evidence and agreement of fields."""
    pairs = []
    for i, claim in enumerate(claims):
        for j, one in enumerate(gold):
            if claim.kind != one["kind"]:
                continue
            shared = _shared(claim.evidence[0].text, one["evidence"])
            agree = _agreement(claim, one)
            if shared >= 0.3 or agree >= 0.6:
                pairs.append((0.6 * shared + 0.4 * agree, i, j))
    taken: dict[int, int] = {}
    used: set[int] = set()
    for _, i, j in sorted(pairs, reverse=True):
        if i not in taken and j not in used:
            taken[i] = j
            used.add(j)
    right = [None if i in taken and gold[taken[i]].get("optional") else i in taken for i in range(len(claims))]
    missed = [one for j, one in enumerate(gold) if j not in used and not one.get("optional")]
    return right, missed


def _words(text: Any) -> set[str]:
    return set(re.findall(r"\w+", str(text).lower()))


def _shared(one: Any, other: Any) -> float:
    a, b = _words(one), _words(other)
    return len(a & b) / max(1, min(len(a), len(b)))


def _agreement(claim: Claim, gold: dict[str, Any]) -> float:
    """Mean agreement over the fields that either side fills."""
    marks = [float(claim.modality == gold["modality"])]
    for name in ("actors", "targets", "places"):
        mine = " ".join(item.text for item in getattr(claim, name))
        theirs = " ".join(
            str(x.get("name", x.get("text", ""))) if isinstance(x, dict) else str(x) for x in gold.get(name) or []
        )
        if mine or theirs:
            marks.append(_shared(mine, theirs) if mine and theirs else 0.0)
    start = claim.time and claim.time.start and claim.time.start.isoformat()
    theirs = (gold.get("time") or {}).get("start")
    if start or theirs:
        marks.append(float(start == theirs))
    return sum(marks) / len(marks)
