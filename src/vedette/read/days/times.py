"""Relative and explicit times, resolved against the day of publication; the conventions are those of the decision page 0005.

Weekdays: past tense the latest such day up to and including publication, future tense the next one after it. "Last
week" is Monday to Sunday before; "in the coming N days" publication to publication + N; early, mid and late month
are 1–10, 11–20 and 21–end; "by X" leaves the start open, "since X" the end. Feasts and days of the Hijri and the solar
calendar are computed (decision page 0015).
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache

from vedette.read.days.dates import DateMention, find_dates, safe_date
from vedette.read.days.feasts import FeastMention, find_feasts, find_other_calendars
from vedette.read.days.mentions import TimeMention
from vedette.read.days.month_names import ordinals
from vedette.read.days.periods import joined, wrapped
from vedette.read.days.spells import SPELLS, Parts, moved
from vedette.read.days.tense import is_future
from vedette.read.words.expressions import compiled
from vedette.read.words.lexicon import Lexicon, calendar, limits
from vedette.read.words.lexicon import lexicon as _lexicon
from vedette.terms.report import TimePrecision, TimeRef

__all__ = ["TimeMention", "as_ref", "find_times", "is_background", "resolve", "resolve_in"]

_MOST = 5000
_NAMED = re.compile(r"[A-Z][\w-]+ Today$")
"""A newspaper's name."""
_UNITS = ("hour", "day", "week", "month", "year")
_LONG = {TimePrecision.WEEK, TimePrecision.MONTH, TimePrecision.YEAR}
_SPANS = {"quarters": "quarter", "halves": "half"}


def resolve(phrase: str, published: date, lexicon: Lexicon, future: bool = False) -> TimeRef | None:
    """The time of a phrase in local days, or None if it names none. `phrase` is as written, in the lexicon's language."""
    from vedette.read.words.letters import fold

    found = find_times(fold(phrase), published, lexicon)
    if not found:
        return None
    return as_ref(found[0], future, phrase[found[0].start : found[0].end])


def resolve_in(sentence: str, published: date, lexicon: Lexicon) -> list[TimeRef]:
    """The times of a sentence as written, in order, each in the tense that the words around it show."""
    from vedette.read.words.letters import folded

    text = folded(sentence)
    out = []
    for mention in find_times(text.text, published, lexicon):
        first, last = text.back(mention.start, mention.end)
        ref = as_ref(mention, is_future(text.text, mention, lexicon), sentence[first:last])
        if ref:
            out.append(ref)
    return out


def as_ref(mention: TimeMention, future: bool, text: str | None) -> TimeRef | None:
    """The record of a mention in the chosen tense; both ends open is no time, and "by" in the past tense is that day."""
    got = mention.interval(future)
    if got is None:
        return None
    start, end = got
    open_start = mention.open_start and (future or not mention.by)
    if open_start and mention.before and mention.precision in _LONG:
        end = start
    start, end = (None if open_start else start), (None if mention.open_end else end)
    if start is None and end is None:
        return None
    precision = TimePrecision.OPEN if start is None or end is None else mention.precision
    return TimeRef(start=start, end=end, precision=precision, text=text)


def is_background(time: TimeRef | None, published: date) -> bool:
    """Whether a time lies so far before publication that it tells history and no news (data/limits.toml)."""
    last = time and (time.end or time.start)
    return bool(last and (published - last).days > limits()["background_days"])


def find_times(text: str, published: date, lexicon: Lexicon) -> list[TimeMention]:
    """Times in a folded text, in order: explicit dates, weekdays, relative words, with their "by", "since", "from … to"."""
    return list(_found(text, published, lexicon.tag))


@lru_cache(maxsize=256)
def _found(text: str, published: date, tag: str) -> tuple[TimeMention, ...]:
    """Every event of a sentence asks for its times; they are sought once."""
    lexicon = _lexicon(tag)
    feasts = [_of_calendar(m) for m in find_feasts(text, published, tag)]
    names = [*(m.span() for m in lexicon.cue("not_time").finditer(text)), *((m.start, m.end) for m in feasts)]
    found: list[TimeMention] = []

    def add(new: Iterable[TimeMention | None]) -> None:
        taken = [*((m.start, m.end) for m in found), *names]
        found.extend(m for m in new if m and not any(a < m.end and m.start < b for a, b in taken))

    add(_explicit(d, published) for d in find_dates(text, tag))
    add(_of_calendar(m) for m in find_other_calendars(text, published, tag))
    later = []
    for number, match in lexicon.timely.each(text):
        rule = lexicon.times[number]
        if rule.rule in {"shifted", "shifted_from"}:
            later.append((rule, match))
        else:
            add([_spelled(match, rule.rule, rule.value, published, lexicon)])
    found += feasts
    for rule, match in later:
        add([_shifted(match, rule.rule, rule.value, lexicon, found)])
    if not found:
        add(_by_default(text, published, lexicon))
    found.sort(key=lambda m: m.start)
    return tuple(wrapped(joined(text, found, lexicon), text, lexicon))


def _by_default(text: str, published: date, lexicon: Lexicon) -> Iterable[TimeMention]:
    """Publication itself, for an entry with a clock time and for what holds "until further notice"."""
    day = (published, published)
    now = lexicon.cue("now_on").search(text)
    if now:
        yield TimeMention(now.start(), now.end(), day, day, TimePrecision.DAY, open_end=True)
    elif stamp := lexicon.cue("stamp").match(text):
        yield TimeMention(stamp.start(), stamp.end(), day, day, TimePrecision.DAY)


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
    return TimeMention(
        found.start, found.end, past, future, precision, explicit=True, ranged=bool(found.last), dated=bool(found.year)
    )


def _of_calendar(found: FeastMention) -> TimeMention:
    return TimeMention(found.start, found.end, found.past, found.future, found.precision, feast=True)


def _spelled(match: re.Match[str], rule: str, value: int, published: date, lexicon: Lexicon) -> TimeMention | None:
    parts = _parts(match, lexicon)
    if parts is None or (lexicon.tag == "en" and _NAMED.search(match.string[: match.end()])):
        return None
    past, future, precision = SPELLS[rule](parts, value, published)
    if rule == "lasting":
        begun = lexicon.cue("lasted").search(match.string[max(0, match.start() - 40) : match.start()])
        past, future = (past, past) if begun else (future, future)
    return TimeMention(match.start(), match.end(), past, future, precision) if past or future else None


def _shifted(
    match: re.Match[str], rule: str, value: int, lexicon: Lexicon, found: list[TimeMention]
) -> TimeMention | None:
    """ "Two days earlier" counts from the last day before it, "two days before Sunday's vote" from the day after it."""
    parts = _parts(match, lexicon)
    if parts is None:
        return None
    days = [m for m in found if not m.ranged and m.precision in {TimePrecision.DAY, TimePrecision.DAYS}]
    if rule == "shifted":
        known = max((m for m in days if m.end <= match.start()), key=lambda m: m.start, default=None)
    else:
        known = min((m for m in days if 0 <= m.start - match.end() < 4), key=lambda m: m.start, default=None)
    if known is None:
        return None
    past, future = moved(known.past, value, parts), moved(known.future, value, parts)
    if parts.unit == "year":
        past = future = future or past
    if value < 0 and parts.unit is None and rule == "shifted_from":
        past, future = ((i[0], i[0]) if i else None for i in (past, future))
    return replace(known, start=match.start(), end=match.end(), past=past, future=future, explicit=False, counted=True)


def _parts(match: re.Match[str], lexicon: Lexicon) -> Parts | None:
    """The named groups as figures; None for an English "sat" or "march" that is no name."""
    got = {key.rstrip("_"): text for key, text in match.groupdict().items() if text}
    names = calendar(lexicon.tag)
    lower = str.casefold if lexicon.tag == "en" else str
    for key in ("weekday", "month", "other"):
        if key in got and lexicon.tag == "en" and not got[key][0].isupper():
            return None
    number = got.get("n")
    figure = None
    if number:
        digits = compiled(r"[,.\s]").sub("", number)
        figure = int(digits) if digits.isdigit() else names.numbers.get(lower(number.strip()))
        figure = None if figure is not None and figure > _MOST else figure
    unit = next((u for u in _UNITS if f"{u}s" in got), None) or next((_SPANS[k] for k in _SPANS if k in got), None)
    year = got.get("year")
    return Parts(
        number=figure,
        unit=unit,
        part=next((p for p in ("early", "mid", "late") if p in got), None),
        weekday=names.weekdays.get(lower(got["weekday"])) if "weekday" in got else None,
        other=names.weekdays.get(lower(got["other"])) if "other" in got else None,
        month=names.months.get(lower(got["month"])) if "month" in got else None,
        year=int(year) if year and safe_date(int(year), 1, 1) else None,
        season=next((s for s in ("spring", "summer", "autumn", "winter") if s in got), None),
        nth=_ordinal(lower(got["nth"]), lexicon.tag) if "nth" in got else -1 if "last" in got else None,
    )


def _ordinal(word: str, tag: str) -> int | None:
    digits = compiled(r"\d+").match(word)
    if digits:
        return int(digits.group())
    known = ordinals(tag)
    return known.get(word) or known.get(word.removeprefix("ال"))
