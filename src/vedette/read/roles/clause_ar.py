"""The bare noun phrases behind an Arabic verb: its subject, then its object.

The nominal sentence aside, a verb leads its clause and subject and object follow without a preposition; where the one
ends is told by what cannot go on: an indefinite noun behind a definite one, a plural that keeps its nun, the accusative,
a numeral (Ryding, A Reference Grammar of Modern Standard Arabic, 2005, chapters 5, 7 and 8).
"""

import re
from functools import cache

from vedette.read.places.gazetteer import lookup
from vedette.read.words.lexicon import Lexicon, calendar

__all__ = ["bare_behind"]

_WORD = re.compile(r"[\w'-]+|[^\w\s|]")
_NUN = re.compile(r"\w{3,}(?:ون|ين|ان)$")
_DEFINITE = re.compile(r"(?:ال|لل)\w{2,}$")
_WITH = re.compile(r"ب(?!ني|يت|غداد|صر|ابل|لد|دو|عش|رج|نك|ئر|ستان|يجي|عث|ساتين|اص|حر|واب|را|يشم|اب$)\w{3,}$")
_ASIDE = re.compile(r"،\s*\|[|\s]*،")
_WHO = re.compile(r"(?:[يت](?:ستقل|رتد|حمل|قود)\w*|كانوا)$")
_LONGEST = 5
_OF_WHOM = re.compile(r"ل(?:ل\w{3,}|قوي|قوات|وحدات|شرط|حزب|جيش|مفارز|حرس|تنظيم|شرك|مرشح)\w*$")
_FROM = re.compile(r"(?:ال|قوات|عناصر|مراتب|تنظيم|جماع|نوع|سوات|حركة|فصيل|داعش)")


@cache
def _number() -> re.Pattern[str]:
    return re.compile(rf"(?:\d[\d,.]*|{calendar('ar').number})(?:ا|ه)?$")


def bare_behind(text: str, at: int, ceil: int, lex: Lexicon, most: int = 2) -> list[tuple[int, int]]:
    """The bare noun phrases that follow each other from an offset of a folded text, at most `most` of them."""
    text = _ASIDE.sub(lambda m: " " * len(m.group()), text)
    words = [m.span() for m in _WORD.finditer(text, at, ceil)][:14]
    out: list[tuple[int, int]] = []
    i = 0
    while i < len(words) and len(out) < most:
        word = text[slice(*words[i])]
        if word in '()"':
            i += 1
            continue
        if out and _WHO.match(word):
            i = next((k for k in range(i + 1, len(words)) if lex.cue("targets").match(text, words[k][0])), len(words))
            continue
        if not word[0].isalnum() or _ends(text, words[i], lex):
            break
        last = _last_of(text, words, i, lex)
        if _number().match(text[slice(*words[last])]) and last == i:
            break
        out.append((words[i][0], words[last][1]))
        i = last + 1
    return out


def _ends(text: str, span: tuple[int, int], lex: Lexicon) -> bool:
    """Whether a word cannot begin a bare phrase: a preposition, a conjunction, a verb."""
    word = text[slice(*span)]
    if len(word) < 2 or _number().match(word):
        return len(word) < 2 and not word.isdigit()
    if word == "من" or _WITH.match(word):
        return True
    if lex.cue("targets").match(text, span[0]) and not lex.cue("np_stop").fullmatch(word):
        return False
    return bool(lex.cue("np_stop").fullmatch(word) or lex.quick.match(text, span[0]))


def _last_of(text: str, words: list[tuple[int, int]], i: int, lex: Lexicon) -> int:
    last, limit = i, min(len(words), i + _LONGEST)
    while last + 1 < limit:
        word, after = text[slice(*words[last])], text[slice(*words[last + 1])]
        if after == ")" and _number().match(word) and last + 2 < limit:
            last += 2
            continue
        if after in {"اثنين", "اثنان", "اثنتين"}:
            last += 1
            continue
        if after in '()"' and text[words[last][1] : words[last + 1][0]].strip() == "":
            break
        if not after[0].isalnum() or "|" in text[words[last][1] : words[last + 1][0]]:
            break
        if after == "من" and last + 2 < len(words) and _FROM.match(text[slice(*words[last + 2])]):
            last += 2
            continue
        counting = _number().match(word) is not None
        if not counting and not _goes_on(text, words[i], word, words[last + 1], lex, last - i):
            break
        last += 1
    return last


def _goes_on(text: str, head: tuple[int, int], word: str, after: tuple[int, int], lex: Lexicon, length: int) -> bool:
    """Whether the word at `after` still belongs to the phrase whose last word so far is `word`."""
    following = text[slice(*after)]
    if _OF_WHOM.match(following):
        return True
    if _number().match(following) or _ends(text, after, lex):
        return False
    thing = lex.cue("targets").match(text, after[0]) or lex.cue("area").match(text, after[0])
    nun = _NUN.match(word) and not lookup(word)
    if _DEFINITE.match(following):
        if _DEFINITE.match(word):
            return not thing
        return not nun and not (thing and length and word.endswith("ه") and not lex.cue("defender").match(word))
    if _DEFINITE.match(word):
        return False
    if nun:
        return bool(_NUN.match(following))
    if following.endswith("ا") and len(following) > 3 and not lookup(following):
        return word.endswith("ا")
    if word.endswith("ا") and len(word) > 3 and not lookup(word):
        return False
    return not (thing and lex.cue("perpetrator").match(text, head[0]))
