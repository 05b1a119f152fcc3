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
    start, end, first, last = time.start, time.end, max(0, time.start - _REACH), time.end + _REACH
    to_come, has_been = lexicon.cue("to_come"), lexicon.cue("has_been")
    if lexicon.cue("said_on").search(text, first, start) and not to_come.search(text, max(0, start - 12), start):
        return False
    coming = [start - m.end() for m in to_come.finditer(text, first, start)]
    gone = [start - m.end() for m in has_been.finditer(text, first, start)]
    coming += [m.start() - end + 8 for m in to_come.finditer(text, end, last)]
    gone += [m.start() - end + 8 for m in has_been.finditer(text, end, last)]
    return bool(coming) and min(coming) <= min(gone, default=_REACH * 2)


def is_when_said(text: str, time: TimeMention, lexicon: Lexicon) -> bool:
    """Whether a time is that of saying so: "said on Tuesday that …", "the ministry on Tuesday denied …"."""
    first, after = max(0, time.start - _REACH), time.end
    close = first + len(text[first : time.start].rstrip())
    if any(m.end() >= close for m in lexicon.cue("said_on").finditer(text, first, time.start)):
        return True
    while text[after : after + 1] in {" ", ",", "،"}:
        after += 1
    return bool(lexicon.cue("says_after").match(text, after))


def after_ultimatum(time: TimeRef, published: date) -> TimeRef:
    """The period of harm of a threat that is bound to a term: from the end of the term on."""
    if time.end is None or time.end <= published:
        return time
    return TimeRef(start=time.end, end=None, precision=TimePrecision.OPEN, text=time.text)
