"""Relative and explicit times, resolved against the day of publication; the conventions are those of the decision page 0005.

Weekdays: past tense the latest such day up to and including publication, future tense the next one after it. "Last
week" is Monday to Sunday before; "in the coming N days" publication to publication + N; early, mid and late month
are 1–10, 11–20 and 21–end; "by X" leaves the start open, "since X" the end.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from vedette.read.cues import Cue
from vedette.read.dates import DateMention, find_dates, safe_date
from vedette.read.lexicon import Lexicon, calendar
from vedette.read.lexicon import lexicon as _lexicon
from vedette.read.spells import SPELLS, Interval, Parts
from vedette.terms.report import TimePrecision, TimeRef

__all__ = ["TimeMention", "find_times", "resolve"]

_MOST = 5000


@dataclass(frozen=True)
class TimeMention:
    """A time at [start, end) of a folded text with its reading in past and in future tense (None: no such reading)."""

    start: int
    end: int
    past: Interval | None
    future: Interval | None
    precision: TimePrecision
    explicit: bool = False
    open_end: bool = False
    open_start: bool = False

    def interval(self, future: bool) -> Interval | None:
        """The reading in the tense, or else the other one."""
        return (self.future or self.past) if future else (self.past or self.future)


def resolve(phrase: str, published: date, lexicon: Lexicon, future: bool = False) -> TimeRef | None:
    """The time of a phrase in local days, or None if it names none. `phrase` is as written, in the lexicon's language."""
    from vedette.read.letters import fold

    found = find_times(fold(phrase), published, lexicon)
    if not found:
        return None
    return as_ref(found[0], future, phrase[found[0].start : found[0].end])


def as_ref(mention: TimeMention, future: bool, text: str | None) -> TimeRef | None:
    """The record of a mention in the chosen tense; both ends open is no time."""
    got = mention.interval(future)
    if got is None:
        return None
    start, end = got
    start, end = (None if mention.open_start else start), (None if mention.open_end else end)
    if start is None and end is None:
        return None
    precision = TimePrecision.OPEN if start is None or end is None else mention.precision
    return TimeRef(start=start, end=end, precision=precision, text=text)


def find_times(text: str, published: date, lexicon: Lexicon) -> list[TimeMention]:
    """Times in a folded text, in order: explicit dates, weekdays, relative words, with their "by", "since", "from … to"."""
    return list(_found(text, published, lexicon.tag))


@lru_cache(maxsize=256)
def _found(text: str, published: date, tag: str) -> tuple[TimeMention, ...]:
    """Every event of a sentence asks for its times; they are sought once."""
    lexicon = _lexicon(tag)
    found = [m for d in find_dates(text, lexicon.tag) if (m := _explicit(d, published))]
    for rule in lexicon.times:
        for match in rule.pattern.finditer(text):
            if any(match.start() < m.end and m.start < match.end() for m in found):
                continue
            mention = _spelled(match, rule.rule, rule.value, published, lexicon, found)
            if mention:
                found.append(mention)
    found.sort(key=lambda m: m.start)
    return tuple(_wrapped(_joined(text, found, lexicon), text, lexicon))


def _explicit(found: DateMention, published: date) -> TimeMention | None:
    if found.year:
        start, end = found.on(), found.until()
        both = (start, end or start) if start else None
        past = future = both
    else:
        years = (published.year - 1, published.year, published.year + 1)
        spans = [(s, found.until(y) or s) for y in years if (s := found.on(y))]
        past = max((s for s in spans if s[0] <= published), default=None)
        future = min((s for s in spans if s[1] >= published), default=None)
    if past is None and future is None:
        return None
    some = past or future
    precision = TimePrecision.DAY if some and some[0] == some[1] else TimePrecision.DAYS
    return TimeMention(found.start, found.end, past, future, precision, explicit=True)


def _spelled(
    match: re.Match[str], rule: str, value: int, published: date, lexicon: Lexicon, before: list[TimeMention]
) -> TimeMention | None:
    parts = _parts(match, lexicon)
    if parts is None:
        return None
    if rule == "shifted":
        earlier = [m for m in before if m.end <= match.start() and m.precision is TimePrecision.DAY]
        if not earlier:
            return None
        span = timedelta(days=value * (parts.number or 1) * (7 if parts.unit == "week" else 1))
        last = max(earlier, key=lambda m: m.start)
        return replace(
            last, start=match.start(), end=match.end(), past=_moved(last.past, span), future=_moved(last.future, span)
        )
    past, future, precision = SPELLS[rule](parts, value, published)
    return TimeMention(match.start(), match.end(), past, future, precision) if past or future else None


def _moved(interval: Interval | None, span: timedelta) -> Interval | None:
    if interval is None or interval[0] is None or interval[1] is None:
        return None
    return interval[0] + span, interval[1] + span


def _parts(match: re.Match[str], lexicon: Lexicon) -> Parts | None:
    """The named groups as figures; None for an English "sat" or "march" that is no name."""
    got = {key: text for key, text in match.groupdict().items() if text}
    names = calendar(lexicon.tag)
    lower = str.casefold if lexicon.tag == "en" else str
    for key in ("weekday", "month", "other"):
        if key in got and lexicon.tag == "en" and not got[key][0].isupper():
            return None
    number = got.get("n")
    figure = None
    if number:
        digits = re.sub(r"[,.\s]", "", number)
        figure = int(digits) if digits.isdigit() else names.numbers.get(lower(number.strip()))
        figure = None if figure is not None and figure > _MOST else figure
    unit = next((u for u in ("day", "week", "month", "year") if f"{u}s" in got), None)
    part = next((p for p in ("early", "mid", "late") if p in got), None)
    year = got.get("year")
    return Parts(
        number=figure,
        unit=unit,
        part=part,
        weekday=names.weekdays.get(lower(got["weekday"])) if "weekday" in got else None,
        other=names.weekdays.get(lower(got["other"])) if "other" in got else None,
        month=names.months.get(lower(got["month"])) if "month" in got else None,
        year=int(year) if year and safe_date(int(year), 1, 1) else None,
        season=next((s for s in ("spring", "summer", "autumn", "winter") if s in got), None),
    )


def _joined(text: str, found: list[TimeMention], lexicon: Lexicon) -> list[TimeMention]:
    """Join "Friday, 11 April" (the explicit date wins) and "from Monday to Thursday" (one interval)."""
    out: list[TimeMention] = []
    for mention in found:
        gap = text[out[-1].end : mention.start] if out else None
        if gap is not None and re.fullmatch(r"\s*[,،]?\s*(?:the |on |الموافق |يوم )?\(?", gap) and len(gap) < 12:
            last = out.pop()
            winner = last if last.explicit and not mention.explicit else mention
            if last.precision is TimePrecision.MONTH and mention.precision is TimePrecision.YEAR:
                winner = last
            out.append(replace(winner, start=last.start, end=mention.end))
        elif gap is not None and lexicon.cue("range").fullmatch(gap.strip()):
            last = out.pop()
            out.append(_span(last, mention))
        else:
            out.append(mention)
    return out


def _span(first: TimeMention, second: TimeMention) -> TimeMention:
    past = (first.past[0], second.past[1]) if first.past and second.past else None
    future = (first.future[0], second.future[1]) if first.future and second.future else None
    if past and past[0] and past[1] and past[0] > past[1]:
        past = None
    if future and future[0] and future[1] and future[0] > future[1]:
        later = second.future and second.future[1]
        future = (first.past[0], later) if first.past and first.past[0] and later and first.past[0] <= later else None
    if past is None and future is None:
        return first
    return TimeMention(first.start, second.end, past, future, TimePrecision.DAYS, first.explicit and second.explicit)


def _wrapped(found: list[TimeMention], text: str, lexicon: Lexicon) -> list[TimeMention]:
    """Open an end where "by", "until" or "since" stands beside the time."""
    out = []
    for mention in found:
        wrapped = mention
        before = text[max(0, mention.start - 40) : mention.start]
        after = text[mention.end : mention.end + 40]
        until, since = lexicon.cue("until"), lexicon.cue("since")
        closes = _ends_with(until, before) or _starts_with(lexicon.cue("until_after"), after)
        opens = _ends_with(since, before) or _starts_with(lexicon.cue("since_after"), after)
        opens = opens or bool(
            lexicon.cue("since_in").fullmatch(text[mention.start : mention.end].rsplit(maxsplit=1)[-1])
        )
        if closes and not opens:
            wrapped = replace(mention, open_start=True)
        elif opens and mention.precision is not TimePrecision.DAYS:
            wrapped = replace(mention, open_end=True)
        out.append(wrapped)
    return out


def _ends_with(cue: Cue, text: str) -> bool:
    text = text.rstrip()
    return any(m.end() == len(text) for m in cue.finditer(text))


def _starts_with(cue: Cue, text: str) -> bool:
    return cue.match(text.lstrip()) is not None or cue.match(text) is not None
