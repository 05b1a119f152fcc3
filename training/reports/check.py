"""Check a folder of annotated reports: every quoted string stands in its text, every day and weekday fits.

    python training/reports/check.py training/reports/en

Prints one line per fault and exits with 1 when there is one. Only the standard library is used.
"""

from __future__ import annotations

import html
import json
import re
import sys
from datetime import date
from pathlib import Path

__all__ = ["faults", "main"]

KINDS = {"attack", "threat", "warning", "measure", "directive", "operation", "calendar"}
MODALITIES = {"happened", "ongoing", "planned", "threatened", "possible", "denied"}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]* "
MONTH = r"(?P<month>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
NUMBER = r"(?P<number>\d{1,2})(?:st|nd|rd|th)?\b"
YEAR = r"(?:,? (?P<year>20\d\d|19\d\d))?"
DATED = (
    re.compile(rf"\b{DAY}(?:the )?{NUMBER} {MONTH}{YEAR}", re.I),
    re.compile(rf"\b{DAY}{MONTH} {NUMBER}{YEAR}", re.I),
)


def visible(path: Path) -> str:
    """Return the words of a report in one line, for HTML those between the tags."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        text = re.sub(r"(?is)<(script|style)\b.*?</\1>", " ", text)
        text = re.sub(r"</?(?:a|b|i|em|strong|span|small)\b[^>]*>", "", text, flags=re.I)
        text = html.unescape(re.sub(r"<[^>]+>", " ", text))
    return re.sub(r"\s+", " ", text)


def faults(gold: Path) -> list[str]:
    """Return what is wrong with one gold file, one line per fault.

    Args:
        gold: NNN.json with NNN.txt or NNN.html beside it.

    Returns:
        Lines that name the file, the claim and the field; empty when all is well.
    """
    found = []
    page = next(p for p in (gold.with_suffix(".txt"), gold.with_suffix(".html")) if p.is_file())
    text = visible(page)
    record = json.loads(gold.read_text(encoding="utf-8"))
    published = date.fromisoformat(record["report"]["published"])

    def quoted(value: str, field: str) -> None:
        if re.sub(r"\s+", " ", value) not in text:
            found.append(f"{gold.name}: {field}: {value!r} does not stand in the text")

    quoted(record["report"]["title"], "title")
    for number, claim in enumerate(record["claims"], 1):
        where = f"claim {number}"
        if claim["kind"] not in KINDS or claim["modality"] not in MODALITIES:
            found.append(f"{gold.name}: {where}: unknown kind or modality: {claim['kind']}, {claim['modality']}")
        if claim["casualties"] and claim["kind"] != "attack":
            found.append(f"{gold.name}: {where}: casualties belong to attacks only")
        for field in ("actors", "targets", "instruments"):
            for value in claim[field]:
                quoted(value, f"{where}, {field}")
        for value in claim["attribution"][1:]:
            quoted(value, f"{where}, attribution")
        for place in claim["places"]:
            quoted(place["text"], f"{where}, places")
        quoted(claim["evidence"], f"{where}, evidence")
        days = [date.fromisoformat(d) for d in (claim["time"] or {}).values() if d]
        if claim["time"] and (not days or days != sorted(days)):
            found.append(f"{gold.name}: {where}: time is empty or runs backwards: {claim['time']}")
    for match in (m for pattern in DATED for m in pattern.finditer(text)):
        day = date(
            int(match["year"] or published.year), MONTHS.index(match["month"][:3].lower()) + 1, int(match["number"])
        )
        if WEEKDAYS[day.weekday()] != match[0][:3].lower():
            found.append(f"{gold.name}: {match[0]!r} is a {day:%A}")
    return found


def main(folder: str) -> int:
    """Check every gold file of a folder and return the exit status, 0 when none has a fault."""
    files = sorted(Path(folder).glob("*.json"))
    lines = [line for gold in files for line in faults(gold)]
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.write(f"{len(files)} reports, {len(lines)} faults\n")
    return 1 if lines or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
