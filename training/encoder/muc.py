"""MUC-4 documents as windows of word pieces with targets for the encoder. Nothing of the corpus is written anywhere."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from vedette.read.model.encoder.pieces import FIRST, LAST, pieces
from vedette.read.model.encoder.windows import stretches

__all__ = ["ROLES", "TYPES", "Window", "normal_text", "read_documents", "windows_of"]

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon", "VictimDescription", "Place")
TYPES = ("attack", "bombing", "kidnapping", "arson", "robbery", "forced work stoppage")


@dataclass
class Window:
    """A stretch of a document: word pieces, where each stands in the text, and what the gold says of each.

    `roles` and `begins` are [pieces, 7], `types` [pieces, 6] with `typed` [pieces] telling where types are known,
    `telling` [pieces] whether the sentence holds a filler; `document` [7] are the six types and relevance.
    """

    docid: str
    words: np.ndarray
    offsets: np.ndarray
    roles: np.ndarray = field(default_factory=lambda: np.zeros((0, 7), np.float32))
    begins: np.ndarray = field(default_factory=lambda: np.zeros((0, 7), np.float32))
    types: np.ndarray = field(default_factory=lambda: np.zeros((0, 6), np.float32))
    typed: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))
    telling: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))
    document: np.ndarray = field(default_factory=lambda: np.zeros(7, np.float32))


def read_documents(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def normal_text(text: str) -> str:
    """The text in lower case on one line, brackets round, of the same length: offsets stay those of the text."""
    return "".join({"\n": " ", "\t": " ", "[": "(", "]": ")"}.get(c, c) for c in text.lower())


def windows_of(row: dict[str, Any]) -> list[Window]:
    """The windows of one document; with targets if the row has templates."""
    text = normal_text(row["text"])
    ids, offsets = pieces(text)
    marks = _targets(row, text, offsets) if "templates" in row else None
    out = []
    for first, last in stretches(text, offsets):
        window = Window(row["docid"], np.r_[FIRST, ids[first:last], LAST], offsets[first:last])
        if marks:
            parts = [np.pad(m[first:last], [(1, 1)] + [(0, 0)] * (m.ndim - 1)) for m in marks]
            window.roles, window.begins, window.types, window.typed, window.telling = parts
            kinds = {kind for t in row["templates"] for kind in t["incident_type"].split(" / ")}
            window.document = np.array([*(k in kinds for k in TYPES), bool(kinds)], np.float32)
        out.append(window)
    return out


def _targets(row: dict[str, Any], text: str, offsets: np.ndarray) -> tuple[np.ndarray, ...]:
    size = len(offsets)
    roles, begins, types = (
        np.zeros((size, 7), np.float32),
        np.zeros((size, 7), np.float32),
        np.zeros((size, 6), np.float32),
    )
    typed, telling = np.zeros(size, np.float32), np.zeros(size, np.float32)
    ends = [0, *(m.end() for m in re.finditer(r"\.\s|\n\s*\n", row["text"])), len(text)]
    for template in row["templates"]:
        kinds = [TYPES.index(kind) for kind in template["incident_type"].split(" / ")]
        for role, mention in _mentions(template):
            for hit in re.finditer(rf"(?<!\w){_pattern(mention)}(?!\w)", text):
                inside = np.flatnonzero((offsets[:, 0] >= hit.start()) & (offsets[:, 1] <= hit.end()))
                if not len(inside):
                    continue
                roles[inside, role] = 1
                begins[inside[0], role] = 1
                if role < 5:
                    types[np.ix_(inside, kinds)] = 1
                    typed[inside] = 1
                    start = max(e for e in ends if e <= hit.start())
                    end = min(e for e in ends if e >= hit.end())
                    telling[(offsets[:, 0] >= start) & (offsets[:, 1] <= end)] = 1
    return roles, begins, types, typed, telling


def _pattern(mention: str) -> str:
    return r"\s+".join(re.escape(word) for word in mention.split())


def _mentions(template: dict[str, Any]) -> list[tuple[int, str]]:
    out = [(i, m.lower()) for i, role in enumerate(ROLES[:5]) for entity in template[role] for m in entity]
    key = template.get("key", {})
    out += [(5, str(value).lower()) for item in key.get("victim_description", []) for value in item["value"]]
    place = key.get("location") or {}
    out += [(6, level["name"].lower()) for reading in place.get("readings", []) for level in reading[1:]]
    return [(role, mention) for role, mention in out if len(mention) > 2]
