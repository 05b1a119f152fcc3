"""Noun phrases of Arabic and Sorani: from a head to the last word that belongs to it."""

import re
from functools import cache

from vedette.read.places.gazetteer import lookup
from vedette.read.words.cues import Cue
from vedette.read.words.letters import fold
from vedette.read.words.lexicon import Lexicon, calendar

__all__ = ["heads_in", "phrase_at", "phrase_before"]

_WORD = re.compile(r"[\w'-]+")
_CKB_EZAFE = re.compile(r"(?:ي|هي|يي|يهكي|ێكي)$")
_SKIP = re.compile(
    fold(
        r"[\s|()]*(?:،?\s*(?:،[^،]{1,40}،)?[\s|]*)?(?:(?:ما لا يقل عن|ما يقارب|أكثر من|نحو|حوالي|قرابة|زهاء|عددا? من|كلا? من|أحد|إحدى|بعض|كافة|جميع|وقوع|أي|أية|ثم|تم|عملية)\s+)*"
    )
)
_PREPOSITION = re.compile(
    fold(
        r"(?:لە|بە|بۆ|لەسەر|لەگەڵ|لەناو|لەنێو|نێو|ناو|بەهۆی|دوای|بەرەو|لەلایەن|نزیک|نێوان|لەژێر|بەبێ|بێ|تا|پێش|دەوروبەری|لەنزیک|بەسەر|سەر|کاتی|دژی)"
    )
)
_NOT_FIRST = re.compile(
    fold(
        r"(?:في|من|إلى|عن|أن|إن|قد|لم|لا|ما|كان|كانت|التي|الذي|الذين|مع|بعد|قبل|منذ|خلال|عند|قرب|داخل|بين|أثناء|إثر|أمام|حول|كما|فيما|هناك|ب\w{3,}|و(?!زار|زير|زراء|حد|كال|كيل|فد|الد|جيه|رش|ادي|كر|رث|ثائق|سائل)\w{3,}|ل(?:ل|ـ)?\w{4,})"
    )
)


@cache
def _number(tag: str, counted: bool) -> re.Pattern[str]:
    """A number in digits or words; `counted` with the blank before what it counts."""
    number = rf"(?:\d[\d,.]*|{calendar(tag).number})"
    return re.compile(rf"(?:\(?{number}\)?\s+(?:الف\s|الاف\s|ههزار\s)?)+" if counted else number)


@cache
def _before(tag: str) -> re.Pattern[str]:
    """Numbers that end a stretch."""
    return re.compile(rf"(?<!\w)\(?(?:(?:{calendar(tag).number}|\d[\d,.]*)\)?\s+)+$")


def heads_in(text: str, cue: Cue, floor: int, ceil: int, lex: Lexicon) -> list[tuple[int, int]]:
    """Noun phrases within [floor, ceil) whose head is of the cue, without those that lie in an earlier one."""
    out: list[tuple[int, int]] = []
    for match in cue.finditer(text, floor, ceil):
        start, end = _widened(text, match.start(), match.end(), ceil, lex)
        start = max(start, floor)
        if not any(s <= start < e for s, e in out):
            out.append((start, end))
    return out


def phrase_at(text: str, at: int, ceil: int, lex: Lexicon) -> tuple[int, int] | None:
    """The noun phrase that begins at an offset, past barred times, a parenthesis and words such as "at least"; or None."""
    skip = _SKIP.match(text, at, ceil)
    at = skip.end() if skip else at
    number = _number(lex.tag, True).match(text, at, ceil)
    head = _WORD.match(text, number.end() if number else at, ceil)
    if head is None or "|" in text[at : head.start()]:
        return None
    if not number and _NOT_FIRST.fullmatch(head.group()) and not lex.cue("targets").match(text, head.start()):
        return None
    if len(head.group()) < 2 or (lex.cue("np_stop").fullmatch(head.group()) and not number):
        return None
    start, end = _widened(text, head.start(), head.end(), ceil, lex)
    return (at if number else start), end


def phrase_before(text: str, floor: int, at: int, lex: Lexicon) -> tuple[int, int] | None:
    """The Sorani noun phrase nearest before a verb, past barred times and phrases led by a preposition; or None."""
    words = [(m.start(), m.end()) for m in _WORD.finditer(text, floor, at)][-16:]
    i = len(words) - 1
    numbers = _number("ckb", False)
    while i >= 0:
        last = i
        if re.search(r"[،؛:.\"]", text[words[i][1] : words[i + 1][0] if i + 1 < len(words) else at]):
            return None
        while i > 0 and not re.search(r"[^\s]", text[words[i - 1][1] : words[i][0]]):
            before = text[slice(*words[i - 1])]
            if not (_CKB_EZAFE.search(before) or numbers.fullmatch(before)) or _PREPOSITION.fullmatch(before):
                break
            i -= 1
        lead = text[slice(*words[i - 1])] if i > 0 else ""
        near = i > 0 and not re.search(r"[^\s]", text[words[i - 1][1] : words[i][0]])
        if near and _PREPOSITION.fullmatch(lead):
            i -= 2
            continue
        if lex.cue("np_stop").fullmatch(text[slice(*words[i])]) and i == last:
            i -= 1
            continue
        return words[i][0], words[last][1]
    return None


def _widened(text: str, start: int, end: int, ceil: int, lex: Lexicon) -> tuple[int, int]:
    """Arabic: the words after the head up to a stop. Sorani: as long as an ezafe leads on. Both: a figure before it."""
    words = [(m.start(), m.end()) for m in _WORD.finditer(text, end, ceil)][:7]
    last, limit = end, 5 if lex.tag == "ar" else 4
    for first, stop in words[:limit]:
        word = text[first:stop]
        if re.search(r"[^\s\"]", text[last:first]):
            break
        if lex.tag == "ar":
            if word == "من" and re.match(r"(?:ال|قوات|عناصر|مراتب|تنظيم|جماع|نوع|سوات)", text[stop + 1 :]):
                last = stop
                continue
            joins = (
                word.startswith(("ال", "لل"))
                or lookup(word)
                or re.fullmatch(r"ل(?:قوي|قوات|وحدات|شرط|حزب|جيش|مفارز|حرس|تنظيم)\w*", word)
            )
            if lex.cue("np_stop").fullmatch(word) or (last != end and not joins and not text[:last].endswith(" من")):
                break
            of = text[:last].endswith(" من")
            other = lex.cue("defender").match(text, first) or lex.cue("must_act").match(text, first)
            if " " in text[start:last] and other and not of and not word.startswith(("ال", "ل")):
                break
            if word.endswith("ا") and len(word) > 3 and not text[:last].endswith("ا") and not of and not lookup(word):
                break
        elif lex.cue("np_stop").fullmatch(word) or not _CKB_EZAFE.search(text[start:last]):
            break
        if lex.quick.match(text, first):
            break
        last = stop
    before = _before(lex.tag).search(text[max(0, start - 24) : start])
    if before:
        start = max(0, start - 24) + before.start()
    elif lex.tag == "ar" and re.match(r"[وفبل](?!\w{0,2}\b)", text[start:]):
        plain = any(lex.cue(name).match(text, start + 1) for name in ("targets", "instruments", "perpetrator", "means"))
        start += int(plain and not lex.cue("defender").match(text, start) and text[start : start + 3] != "وال")
    if text[last - 3 : last] == " من":
        last -= 3
    return start, last
