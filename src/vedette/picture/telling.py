"""What the passage of a claim says about which one of several like attacks it tells: "another", the hour, a corrected count."""

import re
from functools import cache, lru_cache
from typing import Any

from vedette.picture.rules import load_table
from vedette.terms.report import Claim

__all__ = ["hours_of", "is_another", "is_correcting"]


def is_another(claim: Claim) -> bool:
    """Whether the claim's own words set it apart from what its report told before ("a second bomb")."""
    return any(_matches("another", span.text) for span in claim.evidence)


def is_correcting(claim: Claim) -> bool:
    """Whether the claim's own words set an earlier count right ("the toll rose to five")."""
    return any(_matches("correcting", span.text) for span in claim.evidence)


def hours_of(claim: Claim) -> tuple[int, int] | None:
    """First and last local hour of the day of what a claim tells, as its words have it; 24 and more is the next morning.

    The clock is looked for in the evidence, a part of the day ("early in the evening") only in the words that give the
    time, for others speak in the morning of what happened at night. None where neither is said, or clocks contradict.
    """
    clocks = {hour for span in claim.evidence for hour in _clocks(span.text)}
    if len(clocks) == 1:
        hour = clocks.pop()
        return hour, hour
    if clocks:
        return None
    said = claim.time.text if claim.time and claim.time.text else ""
    part = _part(said) if said else None
    return part or next((found for span in claim.evidence if (found := _edge(span.text))), None)


@lru_cache(maxsize=50_000)
def _matches(kind: str, text: str) -> bool:
    return bool(_pattern(kind).search(text))


@lru_cache(maxsize=50_000)
def _clocks(text: str) -> frozenset[int]:
    if not any(c.isdigit() for c in text):
        return frozenset()
    found = set()
    for match in _clock().finditer(text):
        hour = int(match[1] or match[4])
        if match[3] and hour <= 12:
            later = match[3].casefold().rstrip(".") in _table()["afternoon"]
            hour = hour % 12 + 12 * later
        if hour < 24:
            found.add(hour)
    return frozenset(found)


@lru_cache(maxsize=20_000)
def _part(text: str) -> tuple[int, int] | None:
    fitting = [(first, last) for first, last, pattern in _parts() if pattern.search(text)]
    return (min(first for first, _ in fitting), max(last for _, last in fitting)) if fitting else None


@lru_cache(maxsize=50_000)
def _edge(text: str) -> tuple[int, int] | None:
    return next(((first, last) for first, last, pattern in _edges() if pattern.search(text)), None)


@cache
def _table() -> dict[str, Any]:
    return load_table("telling.toml")


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(_table()[kind]), re.IGNORECASE)


@cache
def _clock() -> re.Pattern[str]:
    return re.compile(_table()["clock"], re.IGNORECASE)


@cache
def _parts() -> tuple[tuple[int, int, re.Pattern[str]], ...]:
    return tuple(map(_compiled, _table()["parts"].values()))


@cache
def _edges() -> tuple[tuple[int, int, re.Pattern[str]], ...]:
    return tuple(_compiled(_table()[edge]) for edge in ("early", "late"))


def _compiled(row: tuple[int, int, str]) -> tuple[int, int, re.Pattern[str]]:
    first, last, words = row
    return first, last, re.compile(words, re.IGNORECASE)
