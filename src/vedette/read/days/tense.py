"""What the words around a time say of it: whether it is to come, is that of saying so, or is the term of an ultimatum."""

from datetime import date

from vedette.read.days.mentions import TimeMention
from vedette.read.words.lexicon import Lexicon
from vedette.terms.report import TimePrecision, TimeRef

__all__ = ["after_ultimatum", "is_future", "is_when_said"]

_REACH = 90


def is_future(text: str, time: TimeMention, lexicon: Lexicon) -> bool:
    """Whether a folded text speaks of a time in the future tense: the nearer of the words of either tense decides.

    A verb of saying beside its own day ("said on Tuesday") is past; without any such word the time is past.
    """
    before = text[max(0, time.start - _REACH) : time.start]
    after = text[time.end : time.end + _REACH]
    if lexicon.cue("said_on").search(before) and not lexicon.cue("to_come").search(before[-12:]):
        return False
    coming = [len(before) - m.end() for m in lexicon.cue("to_come").finditer(before)]
    gone = [len(before) - m.end() for m in lexicon.cue("has_been").finditer(before)]
    coming += [m.start() + 8 for m in lexicon.cue("to_come").finditer(after)]
    gone += [m.start() + 8 for m in lexicon.cue("has_been").finditer(after)]
    return bool(coming) and min(coming) <= min(gone, default=_REACH * 2)


def is_when_said(text: str, time: TimeMention, lexicon: Lexicon) -> bool:
    """Whether a time is that of saying so: "said on Tuesday that …", "the ministry on Tuesday denied …"."""
    before = text[max(0, time.start - _REACH) : time.start]
    said = any(m.end() >= len(before.rstrip()) for m in lexicon.cue("said_on").finditer(before))
    return said or bool(lexicon.cue("says_after").match(text[time.end :].lstrip(" ,،")))


def after_ultimatum(time: TimeRef, published: date) -> TimeRef:
    """The period of harm of a threat that is bound to a term: from the end of the term on."""
    if time.end is None or time.end <= published:
        return time
    return TimeRef(start=time.end, end=None, precision=TimePrecision.OPEN, text=time.text)
