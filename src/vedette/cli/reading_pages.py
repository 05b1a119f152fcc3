"""`vedette read --html`: one page that carries everything with it, in which each claim points to its passage and back."""

import tomllib
from collections import Counter
from functools import cache
from typing import Any

from vedette.cli.pages import render, shipped
from vedette.cli.reading_marks import KINDS, Stretch, clean, marks_of, pieces, stretches
from vedette.cli.reading_shown import days, toll
from vedette.terms.errors import FieldError

__all__ = ["MOST_REPORTS", "Pages"]

MOST_REPORTS = 2000
"""Reports on one page; browsers grow slow beyond, and archives of that size belong into tables (--out)."""

_DIRECTIONS = {"en": "ltr", "ar": "rtl", "ckb": "rtl"}


class Pages:
    """Collects readings and writes them as one page of HTML.

    The page loads nothing, has no script and forbids both to itself; labels are in `language` (en, ar, ckb), each text
    in its own language and direction. `explain` opens the traces of every claim, which are folded away else.
    """

    def __init__(self, language: str = "en", explain: bool = False) -> None:
        self._language, self._explain = language, explain
        self._reports: list[dict[str, Any]] = []

    def add(self, result: dict[str, Any]) -> None:
        """Take one reading {report, claims}. Raises FieldError above MOST_REPORTS."""
        if len(self._reports) >= MOST_REPORTS:
            found = f"more than {MOST_REPORTS:,} reports"
            raise FieldError("--html", None, None, found, f"at most {MOST_REPORTS:,} on one page, or --out DIR")
        self._reports.append(_shown(result, len(self._reports) + 1, _words(self._language)))

    def html(self) -> str:
        """The page."""
        claims = Counter(card["kind"] for report in self._reports for card in report["cards"])
        return render(
            "reading.html",
            "reading.css",
            finalize=_bare,
            w=_words(self._language),
            lang=self._language,
            direction=_DIRECTIONS[self._language],
            kinds=KINDS,
            explain=self._explain,
            reports=self._reports,
            claims=claims,
        )

    def write(self, path: str) -> str:
        """Write the page whole or not at all; a line that says what was written."""
        from vedette.store.files import write_atomic

        write_atomic(path, self.html().encode())
        reports, claims = len(self._reports), sum(len(report["cards"]) for report in self._reports)
        return f"{path}: {reports} {'report' if reports == 1 else 'reports'}, {claims} claims"


def _shown(result: dict[str, Any], number: int, words: dict[str, Any]) -> dict[str, Any]:
    """What the template needs of a reading: the paragraphs of its text in pieces, and a card per claim."""
    report, claims = result["report"], result["claims"]
    marks = marks_of(claims)
    text, title = report["text"], report["title"]
    body = len(title) if title and text.startswith(f"{title}\n\n") else 0
    parts = [part for part in stretches(text, marks, whole=True) if isinstance(part, Stretch)]
    return {
        "id": f"r{number}",
        "number": number,
        "head": report,
        "title": title or report["origin"],
        "language": report["language"] if report["language"] != "und" else None,
        "direction": _DIRECTIONS.get(report["language"], "auto"),
        "titled": bool(body),
        "paragraphs": [pieces(text, part.start, part.end, marks) for part in parts],
        "cards": [_card(n, claim, words) for n, claim in enumerate(claims, 1)],
        "kinds": Counter(claim["kind"] for claim in claims),
    }


def _card(number: int, claim: dict[str, Any], words: dict[str, Any]) -> dict[str, Any]:
    from vedette.read.traces import rule_meaning

    roles = ((words["who"], "actors"), (words["whom"], "targets"), (words["with"], "instruments"))
    rows = [(label, [item["text"] for item in claim[name]]) for label, name in roles]
    rows.append((words["where"], [_place(place) for place in claim["places"]]))
    traces = [{**trace, "meaning": rule_meaning(trace["rule"])} for trace in claim.get("traces", ())]
    return {
        "number": number,
        "kind": claim["kind"],
        "type": claim["type"],
        "modality": claim["modality"],
        "passages": [" ".join(span["text"].split()) for span in claim["evidence"]],
        "rows": [(label, texts) for label, texts in rows if texts],
        "when": days(claim["time"]),
        "when_text": claim["time"]["text"] if claim["time"] else None,
        "toll": toll(claim["casualties"], words["killed"], words["injured"], words["comma"]),
        "voices": [link["text"] for link in claim["attribution"]],
        "confidence": claim["confidence"],
        "reader": claim["reader"],
        "traces": traces,
    }


def _place(place: dict[str, Any]) -> str:
    """A place as written, with what the gazetteer calls it where that differs."""
    name = place["name"]
    return f"{place['text']} ({name})" if name and name != place["text"] else str(place["text"])


def _bare(value: object) -> object:
    from markupsafe import Markup

    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _words(language: str) -> dict[str, Any]:
    words: dict[str, Any] = tomllib.loads(shipped("reading.toml"))[language]
    return words
