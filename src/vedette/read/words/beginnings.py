"""What was found before of the words that expressions need, from data/expressions/<language>.json.

To take apart the hundreds of expressions of a lexicon takes a second; to look them up takes a few thousandths of one.
A finding is kept by a digest of all that decides it: the expression, its flags, whether it begins with a word, how many
letters count, the common words, and the code that takes it apart. It tells of the expression, not of the parser of one
version of Python. What the file lacks is found anew, so that an old file costs time and never changes a result.
Written by tools/expressions.py.
"""

import json
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from importlib.resources import files

from vedette.read.words.needs import begins, needs

__all__ = ["LONGEST", "Beginnings", "Finding", "Packed", "beginnings", "digest"]

LONGEST = 6
"""Letters of a word that count."""

Finding = tuple[frozenset[str] | None, frozenset[str] | None]
"""What `needs` says of an expression, and what `begins` says of it (None, too, where it need not begin with a word)."""

Packed = str | list[str | None]
"""A finding in the file: beginnings with blanks between them; one text where both are the same, else both."""


class Beginnings:
    """Findings of `needs` and `begins` by their keys: `known` from before, and `asked` those of this process."""

    def __init__(self, known: dict[str, Packed] | None = None) -> None:
        self.known = known or {}
        self.asked: dict[str, Finding] = {}

    def of(self, pattern: str, flags: int, bounded: bool, common: str, words: frozenset[str]) -> Finding:
        """The finding for an expression; `common` is the `digest` of the common `words`.

        Raises re.error for a pattern that is no expression and was not known.
        """
        key = digest((_code(), common, f"{flags:d} {bounded:d} {LONGEST}", pattern))
        found = self.asked.get(key)
        if found is None:
            found = _unpacked(self.known[key]) if key in self.known else _anew(pattern, flags, bounded, words)
            self.asked[key] = found
        return found

    def packed(self) -> dict[str, Packed]:
        """The findings of this process in the form of the file, sorted by key."""
        return {key: _packed(found) for key, found in sorted(self.asked.items())}


@cache
def beginnings(language: str) -> Beginnings:
    """The findings for a language; none are known where its file is absent or broken."""
    path = files("vedette.read").joinpath("data", "expressions", f"{language}.json")
    try:
        return Beginnings(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return Beginnings()


def digest(parts: Iterable[str]) -> str:
    """Ninety-six bits that stand for a series of texts."""
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


@cache
def _code() -> str:
    """Stands for the code that takes expressions apart."""
    return digest([files("vedette.read").joinpath("words", "needs.py").read_text(encoding="utf-8")])


def _anew(pattern: str, flags: int, bounded: bool, words: frozenset[str]) -> Finding:
    needed = needs(pattern, flags, bounded, words, LONGEST)
    return needed, begins(pattern, flags, LONGEST) if bounded else None


def _packed(found: Finding) -> Packed:
    needed, first = (None if one is None else " ".join(sorted(one)) for one in found)
    return needed if needed is not None and needed == first else [needed, first]


def _unpacked(text: Packed) -> Finding:
    if isinstance(text, str):
        both = frozenset(text.split())
        return both, both
    needed, first = (None if one is None else frozenset(one.split()) for one in text)
    return needed, first
