"""Times that belong together: one day named twice, the two ends of a period, an end left open by "by" or "since"."""

import re
from dataclasses import replace
from datetime import timedelta
from functools import cache

from vedette.read.days.mentions import TimeMention
from vedette.read.days.spans import Interval
from vedette.read.words.expressions import compiled
from vedette.read.words.lexicon import Lexicon
from vedette.read.words.lexicon import lexicon as _lexicon
from vedette.terms.report import TimePrecision

__all__ = ["joined", "wrapped"]

_NEAR = 44


def joined(text: str, found: list[TimeMention], lexicon: Lexicon) -> list[TimeMention]:
    """Join "Friday, 11 April" (the explicit date wins) and "from Monday to Thursday" (one period)."""
    out: list[TimeMention] = []
    for mention in found:
        if not out or mention.counted or out[-1].counted or mention.start - out[-1].end > _NEAR:
            out.append(mention)
            continue
        gap = text[out[-1].end : mention.start]
        bare = gap.strip(" ,،()")
        if _is_range(text, out[-1], gap, lexicon) or _is_pair(out[-1], mention, bare, lexicon):
            out.append(_span(out.pop(), mention))
        elif not bare or lexicon.cue("same_day").fullmatch(bare):
            out.append(_one(out.pop(), mention))
        else:
            out.append(mention)
    return out


def wrapped(found: list[TimeMention], text: str, lexicon: Lexicon) -> list[TimeMention]:
    """Open an end where "by", "until" or "since" stands beside the time."""
    return [_wrap(mention, text, lexicon) for mention in found]


def _wrap(mention: TimeMention, text: str, lexicon: Lexicon) -> TimeMention:
    if mention.open_start or mention.open_end:
        return mention
    after = text[mention.end : mention.end + _NEAR].lstrip()
    by, early = _leads(text, mention, "by", lexicon), _leads(text, mention, "before", lexicon)
    closes = by or _leads(text, mention, "until", lexicon) or bool(lexicon.cue("until_after").match(after))
    opens = _leads(text, mention, "since", lexicon) or bool(lexicon.cue("since_after").match(after))
    last = text[mention.start : mention.end].rsplit(maxsplit=1)[-1]
    opens = opens or (not mention.feast and bool(lexicon.cue("since_in").fullmatch(last)))
    if opens and lexicon.cue("when_after").match(after):
        return mention
    if opens and not mention.ranged:
        running = _leads(text, mention, "running", lexicon)
        onward = not running and _leads(text, mention, "onward", lexicon)
        return replace(mention, open_end=True, running=running, onward=onward)
    return replace(mention, open_start=True, by=by, before=early) if closes and not mention.ranged else mention


def _leads(text: str, mention: TimeMention, cue: str, lexicon: Lexicon) -> bool:
    """Whether a cue stands right before a time; where its words do not stand near, nothing else is tried."""
    first = max(0, mention.start - _NEAR)
    near = lexicon.cue(cue).search(text, first, mention.start)
    return near is not None and _led(lexicon.tag, cue).search(text[first : mention.start]) is not None


def _is_range(text: str, first: TimeMention, gap: str, lexicon: Lexicon) -> bool:
    bare = _clock(lexicon.tag).sub(" ", gap).strip(" ,،")
    bare = compiled(r"\s+").sub(" ", bare)
    if lexicon.cue("range").fullmatch(bare):
        return True
    return _leads(text, first, "between", lexicon) and bool(lexicon.cue("range_between").fullmatch(bare))


def _is_pair(first: TimeMention, second: TimeMention, gap: str, lexicon: Lexicon) -> bool:
    """ "Thursday and Friday", "Friday or Saturday": two days, one after the other, are one period."""
    if first.ranged or second.ranged or not lexicon.cue("range_pair").fullmatch(gap):
        return False
    days = [m.past[0].toordinal() for m in (first, second) if m.past and m.past[0] and m.past[0] == m.past[1]]
    return len(days) == 2 and (days[1] - days[0]) % 7 == 1


def _one(last: TimeMention, mention: TimeMention) -> TimeMention:
    """One day named twice: a date of the common calendar says most, then the finer of the two."""
    stays = (
        (last.explicit and not mention.explicit)
        or (last.precision is TimePrecision.MONTH and mention.precision is TimePrecision.YEAR)
        or (mention.feast and not last.feast)
        or (last.ranged and not mention.ranged)
        or (not mention.explicit and _size(last) < _size(mention))
    )
    winner = last if stays else mention
    return replace(winner, start=last.start, end=mention.end)


def _size(mention: TimeMention) -> int:
    got = mention.interval(False)
    return (got[1] - got[0]).days if got and got[0] and got[1] else 0


def _span(first: TimeMention, second: TimeMention) -> TimeMention:
    past = (first.past[0], second.past[1]) if first.past and second.past else None
    future = (first.future[0], second.future[1]) if first.future and second.future else None
    if _inverted(past) and first.past == first.future and second.future:
        past = (first.past[0], second.future[1]) if first.past else None
    elif _inverted(past):
        past = _week_before(past) if not first.explicit and not second.explicit else None
    if _inverted(future):
        later = second.future and second.future[1]
        begun = first.past and first.past[0]
        future = (begun, later) if begun and later and begun <= later else None
    if second.dated and not first.dated and first.explicit and second.past and second.past[1]:
        past = future = _in_year(first, second)
    if past is None and future is None:
        return first
    explicit = first.explicit and second.explicit
    return TimeMention(first.start, second.end, past, future, TimePrecision.DAYS, explicit, ranged=True)


def _in_year(first: TimeMention, second: TimeMention) -> Interval | None:
    """ "From 20 December to 5 January 2024": the first day is the last such one before the second."""
    last = second.past and second.past[1]
    start = first.past and first.past[0]
    if last is None or start is None:
        return None
    for year in (last.year, last.year - 1):
        try:
            begun = start.replace(year=year)
        except ValueError:
            continue
        if begun <= last:
            return begun, last
    return None


def _inverted(interval: Interval | None) -> bool:
    return bool(interval and interval[0] and interval[1] and interval[0] > interval[1])


def _week_before(interval: Interval | None) -> Interval | None:
    if interval is None or interval[0] is None or interval[1] is None:
        return None
    start = interval[0] - timedelta(days=7) if interval[0].toordinal() > 7 else interval[0]
    return (start, interval[1]) if start <= interval[1] else None


@cache
def _led(tag: str, cue: str) -> re.Pattern[str]:
    """A cue at the end of a text, with a clock time or a part of the day between it and the time."""
    lexicon = _lexicon(tag)
    words, small = lexicon.cue(cue), lexicon.cue("beside").pattern
    clock = lexicon.cue("clock").pattern
    return re.compile(rf"(?:{words.pattern})(?:\s+(?:{clock}|{small})|,)*\s*$", words.flags & re.IGNORECASE)


@cache
def _clock(tag: str) -> re.Pattern[str]:
    lexicon = _lexicon(tag)
    clock = lexicon.cue("clock")
    return re.compile(rf"(?:{clock.pattern}|{lexicon.cue('beside').pattern})", clock.flags & re.IGNORECASE)
