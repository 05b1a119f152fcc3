"""Killed and injured in Sorani: the bare phrases before a verb of dying or being hurt, counted."""

import re

from vedette.read.roles.clause_ckb import Chunk, chunks_of, clause_start
from vedette.read.words.expressions import compiled
from vedette.read.words.lexicon import Lexicon, calendar

__all__ = ["counted_before"]

_ONE = re.compile(r"\w{2,}(?:ێك|يهك)(?:ي|يان|يش|يشي|يشيان)?$")
_THE = re.compile(r"\w{2,}هكه(?:ي|يان|ش|شي|يش)?$")
_SUFFIX = re.compile(r"(?:انيشيان|يشيان|انيش|يان|يش|ان|ي|ه)$")
_ELLIPSIS = {
    "دوانيش": 2,
    "دوانيشيان": 2,
    "سيانيش": 3,
    "دوان": 2,
    "دووان": 2,
    "سيان": 3,
    "يهكێك": 1,
    "يهكێكي": 1,
    "يهكێكيان": 1,
    "يهكێكيش": 1,
}
_HUNDREDS = re.compile(r"(\w+?)(?:سهد)$")
_SCALE = (100, 1000, 1_000_000)


def counted_before(text: str, cue: str, lex: Lexicon) -> int | None:
    """How many the verbs of a cue (`dies`, `is_hurt`) have before them in a folded clause; None where none is counted.

    Phrases joined by "and" are added up; one with the ending of "a" is one, a definite one in the singular as well.
    """
    for match in lex.cue(cue).finditer(text):
        begin = clause_start(text, 0, match.start(), lex)
        bare = [
            c
            for c in chunks_of(text, begin, match.start(), lex)
            if not c.lead and not lex.cue("not_people").match(_uncounted(text, c))
        ]
        first = len(bare) - 1
        while first > 0 and bare[first].joined:
            first -= 1
        values = [_count(text[c.start : c.end]) for c in bare[max(first, 0) :]]
        found = [v for v in values if v is not None]
        if found and len(found) == len(values):
            return sum(found)
    return None


def _uncounted(text: str, chunk: Chunk) -> str:
    words = text[chunk.start : chunk.end].split()
    while len(words) > 1 and _value(words[0]) is not None:
        words = words[1:]
    return " ".join(words)


def _count(phrase: str) -> int | None:
    words = phrase.split()
    total = current = 0
    seen = False
    for word in words:
        if word == "و" and seen:
            total, current = total + current, 0
            continue
        value = _value(word)
        if value is None:
            break
        current = current * value if value in _SCALE and current else current + value
        seen = True
    if seen:
        return total + current
    if words[0] in {"چهند", "كۆمهلێك", "ژمارهيهك", "چهندين"}:
        return None
    return 1 if _ONE.match(words[0]) or _THE.match(words[0]) else None


def _value(word: str) -> int | None:
    bare = compiled(r"[,.]").sub("", word)
    if bare.isdigit():
        return min(int(bare), 10_000_000)
    numbers = calendar("ckb").numbers
    if word in _ELLIPSIS:
        return _ELLIPSIS[word]
    if word in numbers:
        return numbers[word]
    hundreds = _HUNDREDS.match(word)
    if hundreds and hundreds.group(1) in numbers:
        return numbers[hundreds.group(1)] * 100
    stem = _SUFFIX.sub("", word)
    return _ELLIPSIS.get(stem, numbers.get(stem)) if len(stem) > 2 else None
