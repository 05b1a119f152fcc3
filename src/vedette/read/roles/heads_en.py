"""What English noun phrases found beside a word amount to: cut to their heads, split where joined, or no name at all."""

import re

from vedette.read.roles.phrases_en import phrase_within
from vedette.read.words.cues import Cue
from vedette.read.words.expressions import compiled
from vedette.read.words.lexicon import calendar

__all__ = ["counted", "each_of", "instruments_in", "object_of", "sound", "subject_of"]

_VERB = re.compile(
    r"\b(?:kill|wound|injur|hurt|leav|caus|hitt?|strik|struck|left|shot|fir|gave|spoke|kept|said|told|put|found|took|threw|set|blew|met|held|"
    r"set|damag|target|attack|storm|ambush|explod|detonat)(?:ed|ing|s|es)?(?=\s(?!men\b|group))|"
    r"\b(?:went|came|drove|rode|ran|broke|stood|burst|fell|overran|fled|sent|rushed|entered|stopped|crossed|descended|surrounded|arrived|approached)(?=\s)|"
    r"\b\w{3,}ed(?=\s(?:a|an|the|its|his|her|their|up|over|to|at|on|in|near|fire|by|petrol|\d+|one|two|three|several|no|shopkeepers)\b)",
    re.I,
)
_TAKEN_FOR = re.compile(
    r"\b(?:suspected|believed|thought|said|alleged|understood|presumed|reported)\s+to\s+(?:be|have been)\s+(?:(?:members?|fighters?|militants?|men|part|supporters?|remnants|elements)\s+(?:of|from)\s+|(?:linked|affiliated|allied|close|loyal)\s+(?:to|with)\s+)?(?=\w)",
    re.I,
)
"""Before the words for whom the doers are taken."""
_ONLY_COUNTED = re.compile(
    rf"(?:(?:\d[\d,.]*+|{calendar('en').number}|several|dozens|scores|many|some|others?|more|a few)\s*)+"
    r"(?:others|more|lives|times|shots|rounds|bullets|(?:nautical )?miles|nm|km|kilomet\w+|met(?:re|er)s|minutes|hours|days|victims|casualties|people injured|wounded|injured|dead|hurt)?",
    re.I,
)
_DEED = re.compile(
    r"(?!(?:building|wedding|meeting|gathering|shipping|crossing|clearing|dwelling|landing|displaced|injured|wounded|being|housing|king|sibling|railing|awning|ceiling|bed|shed|seed|ied|beijing|sing)s?$)(?:[a-z]+(?:ed|ing)|fell|hit|struck|was|were)"
)
_WHAT_BECAME = re.compile(r"\s(?:dead|wounded|injured|hurt|unhurt|ablaze|alight|on fire|in flames|in ruins)\W*$", re.I)
_NO_PHRASE = re.compile(
    r"^(?:there|no|none|nobody|no[ -]one|no casualties|reported|no injuries|not|what|how|why|if|is|are|was|were|be|been|being|has|have|had|having|will|would|can|could|may|it|he|she|they|we|you|i|this|that|these|those|"
    r"till|until|since|within|among|for|about|also|again|back|up|down|out|off|away|others?|one|more|most|all|both|such|so|to|ago|later|a|an|the|its|their|his|her|further|once|twice|together|apart|alone|"
    r"when|while|after|before|because|where|who|which|then|only|even|just|very|too|themselves|himself|itself|responsibility|place)$",
    re.I,
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has been|have been|had been|described|counts?|says|said|began|continues?|resumed|informed|confirmed)\b|(?<![A-Z])[.?!]\s",
    re.I,
)


def _unhurt(masked: str, span: tuple[int, int]) -> tuple[int, int]:
    """A phrase without what became of its head ("four soldiers dead")."""
    end = _WHAT_BECAME.search(masked, *span)
    return (span[0], end.start()) if end and end.start() > span[0] else span


def each_of(masked: str, span: tuple[int, int]) -> list[tuple[int, int]]:
    """Both of two joined phrases ("four cars and a wheat store"), unless "and" joins names ("offices in Koya and Erbil")."""
    words = masked[slice(*span)]
    match = compiled(r" and (?:the |a |an |its |their |his |her )?(?=\w)").search(words)
    if not match or compiled(r"\bbetween ").search(words[: match.start()]):
        return [span]
    left, right = words[: match.start()], words[match.end() :]
    if right[:1].isupper() and compiled(r" (?:at|in|near|of|from|on|around|outside) |(?-i:\b[A-Z]\w*)$").search(left):
        return [span]
    return [(span[0], span[0] + match.start()), (span[0] + match.end(), span[1])]


def sound(words: str) -> bool:
    """Whether words can name somebody or something: no bare function word, no verb of its own."""
    first = compiled(r"\w+").match(words)
    leads = first is not None and first.group().lower() in {
        "is",
        "whom",
        "when",
        "while",
        "he",
        "she",
        "they",
        "across",
        "being",
        "between",
        "will",
        "would",
        "has",
        "had",
        "have",
        "may",
        "shall",
        "through",
        "are",
        "was",
        "were",
        "having",
        "within",
        "till",
        "until",
        "been",
        "there",
        "what",
        "- there",
    }
    return (
        bool(words)
        and not _NO_PHRASE.fullmatch(words.strip(" -"))
        and not _FINITE.search(words)
        and not leads
        and not _DEED.fullmatch(words)
    )


def subject_of(masked: str, span: tuple[int, int]) -> tuple[int, int] | None:
    """The words before a verb that a noun phrase took in ("bomb killed two and")."""
    if taken := _TAKEN_FOR.search(masked, *span):
        return phrase_within(masked, taken.end(), span[1])
    verb = _VERB.search(masked, *span)
    return span if verb is None else phrase_within(masked, span[0], verb.start())


def object_of(masked: str, span: tuple[int, int]) -> tuple[int, int] | None:
    """The words after the last verb that a noun phrase took in ("drone struck an army base"); None for "causing no"."""
    span = _unhurt(masked, span)
    verbs = list(_VERB.finditer(masked, *span))
    found = phrase_within(masked, verbs[-1].end(), span[1]) if verbs else span
    if found is None or compiled(r"(?:no|without|if|that|any|its|their)(?: \w+ing)?", re.I).fullmatch(
        masked[found[0] : found[1]]
    ):
        return None
    return found


def instruments_in(text: str, cue: Cue, floor: int, ceil: int) -> list[tuple[int, int]]:
    """Weapons or means named within [floor, ceil), each with the figure and adjectives before it."""
    out: list[tuple[int, int]] = []
    for match in cue.finditer(text, floor, ceil):
        start = match.start()
        if text[:start].endswith("to "):
            continue
        before = compiled(
            r"(?:(?:\b(?:\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|a dozen|dozens of|several|explosive-laden|booby-trapped|home-?made|armed|small|"
            r"medium|heavy|light|guided|naval|kamikaze|suicide|Iranian-made|Shahed-type|[\w]+-(?:laden|type|made|range))\s+))+$",
            re.I,
        ).search(text[floor:start])
        if before:
            start = floor + before.start()
        if out and start <= out[-1][1] + 1 and text[out[-1][1] : start] in {"", "-"}:
            out[-1] = (out[-1][0], match.end())
        elif not any(s <= match.start() < e for s, e in out):
            out.append((start, match.end()))
    return out


def counted(words: str) -> bool:
    """Whether words are but a number, or a number of others, of wounded or of miles: nobody and nothing that is hit."""
    return bool(_ONLY_COUNTED.fullmatch(words))
