"""Who holds an event of the calendar in English, or who comes: hosts, callers of a march, marchers, visitors."""

import re

from vedette.read.roles.phrases_en import phrase_end, phrase_left, phrase_within

__all__ = ["host_of"]

_HOLDS = re.compile(
    r"\s(?:(?:has|have|had) (?:also )?(?:called|planned|announced|organi[sz]ed|scheduled|convened|vowed|summoned)|"
    r"(?:will|would|to|(?:is|are) (?:due|expected|set|scheduled|preparing|planning) to) (?:host|hold|visit|march|demonstrate|rally|gather|arrive|celebrate|mark|stage|travel|protest|receive|observe|commemorate)|"
    r"plans?|planned|celebrates?|celebrated|marks?|hosts?|holds?|stages?|staged|convenes?|observes?|commemorates?|called (?:an?|for|the|their|its)|calls? for|began to arrive|begins? to arrive|arrives|visits)\b"
)
_OF_WHOM = re.compile(
    r"\b(?:visit|trip|tour|arrival|demonstration|march|sit-in|rally|strike|protest|hosted|organi[sz]ed|called|convened|staged)s?\s(?:to [A-Z]\w+ )?(?:of|by)\s+(?P<who>[^,;:.\"()|]{2,60})"
)
_WHOSE = re.compile(
    r"(?P<who>(?:[\w-]+ ){0,4}[\w-]+)'s?\s(?:\w+ )?(?:visit|trip|tour|arrival|march|rally|sit-in|strike|demonstration)\b"
)
_NO_HOST = re.compile(
    r"\b(?:it|there|this|that|which|who|what|he|she|they|we|election|elections|vote|voting|polls?|polling|march|visit|anniversary|day|feast|ceremony|campaign|week|month|year|today|tomorrow|yesterday|"
    r"no|nobody|procession|demonstrations?|protests?|rall(?:y|ies)|was|were|is|are|be|been|(?:Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day)\b",
    re.I,
)


def host_of(masked: str, start: int, end: int) -> tuple[int, int] | None:
    """The span of who holds, calls or visits within [start, end) of the folded text, times replaced by bars; None: not said."""
    for match in _HOLDS.finditer(masked, start, end):
        found = phrase_left(masked, match.start(), start)
        if found and not _NO_HOST.search(masked, *found) and found[1] - found[0] < 50:
            return found
    if named := _OF_WHOM.search(masked, start, end):
        who = named.start("who")
        found = phrase_within(masked, who, phrase_end(masked, who, named.end("who")))
        return found if found and not _NO_HOST.search(masked, *found) else None
    whose = _WHOSE.search(masked, start, end)
    found = phrase_within(masked, *whose.span("who")) if whose else None
    return found if found and not _NO_HOST.search(masked, *found) else None
