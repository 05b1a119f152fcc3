"""Whether the words around a time speak of what is to come."""

from vedette.read.lexicon import Lexicon
from vedette.read.mentions import TimeMention

__all__ = ["is_future"]

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
