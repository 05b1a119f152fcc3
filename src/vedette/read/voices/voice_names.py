"""Names of English speakers: where a noun phrase that speaks begins and ends, and how many speakers it joins."""

import re

from vedette.read.words.expressions import compiled
from vedette.read.words.lexicon import Lexicon

__all__ = ["coordinated", "is_speaker", "named_first", "trimmed"]

Span = tuple[int, int]

_LEAD = re.compile(
    r"^(?:(?:but|and|while|whereas|when|as|although|though|however|meanwhile|separately|earlier|later|also|then|still|yet|so|"
    r"instead|nevertheless|elsewhere|locally|overnight|initially|originally|asked \w+|for (?:his|its|their|her) part|on \|+|in \|+|\|+|"
    r"(?:early|late|on|by|since)(?= \|)|in turn|according to|at the same time|in response|in reply|in a \w+ statement|"
    r"in a (?:statement|post|message|video|letter|briefing|report)|there|here|only|even|just|what|whom|that|in the meantime|on the [\w-]+ side|hours earlier|days earlier|not so|still on [\w]+)\b[,:]?|[\s,;:\"'|()\-.])+",
    re.I,
)
_TAIL = re.compile(
    r"(?:[\s,;:\"'|(\-]|\b(?:has|have|had|also|later|then|earlier|separately|meanwhile|however|again|further|immediately|in turn|late|"
    r"early|on|today|yesterday|now|still|already|initially|first|subsequently|jointly|officially|publicly|repeatedly|\w+ly(?<!family)(?<!daily)(?<!weekly)(?<!monthly)(?<!assembly)(?<!ally)|"
    r"themselves|itself|himself|herself|would only|would|could|did|does|do|not|for his part|for its part|for their part))$",
    re.I,
)
_ARTICLE = re.compile(r"^(?:the|a|an|some|its|their|his|her|our|one|several|many|other|two of the)\s+(?!of\b)", re.I)
_BEARER = re.compile(
    r"^(?:[\w'-]+ )?(?:statement|post|report|communiqu[eé]|announcement|message|video|audio message|press release|spokes\w+ statement|reports?)"
    r" (?:from|by|of|on|attributed to|in the name of|signed by|issued by|released by|put out by) (?:the |a |an )?",
    re.I,
)
_LABEL = re.compile(r"^(?:newspaper|daily|radio station|news agency|agency|channel|website|broadcaster) (?=[A-Z])")
_CUT = re.compile(
    r"\s+(?:who|which|whose|that|seen by|obtained by|quoted by|reached by|contacted by|interviewed by|speaking|asking|asked|reporting from|"
    r"published (?:by|on|in)|posted (?:by|on|in)|carried (?:by|on|in)|released (?:by|on)|circulat\w+|dated|issued|in (?:a|an) (?:statement|"
    r"email|e-mail|interview|post|message|text)|by (?:phone|telephone|email)|on condition|as saying|on (?:its|his|their|her) \w+|"
    r"on (?:Telegram|Facebook|X|Twitter|social media)|at the scene|on the ground|familiar with|briefed on|close to the)\b.*$",
    re.I,
)
_FINITE = re.compile(
    r"\b(?:was|were|has|have|had|is|are|am|will|would|shall|had been|has been|have been|did|does|killed|wounded|injured|hit|struck|attacked|shot|"
    r"exploded|detonated|arrested|began|took|came|went|left|broke|remains?|became|fell|opened)\b",
    re.I,
)
_HEARSAY = re.compile(
    r"(?:the |some |many |numerous |various )?(?:unconfirmed|conflicting|initial|early|first|preliminary|unverified|contradictory|local|press|earlier|other)?(?: press| media)? ?(?:reports|rumou?rs|accounts)(?: (?:from|in|on) .*)?|(?:[\w'-]+ ){0,4}(?:film|novel|play|book|series|game|song|poem|drama|documentary|exhibition)",
    re.I,
)
_NAME = re.compile(
    r"^(?:[A-Z][\w.'-]+ ){0,4}(?:(?:al|el|bin|ibn|abu|de|la|van|von|ould|of the|of)[ -])?[A-Z][\w'-]+(?: \([A-Z]+\))?$"
)


def trimmed(text: str, start: int, end: int, lex: Lexicon) -> Span | None:
    """The name within [start, end): without conjunctions, adverbs, times, articles and relative clauses; None for no name."""
    piece = text[start:end]
    lead = _LEAD.match(piece)
    start += lead.end() if lead else 0
    bracket = compiled(r"\s*\([^()]*\)?\s*$").search(text[start:end])
    if bracket and bracket.start() > 1:
        end = start + bracket.start()
    cut = _CUT.search(text[start:end])
    end = start + cut.start() if cut else end
    named = lex.cue("named").search(text, start, end)
    if named and end - named.end() > 2:
        start = named.end()
    for pattern in (_BEARER, _ARTICLE, _LABEL):
        match = pattern.match(text[start:end])
        if match and len(text[start:end]) - match.end() > 1:
            start += match.end()
    while match := _TAIL.search(text[start:end]):
        end = start + match.start()
    labelled = compiled(
        r"(?<=[\w.]) (?:newspaper|daily|website|news agency|television|TV channel|TV|radio station)$"
    ).search(text[start:end])
    if labelled and compiled(r"[A-Z]").match(text[start:end]):
        end = start + labelled.start()
    while start < end and text[start] in " \"'(":
        start += 1
    while end > start and text[end - 1] in " \"'.,":
        end -= 1
    words = text[start:end].split()
    return (start, end) if 0 < len(words) <= 13 and any(c.isalpha() for c in text[start:end]) else None


def is_speaker(words: str, lex: Lexicon) -> bool:
    """Whether a noun phrase can speak: a pronoun, a head of speakers, or a proper name without a verb in it."""
    if not words or len(words.split()) > 14:
        return False
    if lex.cue("pronoun").fullmatch(words):
        return True
    if _HEARSAY.fullmatch(words):
        return False
    main = compiled(r"\s(?:who|which|whose|that)\s").split(words)[0]
    if _FINITE.search(main) or compiled(r"(?:there|this|that|these|those|it|what|if|when|how)\b", re.I).match(words):
        return False
    return bool(lex.cue("source").search(words)) or bool(compiled(r"\b[A-Z]\w+").search(words))


def named_first(pieces: list[Span], text: str) -> Span:
    """Of a speaker and its apposition the one that is a person's name; else the first."""
    for span in pieces:
        words = compiled(r"^(?:the|a|an)\s+", re.I).sub("", text[span[0] : span[1]].strip())
        if _NAME.match(words) and len(words.split()) > 1:
            return span
    return pieces[0]


def coordinated(text: str, span: Span, lex: Lexicon) -> list[Span]:
    """The speakers that a phrase joins ("residents and a medical source"): each side has a head of its own."""
    start, end = span
    for match in compiled(r",? (?:and|as well as|or) ").finditer(text[start:end]):
        left, right = (start, start + match.start()), (start + match.end(), end)
        before, after = text[left[0] : left[1]], text[right[0] : right[1]]
        heads = lex.cue("source")
        last = compiled(r"\s(?:of|in|at|from|for|with|to|on|near)\s").split(before)[0]
        own = bool(heads.search(last)) and bool(heads.search(after))
        if own and (
            compiled(r"(?:a|an|the|his|its|their|one|two|local|another|some)\s").match(after)
            or compiled(r"s$|police|people|media").search(last)
            or compiled(r"^[A-Z]").search(after)
        ):
            tail = trimmed(text, *right, lex)
            return [left, *(coordinated(text, tail, lex) if tail else [])]
    return [span]
