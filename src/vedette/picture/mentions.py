"""Which areas a report names at all: a quiet day's report tells that somebody was there, though it holds no claim."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from vedette.picture.names import fold, spellings
from vedette.picture.rules import load_table
from vedette.terms.places import Area
from vedette.terms.report import Report

__all__ = ["Mentions"]

_ARTICLE = re.compile(r"[a-z]{2}-[A-Z]")
_WORD = re.compile(r"[^\W\d_][\w’'\u200c-]*")


class Mentions:
    """Finds the names of areas in texts, in all their spellings; a Latin name counts only where it is capitalised."""

    def __init__(self, areas: Sequence[Area]) -> None:
        self._by_first: dict[str, dict[tuple[str, ...], set[str]]] = defaultdict(lambda: defaultdict(set))
        for area in areas:
            for name in (area.name.en, area.name.ar, area.name.ckb):
                for spelling in spellings(name) if name else ():
                    if spelling not in _ambiguous():
                        tokens = tuple(spelling.split())
                        self._by_first[tokens[0]][tokens].add(area.id)

    def areas_of(self, report: Report) -> set[str]:
        """Ids of the areas that the title or text of a report names."""
        spoken = [forms for word in _WORD.findall(f"{report.title}\n{report.text}") for forms in _forms(word)]
        found: set[str] = set()
        for start, forms in enumerate(spoken):
            for first in forms:
                for tokens, areas in self._by_first[first].items() if first in self._by_first else ():
                    following = spoken[start + 1 : start + len(tokens)]
                    if len(following) == len(tokens) - 1 and all(map(_is, following, tokens[1:])):
                        found |= areas
        return found


def _is(forms: tuple[str, ...], token: str) -> bool:
    return token in forms


@lru_cache(maxsize=100_000)
def _forms(word: str) -> tuple[tuple[str, ...], ...]:
    """For each token of a word the forms that it may stand for; none for a Latin word in lower case."""
    if word.isascii():
        # articles in the middle of a name are written small
        small = word[0].islower() and len(word) > 3 and not _ARTICLE.match(word)
        return tuple(() if small else (token,) for token in fold(word).split())
    return tuple(tuple(dict.fromkeys(_bare_forms(token))) for token in fold(word).split())


def _bare_forms(token: str) -> Iterator[str]:
    """A token, and without the prepositions, article and endings that Arabic and Sorani write onto a name."""
    prefixes, suffixes = _affixes()
    yield token
    for prefix in prefixes:
        if token.startswith(prefix) and len(token) > len(prefix) + 2:
            yield token[len(prefix) :]
    for suffix in suffixes:
        if token.endswith(suffix) and len(token) > len(suffix) + 2:
            yield token[: -len(suffix)]


@cache
def _affixes() -> tuple[tuple[str, ...], tuple[str, ...]]:
    table = load_table("names.toml")
    return tuple(map(fold, table["prefixes"])), tuple(map(fold, table["suffixes"]))


@cache
def _ambiguous() -> frozenset[str]:
    return frozenset(fold(word) for word in load_table("names.toml")["ambiguous"])
