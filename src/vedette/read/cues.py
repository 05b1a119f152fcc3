"""Cues that know which words they need: an expression is tried only on texts that have one of these words.

A lexicon has hundreds of expressions and most sentences fit few of them. The beginnings of the words that every match
of an expression must hold are taken from the standard library's own parse of it; the words of a text are looked up
once for all expressions of its language. What this sets aside could not have matched, so that results are the same.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from sys import maxsize

from vedette.read.needs import needs

__all__ = ["NEVER", "NOTHING", "AnyCue", "Cue", "Vocabulary"]

_WORD = re.compile(r"\w+")
_ODD = re.compile("[ſıİ]")
_LONGEST = 6
_WORDS_KEPT = 100_000


class Vocabulary:
    """The needed beginnings of words of one language, and for a text the set of expressions that it may fit, as bits.

    `lower` says that case does not count; `lead` is an expression of the particles that may be written onto a word.
    """

    def __init__(self, common: Iterable[str] = (), lower: bool = True, lead: str = "") -> None:
        self._common = frozenset(common)
        self._lower = lower
        self._lead = re.compile(lead) if lead else None
        self._begins: dict[str, int] = {}
        self._words: dict[str, int] = {}
        self._always = 0
        self._count = 0
        self.bits: Callable[[str], int] = lru_cache(maxsize=8192)(self._bits)

    def add(self, pattern: str, flags: int, bounded: bool) -> int:
        """Take in an expression, whose match begins with a word if `bounded`; its bit."""
        bit = 1 << self._count
        self._count += 1
        beginnings = needs(pattern, flags, bounded, self._common, _LONGEST)
        if beginnings is None:
            self._always |= bit
        for beginning in beginnings or ():
            self._begins[beginning] = self._begins.get(beginning, 0) | bit
        return bit

    def _bits(self, text: str) -> int:
        """The expressions that the words of a text allow."""
        if self._lower:
            if not text.isascii() and _ODD.search(text):
                return -1
            text = text.lower()
        bits, known = self._always, self._words
        for word in _WORD.findall(text):
            found = known.get(word)
            if found is None:
                if len(known) >= _WORDS_KEPT:
                    known.clear()
                found = known[word] = self._of_word(word)
            bits |= found
        return bits

    def _of_word(self, word: str) -> int:
        bits = 0
        for start in self._starts(word):
            for size in range(1, min(_LONGEST, len(word) - start) + 1):
                bits |= self._begins.get(word[start : start + size], 0)
        return bits

    def _starts(self, word: str) -> Iterator[int]:
        yield 0
        if self._lead is not None:
            yield from (size for size in range(1, min(len(word), 5)) if self._lead.fullmatch(word, 0, size))


class Cue:
    """A compiled expression with the methods of `re.Pattern` that reading uses; most texts are answered by their words."""

    __slots__ = ("_bits", "bit", "flags", "pattern", "regex")

    def __init__(self, regex: re.Pattern[str], bits: Callable[[str], int], bit: int) -> None:
        self.regex, self._bits, self.bit = regex, bits, bit
        self.pattern, self.flags = regex.pattern, regex.flags

    def search(self, text: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        """The first match within [start, end)."""
        return self.regex.search(text, start, end) if self._bits(text) & self.bit else None

    def match(self, text: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        """The match that begins at `start`."""
        return self.regex.match(text, start, end) if self._bits(text) & self.bit else None

    def fullmatch(self, text: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        """The match of all of [start, end)."""
        return self.regex.fullmatch(text, start, end) if self._bits(text) & self.bit else None

    def finditer(self, text: str, start: int = 0, end: int = maxsize) -> Iterator[re.Match[str]]:
        """All matches within [start, end), in order, without overlaps."""
        return self.regex.finditer(text, start, end) if self._bits(text) & self.bit else iter(())

    def sub(self, put: Callable[[re.Match[str]], str] | str, text: str) -> str:
        """The text with each match replaced."""
        return self.regex.sub(put, text) if self._bits(text) & self.bit else text


class AnyCue:
    """The alternation of several cues, of which only those are tried that the words of the text allow."""

    __slots__ = ("_bits", "_cues", "_mask")

    def __init__(self, cues: Iterable[Cue], bits: Callable[[str], int]) -> None:
        self._cues = tuple((cue.bit, cue.regex) for cue in cues)
        self._bits = bits
        self._mask = sum({bit for bit, _ in self._cues})

    def search(self, text: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        """The first match within [start, end) of any cue; of several at one place that of the first cue."""
        bits = self._bits(text) & self._mask
        if not bits:
            return None
        found = [m for bit, regex in self._cues if bits & bit and (m := regex.search(text, start, end))]
        return min(found, key=_begin, default=None)

    def match(self, text: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        """The match of the first cue that begins at `start`."""
        bits = self._bits(text) & self._mask
        found = (regex.match(text, start, end) for bit, regex in self._cues if bits & bit) if bits else iter(())
        return next(filter(None, found), None)


def _begin(match: re.Match[str]) -> int:
    return match.start()


NEVER = Cue(re.compile(r"(?!)"), lambda _: 0, 1)
"""A cue that nothing fits."""

NOTHING = AnyCue((), lambda _: 0)
"""No cue at all."""
