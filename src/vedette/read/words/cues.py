"""Cues that know which words they need: an expression is tried only on texts that have one of these words.

A lexicon has hundreds of expressions and most sentences fit few of them. The beginnings of the words that every match
of an expression must hold are taken from the standard library's own parse of it; the words of a text are looked up
once for all expressions of its language. Where it is known with which words a match begins, only the places of such
words are tried. What this sets aside could not have matched, so that results are the same.
Where case does not count, what is left is sought in small letters first, which is quicker than to compare both cases.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from sys import maxsize

from vedette.read.words.beginnings import LONGEST, Beginnings, digest

__all__ = ["NEVER", "NOTHING", "AnyCue", "Cue", "Vocabulary"]

_WORD = re.compile(r"\w+")
_ODD = re.compile("[ſıİ]")
_NAMES_AND_ESCAPES = re.compile(r"(\(\?P<\w+>|\(\?P=\w+\)|\\.)", re.S)
_WORDS_KEPT = 100_000
_TEXTS_KEPT = 1024
_OFTEN = 40
"""Tries after which an expression is compiled in small letters, too: from there on that costs less than it spares."""


class _Seen:
    """What is known of a text: the expressions that its words allow, and its small letters where case does not count.

    `odd` says that its words tell nothing, so that every expression has to be tried as it is.
    """

    __slots__ = ("_bits", "_starts", "_words", "all", "always", "lower", "odd", "text")

    def __init__(
        self, text: str, every: int, always: int, lower: str | None, words: list[tuple[str, int]], odd: bool = False
    ) -> None:
        self.text, self.all, self.always, self.lower, self.odd = text, every, always, lower, odd
        self._words = words
        self._starts: list[int] | None = None
        self._bits: list[int] = []

    def within(self, start: int, end: int) -> int:
        """The expressions that the words which begin in [start, end) allow."""
        starts = self._starts or self._look()
        bits = self.always
        for some in self._bits[bisect_left(starts, start) : bisect_left(starts, end)]:
            bits |= some
        return bits

    def at(self, bit: int, start: int, end: int) -> list[int]:
        """Where the words begin in [start, end) that allow an expression."""
        starts = self._starts or self._look()
        if start <= 0 and end >= len(self.text):
            return [first for first, bits in zip(starts, self._bits, strict=True) if bits & bit]
        low, high = bisect_left(starts, start), bisect_left(starts, end)
        return [starts[i] for i in range(low, high) if self._bits[i] & bit]

    def _look(self) -> list[int]:
        """Begin the list of the words that allow anything."""
        starts: list[int] = []
        text, end = self.text if self.lower is None else self.lower, 0
        for word, bits in self._words:
            start = text.index(word, end)
            end = start + len(word)
            if bits:
                starts.append(start)
                self._bits.append(bits)
        self._starts, self._words = starts, []
        return starts


class Vocabulary:
    """The needed beginnings of words of one language, and for a text the set of expressions that it may fit, as bits.

    `lower` says that case does not count; `lead` is an expression of the particles that may be written onto a word;
    `found` holds what was found before of expressions.
    """

    def __init__(
        self, common: Iterable[str] = (), lower: bool = True, lead: str = "", found: Beginnings | None = None
    ) -> None:
        self._common = frozenset(common)
        self._digest = digest(sorted(self._common))
        self._found = found or Beginnings()
        self._lower = lower
        self._lead = re.compile(lead) if lead else None
        self._begins: dict[str, int] = {}
        self._words: dict[str, int] = {}
        self._always = 0
        self._count = 0
        self.seen = lru_cache(maxsize=_TEXTS_KEPT)(self._seen)

    def cue(self, pattern: str, flags: int = 0, before: str = "", after: str = "") -> "Cue":
        """A cue of `before` + `pattern` + `after`; with a `before`, `pattern` has to begin where a word begins.

        What was known of words and texts is forgotten, since it lacks the new cue. Raises re.error for a pattern that
        is no expression.
        """
        self._words.clear()
        self.seen.cache_clear()
        bit = 1 << self._count
        self._count += 1
        beginnings, firsts = self._found.of(pattern, flags, bool(before), self._digest, self._common)
        if beginnings is None:
            self._always |= bit
        self._add(beginnings or (), bit)
        first = 0
        if firsts is not None:
            first = bit if firsts == beginnings else 1 << self._count
        if first > bit:
            self._count += 1
            self._add(firsts or (), first)
        return Cue(f"{before}{pattern}{after}", flags, self.seen, bit, first)

    def _add(self, beginnings: Iterable[str], bit: int) -> None:
        for beginning in beginnings:
            self._begins[beginning] = self._begins.get(beginning, 0) | bit

    def _seen(self, text: str) -> _Seen:
        lower: str | None = None
        if self._lower:
            lower = text.lower()
            if len(lower) != len(text) or (not text.isascii() and _ODD.search(text)):
                return _Seen(text, -1, -1, None, self._bits_of(text), odd=True)
        words = self._bits_of(text if lower is None else lower)
        every = self._always
        for _, bits in words:
            every |= bits
        return _Seen(text, every, self._always, lower, words)

    def _bits_of(self, text: str) -> list[tuple[str, int]]:
        """The words of a text, in order, each with the expressions that it allows."""
        known, look = self._words, self._of_word
        return [(word, look(word) if (bits := known.get(word)) is None else bits) for word in _WORD.findall(text)]

    def _of_word(self, word: str) -> int:
        found = self._words.get(word)
        if found is not None:
            return found
        bits = 0
        for start in self._starts(word):
            for size in range(1, min(LONGEST, len(word) - start) + 1):
                bits |= self._begins.get(word[start : start + size], 0)
        if len(self._words) >= _WORDS_KEPT:
            self._words.clear()
        self._words[word] = bits
        return bits

    def _starts(self, word: str) -> Iterator[int]:
        yield 0
        if self._lead is not None:
            yield from (size for size in range(1, min(len(word), 5)) if self._lead.fullmatch(word, 0, size))


class Cue:
    """An expression with the methods of `re.Pattern` that reading uses; most texts are answered by their words.

    It is compiled when it is needed first. `bit` stands for the words that a match needs, `at` for those that it begins
    with (0: not known).
    """

    __slots__ = ("_fast", "_regex", "_seen", "_tries", "at", "bit", "flags", "pattern")

    def __init__(self, pattern: str, flags: int, seen: Callable[[str], _Seen], bit: int, at: int = 0) -> None:
        self.pattern, self.flags, self.bit, self.at = pattern, flags, bit, at
        self._seen = seen
        self._regex: re.Pattern[str] | None = None
        self._fast: re.Pattern[str] | None = None
        # where a part heeds case, the expression in small letters finds other stretches: it must not matter when it came
        self._tries = _OFTEN if "(?-" in pattern or not flags & re.IGNORECASE else 0

    @property
    def regex(self) -> re.Pattern[str]:
        """The compiled expression."""
        if self._regex is None:
            self._regex = re.compile(self.pattern, self.flags)
        return self._regex

    def search(self, text: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        """The first match within [start, end)."""
        seen = self._seen(text)
        return self.first(text, start, end, seen) if seen.all & self.bit else None

    def match(self, text: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        """The match that begins at `start`."""
        return self.regex.match(text, start, end) if self._seen(text).all & self.bit else None

    def fullmatch(self, text: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        """The match of all of [start, end)."""
        return self.regex.fullmatch(text, start, end) if self._seen(text).all & self.bit else None

    def finditer(self, text: str, start: int = 0, end: int = maxsize) -> Iterable[re.Match[str]]:
        """All matches within [start, end), in order, without overlaps."""
        seen = self._seen(text)
        return self.each(text, start, end, seen) if seen.all & self.bit else ()

    def sub(self, put: Callable[[re.Match[str]], str] | str, text: str) -> str:
        """The text with each match replaced."""
        return self.regex.sub(put, text) if self.search(text) else text

    def first(self, text: str, start: int, end: int, seen: _Seen) -> re.Match[str] | None:
        """`search`, where it is known already what the words of the text allow."""
        if self.at and not seen.odd:
            places = seen.at(self.at, start, end)
            if not places:
                return None
            small, lower = None if seen.lower is None else self._fast or self._small(), seen.lower
            if small is None or lower is None:
                regex = self._regex or self.regex
                return next((m for place in places if (m := regex.match(text, place, end))), None)
            for place in places:
                if small.match(lower, place, end):
                    return self.regex.match(text, place, end)
            return None
        if seen.lower is None or (small := self._fast or self._small()) is None:
            return self.regex.search(text, start, end)
        found = small.search(seen.lower, start, end)
        return None if found is None else self.regex.match(text, found.start(), end)

    def each(self, text: str, start: int, end: int, seen: _Seen) -> Iterable[re.Match[str]]:
        """`finditer`, where it is known already what the words of the text allow."""
        if self.at and not seen.odd:
            places = seen.at(self.at, start, end)
            return self._placed(text, end, places, seen) if places else ()
        if seen.lower is None or (small := self._fast or self._small()) is None:
            return self.regex.finditer(text, start, end)
        return self._every(text, seen.lower, start, end, small)

    def _placed(self, text: str, end: int, places: list[int], seen: _Seen) -> list[re.Match[str]]:
        """The matches that begin at the places, without overlaps."""
        regex, small = self.regex, None if seen.lower is None else self._fast or self._small()
        lower, done = seen.lower or "", 0
        out: list[re.Match[str]] = []
        for place in places:
            if place < done:
                continue
            if small is not None:
                found = small.match(lower, place, end)
                if found is None:
                    continue
                done = found.end()
            match = regex.match(text, place, end)
            if match is not None:
                out.append(match)
                done = max(done, match.end()) if small is None else done
        return out

    def _every(self, text: str, lower: str, start: int, end: int, small: re.Pattern[str]) -> Iterator[re.Match[str]]:
        for found in small.finditer(lower, start, end):
            match = self.regex.match(text, found.start(), end)
            if match is not None:
                yield match

    def _small(self) -> re.Pattern[str] | None:
        """The expression in small letters; its matches in a text in small letters are those of the expression itself.

        None while it was tried too seldom to be worth compiling.
        """
        self._tries += 1
        if self._tries <= _OFTEN:
            return None
        parts = _NAMES_AND_ESCAPES.split(self.pattern)
        small = "".join(part if i % 2 else part.lower() for i, part in enumerate(parts))
        self._fast = re.compile(small, self.flags & ~re.IGNORECASE)
        return self._fast


class AnyCue:
    """The alternation of several cues of one vocabulary; only those are tried that the words at the place allow."""

    __slots__ = ("_cues", "_mask", "_number", "seen")

    def __init__(self, cues: Iterable[Cue], seen: Callable[[str], _Seen]) -> None:
        self._cues = tuple(cues)
        self.seen = seen
        self._number = {cue.bit: number for number, cue in enumerate(self._cues) if cue is not NEVER}
        self._mask = sum(self._number)

    def search(self, text: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        """The first match within [start, end) of any cue; of several at one place that of the first cue."""
        found = [m for cue, seen in self._allowed(text, start, end) if (m := cue.first(text, start, end, seen))]
        return min(found, key=_begin, default=None)

    def fits(self, text: str, start: int = 0, end: int = maxsize) -> bool:
        """Whether any cue is found within [start, end); quicker than `search`."""
        return any(cue.first(text, start, end, seen) for cue, seen in self._allowed(text, start, end))

    def match(self, text: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        """The match of the first cue that begins at `start`."""
        found = (cue.regex.match(text, start, end) for cue, _ in self._allowed(text, start, end))
        return next(filter(None, found), None)

    def each(self, text: str, start: int = 0, end: int = maxsize) -> Iterator[tuple[int, re.Match[str]]]:
        """All matches of each cue within [start, end), cue by cue in their order, with the number of the cue."""
        seen = self.seen(text)
        bits = seen.all & self._mask
        if bits and (start > 0 or end < len(text)):
            bits &= seen.within(start, end)
        for number in self._numbers(bits) if bits else ():
            for match in self._cues[number].each(text, start, end, seen):
                yield number, match

    def _allowed(self, text: str, start: int, end: int) -> list[tuple[Cue, _Seen]]:
        seen = self.seen(text)
        bits = seen.all & self._mask
        if not bits:
            return []
        if start > 0 or end < len(text):
            bits &= seen.within(start, end)
        return [(self._cues[number], seen) for number in self._numbers(bits)] if bits else []

    def _numbers(self, bits: int) -> list[int]:
        """The numbers of the cues whose bits are set, in order."""
        out: list[int] = []
        while bits:
            lowest = bits & -bits
            bits ^= lowest
            out.append(self._number[lowest])
        return sorted(out)


def _begin(match: re.Match[str]) -> int:
    return match.start()


_EMPTY = _Seen("", 0, 0, None, [])

NEVER = Cue(r"(?!)", 0, lambda _: _EMPTY, 1)
"""A cue that nothing fits."""

NOTHING = AnyCue((), lambda _: _EMPTY)
"""No cue at all."""
