"""Noun phrases of a Sorani clause with the prepositions that lead them: bare ones are who acts and what is acted on.

Sorani puts the verb last. A past verb that takes an object leaves its agent bare at the head of the clause and marks it
on the object ("they" -يان, "he" -ي); what is led by a preposition is neither (McCarus, A Kurdish Grammar, 1958).
"""

import re
from dataclasses import dataclass
from functools import cache

from vedette.read.places.gazetteer import lookup
from vedette.read.words.expressions import compiled
from vedette.read.words.lexicon import Lexicon, calendar

__all__ = ["Chunk", "chunks_of", "clause_start"]

_WORD = re.compile(r"[\w'-]+|[^\w\s]")
_EZAFE = re.compile(r"\w{2,}ي$")
_COMPOUND = re.compile(r"\w{2,}ه$")
_DEFINITE = re.compile(r"\w{2,}ه(?:كه|كان)(?:ي|يان|دا|هوه)?$")
_MARKED = re.compile(r"(?:يان|ي|مان)$")
_JOIN = "و"
_ASIDE = re.compile(r"،\s*\|[|\s]*،")
_LONGEST = 6


@dataclass(frozen=True)
class Chunk:
    """A noun phrase [start, end) of a folded text; `lead` are the prepositions before it, empty where it stands bare."""

    start: int
    end: int
    lead: str = ""
    joined: bool = False


@cache
def _number() -> re.Pattern[str]:
    return re.compile(rf"(?:\d[\d,.]*|{calendar('ckb').number}|دووسهد|سێسهد|ههزار|لاني|كهم)")


def clause_start(text: str, floor: int, at: int, lex: Lexicon) -> int:
    """Where the clause of a verb at an offset begins: behind the last sign, "that", or verb within [floor, at)."""
    text = _ASIDE.sub(lambda m: " " * len(m.group()), text)
    signs = max(text.rfind(sign, floor, at) for sign in "،؛:.")
    begin = max(floor, signs + 1)
    for match in lex.cue("clause_cut").finditer(text, floor, at):
        if match.end() <= at:
            begin = max(begin, match.end())
    return begin


def chunks_of(text: str, floor: int, ceil: int, lex: Lexicon) -> list[Chunk]:
    """The noun phrases of a stretch in order; barred times, adverbs, verbs and signs part them."""
    out: list[Chunk] = []
    words = [m.span() for m in _WORD.finditer(text, floor, ceil)]
    lead, i = "", 0
    joined = False
    while i < len(words):
        word = text[slice(*words[i])]
        if not (word[0].isalnum() or word == '"'):
            lead, joined = ("" if word != "(" else lead), False
            i += 1
            continue
        if word == _JOIN:
            joined = bool(out) and not text[out[-1].end : words[i][0]].strip()
            after = text[slice(*words[i + 1])] if i + 1 < len(words) else ""
            joined = joined and not (out[-1].lead and _number().fullmatch(after))
            lead = out[-1].lead if joined else ""
            i += 1
            continue
        if lex.cue("preposition").fullmatch(word):
            lead = f"{lead} {word}".strip()
            i += 1
            continue
        if word == '"' or lex.cue("adverb").fullmatch(word):
            i += 1
            continue
        if lex.cue("verb_word").fullmatch(word):
            lead, joined = "", False
            i += 1
            continue
        last = _last_of(text, words, i, lex)
        out.append(Chunk(words[i][0], words[last][1], lead, joined))
        lead, joined = "", False
        i = last + 1
    return out


def _last_of(text: str, words: list[tuple[int, int]], i: int, lex: Lexicon) -> int:
    """The index of the last word of the phrase that begins at word i: numbers, then as long as an ezafe leads on."""
    last = i
    while last + 1 < len(words) and last - i < _LONGEST:
        word, after = text[slice(*words[last])], text[slice(*words[last + 1])]
        if after == "-" and last + 2 < len(words) and lookup(word) and lookup(text[slice(*words[last + 2])]):
            last += 2
            continue
        if text[words[last][1] : words[last + 1][0]].strip() or not after[0].isalnum():
            break
        if after == _JOIN:
            number = _number()
            twice = number.fullmatch(word) and last + 2 < len(words) and number.fullmatch(text[slice(*words[last + 2])])
            if not twice and not compiled(r"نێوان \w+$").search(text[: words[last][1]]):
                break
            last += 1
            continue
        if lex.cue("verb_word").fullmatch(after):
            break
        between = after == "نێوان" and bool(_EZAFE.match(word))
        if between:
            last += 1
            continue
        if lex.cue("preposition").fullmatch(after) or lex.cue("adverb").fullmatch(after):
            break
        own = word in {"نێوان", "تي", "ئێن", "كيلۆ", "گوند", "شهش"} or _number().fullmatch(word) or word == _JOIN
        leads = _EZAFE.match(word) and not (last > i and lookup(word)) and not _MARKED_ONLY.search(word)
        compound = _COMPOUND.match(word) and _DEFINITE.match(after)
        if not (own or leads or compound):
            break
        last += 1
    return last


_MARKED_ONLY = re.compile(r"(?:ێك|هكه|هكان|ان|هك)يان$")
