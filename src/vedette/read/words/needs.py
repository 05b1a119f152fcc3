"""Which words every match of a regular expression must hold: the beginnings of one word of each way to match it."""

import importlib
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

__all__ = ["begins", "needs"]

_MANY = 800
"""Beginnings of one expression; one that needs a word of so many is tried always."""


def needs(
    pattern: str, flags: int, bounded: bool, common: frozenset[str] = frozenset(), longest: int = 6
) -> frozenset[str] | None:
    """Beginnings of words (at most `longest` letters) one of which stands in every text that the expression matches.

    `bounded` says that a match begins at the beginning of a word; `common` are words that hardly tell texts apart.
    Letters are lower-cased where `flags` ignore case. None: nothing can be said, the expression has to be tried.
    """
    items = _parsed(pattern, flags)
    if items is None:
        return None
    return _shortest(_needs(items, bounded, _Ways(bool(flags & re.IGNORECASE), longest, common)))


def begins(pattern: str, flags: int, longest: int = 6) -> frozenset[str] | None:
    """Beginnings of words one of which stands at the start of every match, for an expression that begins with a word.

    None: nothing can be said of how a match begins.
    """
    items = _parsed(pattern, flags)
    if items is None:
        return None
    found = _firsts(items, _Ways(bool(flags & re.IGNORECASE), longest, frozenset()))
    return None if "" in found else _shortest(found)


@lru_cache(maxsize=1)
def _parsed(pattern: str, flags: int) -> Sequence[Any] | None:
    """The standard library's parse of an expression; None where this Python hides it."""
    try:
        parse = importlib.import_module("re._parser").parse
    except ImportError:
        return None
    return list(parse(pattern, flags))


def _shortest(found: set[str] | None) -> frozenset[str] | None:
    """The beginnings without those that begin with another one; None for too many."""
    if found is None or len(found) > _MANY:
        return None
    return frozenset(word for word in found if not any(word[:size] in found for size in range(1, len(word))))


class _Ways:
    """How beginnings are read off a parsed expression: whether case counts, how many letters, which words are common."""

    def __init__(self, lower: bool, longest: int, common: frozenset[str]) -> None:
        self.lower, self.longest, self.common = lower, longest, common

    def cost(self, beginnings: set[str]) -> int:
        """Rough share of sentences that hold one of the beginnings, in hundredths: sums that no order can change."""
        return sum(100 if b in self.common or len(b) < 2 else 30 if len(b) < 3 else 2 for b in beginnings)


def _needs(items: Sequence[Any], word_begins: bool, ways: _Ways) -> set[str] | None:
    """The beginnings that cost least, over the places of a sequence where a word begins."""
    best: set[str] | None = None
    for i, item in enumerate(items):
        options: list[set[str] | None] = [_firsts(items[i:], ways)] if word_begins else []
        options.append(_inside(item, word_begins, ways))
        for option in options:
            if option is None or "" in option:
                continue
            if best is None or ways.cost(option) < ways.cost(best):
                best = option
        word_begins = _begins_after(item, word_begins)
    return best


def _inside(item: Any, word_begins: bool, ways: _Ways) -> set[str] | None:
    name, value = str(item[0]), item[1]
    if name == "SUBPATTERN":
        return _needs(list(value[3]), word_begins, ways)
    if name == "ATOMIC_GROUP":
        return _needs(list(value), word_begins, ways)
    if name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"} and value[0] > 0:
        return _needs(list(value[2]), word_begins, ways)
    if name == "BRANCH":
        out: set[str] = set()
        for branch in value[1]:
            found = _needs(list(branch), word_begins, ways)
            if found is None:
                return None
            out |= found
        return out
    return None


def _firsts(items: Iterable[Any], ways: _Ways) -> set[str]:
    """The letters that a match of the sequence can begin with; "" where it can begin with anything."""
    open_, closed = {""}, set[str]()
    for item in items:
        more, stop = _first(item, ways)
        closed |= {begun + end for begun in open_ for end in stop}
        grown = {begun + end for begun in open_ for end in more}
        closed |= {begun[: ways.longest] for begun in grown if len(begun) >= ways.longest}
        open_ = {begun for begun in grown if len(begun) < ways.longest}
        if not open_ or len(open_) + len(closed) > 4 * _MANY:
            break
    return {begun[: ways.longest] for begun in open_ | closed}


def _first(item: Any, ways: _Ways) -> tuple[set[str], set[str]]:
    """Letters of one item after which the word goes on, and those after which nothing more is known of it."""
    name, value = str(item[0]), item[1]
    if name == "LITERAL":
        letter = chr(value)
        if not _of_word(letter):
            return set(), {""}
        return {letter.lower() if ways.lower else letter}, set()
    if name == "IN":
        if all(str(kind) == "LITERAL" for kind, _ in value):
            parts = [_first(part, ways) for part in value]
            return set().union(*(more for more, _ in parts)), set().union(*(stop for _, stop in parts))
        return set(), {""}
    if name in {"AT", "ASSERT", "ASSERT_NOT"}:
        return {""}, set()
    if name == "FAILURE":
        return set(), set()
    if name in {"SUBPATTERN", "ATOMIC_GROUP"}:
        return _sequence(value[3] if name == "SUBPATTERN" else value, ways)
    if name == "BRANCH":
        parts = [_sequence(branch, ways) for branch in value[1]]
        return set().union(*(more for more, _ in parts)), set().union(*(stop for _, stop in parts))
    if name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
        least, most, inner = value
        more, stop = _sequence(inner, ways)
        if most > 1:
            more, stop = set(), stop | more
        return (more | {""} if least == 0 else more), stop
    return set(), {""}


def _sequence(items: Iterable[Any], ways: _Ways) -> tuple[set[str], set[str]]:
    open_, closed = {""}, set[str]()
    for item in items:
        more, stop = _first(item, ways)
        closed |= {begun + end for begun in open_ for end in stop}
        open_ = {begun + end for begun in open_ for end in more}
        if len(open_) + len(closed) > 4 * _MANY:
            return set(), {""}
    return open_, closed


def _of_word(letter: str) -> bool:
    return letter == "_" or letter.isalnum()


def _begins_after(item: Any, before: bool) -> bool:
    """Whether a letter that follows the item surely begins a word; `before`: whether one in its stead would."""
    name, value = str(item[0]), item[1]
    if name == "LITERAL":
        return not _of_word(chr(value))
    if name == "IN":
        return all(
            (str(kind) == "LITERAL" and not _of_word(chr(what)))
            or (str(kind) == "CATEGORY" and str(what) in {"CATEGORY_SPACE", "CATEGORY_NOT_WORD"})
            for kind, what in value
        )
    if name == "AT":
        return before or str(value) == "AT_BOUNDARY" or str(value).startswith("AT_BEGINNING")
    if name == "ASSERT_NOT" and value[0] < 0:
        inner = list(value[1])
        return before or (len(inner) == 1 and _is_word_class(inner[0]))
    if name in {"ASSERT", "ASSERT_NOT", "FAILURE"}:
        return before
    if name in {"SUBPATTERN", "ATOMIC_GROUP"}:
        return _begins_after_all(value[3] if name == "SUBPATTERN" else value, before)
    if name == "BRANCH":
        return all(_begins_after_all(branch, before) for branch in value[1])
    if name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
        least, most, inner = value
        once = _begins_after_all(inner, before)
        again = once if most <= 1 else once and _begins_after_all(inner, once)
        return once and again and (before or least > 0)
    return False


def _begins_after_all(items: Iterable[Any], before: bool) -> bool:
    for item in items:
        before = _begins_after(item, before)
    return before


def _is_word_class(item: Any) -> bool:
    return str(item[0]) == "IN" and [(str(k), str(v)) for k, v in item[1]] == [("CATEGORY", "CATEGORY_WORD")]
