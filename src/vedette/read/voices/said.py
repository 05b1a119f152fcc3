"""What one voice says in a sentence of Arabic or Sorani, and the cutting of names that both languages share."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from vedette.read.words.expressions import compiled
from vedette.read.words.letters import fold

__all__ = ["EDGE", "MOST_WORDS", "Names", "Said", "bare", "pattern", "shapes", "trim", "untitled"]

Names = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Said:
    """The stretch [start, end) of a folded sentence that one voice says.

    `who` are the spans of the names, outermost first; an empty span stands for a voice that is not named again.
    """

    start: int
    end: int
    who: Names = ()
    cue: str = ""
    denied: bool = False


MOST_WORDS = 11
"""Words that the name of a voice has at most."""
EDGE = " ،؛:\"'.-()"
"""Signs around names and clauses."""


def pattern(text: str) -> re.Pattern[str]:
    """An expression of folded letters."""
    return compiled(fold(text))


@cache
def shapes(tag: str) -> dict[str, re.Pattern[str]]:
    """The expressions of data/ar/shapes.toml or data/ckb/shapes.toml by name, of folded letters."""
    text = files("vedette.read").joinpath("data", tag, "shapes.toml").read_text(encoding="utf-8")
    return {name: pattern(words) for name, words in tomllib.loads(text)["shapes"].items()}


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without signs and blanks at its ends."""
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end


def untitled(text: str, start: int, end: int) -> tuple[int, int]:
    """What stands in quotes behind a word such as "newspaper" is the name."""
    quoted = compiled(r"\"([^\"]{2,40})\"").search(text[start : end + 1])
    return (start + quoted.start(1), start + quoted.end(1)) if quoted else (start, end)


def bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the end of "from the mouth of …"."""
    words = text[start:end]
    for tail in ("يهوه", "هوه", "وه"):
        if words.endswith(tail):
            return start, end - len(tail) + (1 if tail == "يهوه" and words[: -len(tail)].endswith("هك") else 0)
    return start, end
