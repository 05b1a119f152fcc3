"""The answer keys laid over the texts: which tokens are mentions of which role, in which template."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vedette.read.model.templates.words import Dispatch, dispatch, normal

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
TYPES = ("attack", "bombing", "kidnapping", "arson", "robbery", "forced work stoppage")


@dataclass
class Document:
    """A text with its tokens and its templates; `mentions`: normalised string -> its token spans."""

    docid: str
    page: Dispatch
    templates: list[dict[str, Any]]
    raw: list[dict[str, Any]]
    spans: dict[str, list[tuple[int, int]]]
    others: list[list[str]]  # per template: the unnamed victims, normalised


def occurrences(page: Dispatch, wanted: set[str]) -> dict[str, list[tuple[int, int]]]:
    """All token spans of each wanted normalised string."""
    parts = [normal(w).replace(" ", "") for w in page.word]
    by_start: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for text in wanted:
        squeezed = text.replace(" ", "")
        if squeezed:
            by_start[squeezed[0]].append((text, squeezed))
    out: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for i, part in enumerate(parts):
        if not part:
            continue
        for text, target in by_start.get(part[0], ()):
            grown, j = "", i
            while j < len(parts) and len(grown) < len(target):
                grown += parts[j]
                j += 1
                if not target.startswith(grown):
                    break
            if grown == target:
                out[text].append((i, j))
    return out


def documents(path: Path) -> Iterator[Document]:
    """Read a file of the corpus, with unique templates in the scorer's normal form."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        templates: list[dict[str, Any]] = []
        kept: list[dict[str, Any]] = []
        for raw in row.get("templates", []):
            clean: dict[str, Any] = {"types": raw["incident_type"].split(" / ")}
            for role in ROLES:
                clean[role] = [[normal(m) for m in entity if normal(m)] for entity in raw.get(role, [])]
            if clean not in templates:
                templates.append(clean)
                kept.append(raw)
        page = dispatch(row["text"])
        wanted = {m for t in templates for r in ROLES for e in t[r] for m in e}
        others = [[normal(v) for x in raw["key"]["victim_description"] for v in x["value"]] for raw in kept]
        wanted |= {m for o in others for m in o}
        yield Document(row["docid"], page, templates, kept, occurrences(page, wanted), others)
