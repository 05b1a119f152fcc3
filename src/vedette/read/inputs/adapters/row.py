"""One row of an event table as a report and a claim, by what its adapter says of the columns."""

import hashlib
import math
import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from vedette.read.days.dates import safe_date
from vedette.read.inputs.adapters.adapter import Adapter, KindRule, Spread
from vedette.read.inputs.document import normalised
from vedette.read.places.gazetteer import lookup
from vedette.terms.errors import FieldError
from vedette.terms.record import record_id
from vedette.terms.report import (
    Actor,
    Casualties,
    Claim,
    ClaimKind,
    Item,
    PlacePrecision,
    PlaceRef,
    Report,
    SourceLink,
    Span,
    TimePrecision,
    TimeRef,
)

__all__ = ["Row", "read_row"]

_NOTHING = {"", "na", "n/a", "nan", "none", "null", "-99", "-9"}
_MOST_KILLED = 10_000_000


@dataclass(frozen=True)
class Row:
    """The cells of a row by column, with the place from which it came: file and line, counted from 1."""

    cells: dict[str, str]
    origin: str
    line: int

    def value(self, column: str) -> str:
        """The value of a column on one line; empty where there is no such column or the cell says that it is empty."""
        text = " ".join(self.cells.get(column, "").split())
        return "" if text.casefold() in _NOTHING else text

    def wrong(self, column: str, expected: str) -> FieldError:
        """The error that names this row, the column and what it holds."""
        return FieldError(self.origin, self.line, column, self.value(column) or "nothing", expected)


def read_row(row: Row, adapter: Adapter, retrieved: datetime | None) -> tuple[Report, Claim] | None:
    """The report and the claim of a row; None for a row that is no claim of the seven kinds.

    The report's text is the passage of the coder, where there is one, and a line `column: value` for each column that
    the adapter names, so that every field of the claim stands in it verbatim. Raises FieldError for a value that is
    impossible, with its line and column.
    """
    _check_letters(row)
    rule = _rule(row, adapter)
    if rule is None:
        return None
    time = _time(row, adapter)
    report = _report(row, adapter, retrieved)
    actors, targets = _parties(row, adapter, rule)
    place = _place(row, adapter)
    passage = normalised(row.value(adapter.passage)) if adapter.passage else ""
    start = report.text.index(passage) if passage else 0
    span = Span(start=start, end=start + len(passage), text=passage) if passage else _whole(report.text)
    claim = Claim(
        id=record_id("claim", report.id, adapter.name, row.value(adapter.id) or row.line),
        marking=report.marking,
        sources=(report.id,),
        report=report.id,
        kind=rule.kind,
        type=rule.type or (row.value(adapter.type_column) or None if adapter.type_column else None),
        modality=rule.modality,
        actors=actors,
        targets=targets,
        places=(place,) if place else (),
        time=time,
        casualties=_casualties(row, adapter) if rule.kind is ClaimKind.ATTACK else None,
        attribution=_chain(row, adapter),
        evidence=(span,),
        confidence=min([adapter.confidence, *_doubts(row, adapter)]),
        reader=f"table:{adapter.name}-{adapter.version}",
    )
    return report, claim


def _check_letters(row: Row) -> None:
    for column, text in row.cells.items():
        if not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text):
            shown = text.encode("utf-8", "replace").decode()
            raise FieldError(row.origin, row.line, column, shown, "text in UTF-8")


def _rule(row: Row, adapter: Adapter) -> KindRule | None:
    if not adapter.kind_column:
        return KindRule(value="", kind=ClaimKind.ATTACK)
    value = row.value(adapter.kind_column).casefold()
    if not value:
        raise row.wrong(adapter.kind_column, "the kind of the event")
    fits = [rule for rule in adapter.kinds if value.startswith(rule.value.casefold())]
    rule = max(fits, key=lambda each: len(each.value), default=None)
    return rule if rule is not None and rule.kind is not None else None


def _report(row: Row, adapter: Adapter, retrieved: datetime | None) -> Report:
    lines = [row.value(adapter.passage)] if adapter.passage and row.value(adapter.passage) else []
    lines += [f"{name}: {row.value(name)}" for name in adapter.lines if row.value(name)]
    if not row.value(adapter.id):
        lines.append(f"row: {row.line}")
    title = row.value(adapter.headline) if adapter.headline else ""
    text = normalised("\n\n".join([title, "\n".join(lines)]) if title else "\n".join(lines))
    return Report(
        id=hashlib.sha256(text.encode()).hexdigest(),
        title=normalised(title),
        publisher=adapter.publisher,
        published=_published(row, adapter),
        retrieved=retrieved,
        language=adapter.language,
        origin=(row.value(adapter.address) if adapter.address else "") or f"{row.origin}#{row.line}",
        text=text,
    )


def _whole(text: str) -> Span:
    return Span(start=0, end=len(text), text=text)


def _published(row: Row, adapter: Adapter) -> date | None:
    """The earliest day on which one of the sources was published."""
    days = [_day(text, adapter.dates) for text in re.split(r"[;,]", row.value(adapter.published))]
    return min((day for day in days if day), default=None)


def _time(row: Row, adapter: Adapter) -> TimeRef:
    first = _day(row.value(adapter.start), adapter.dates)
    if first is None:
        raise row.wrong(adapter.start, f"a day, such as {date(2031, 5, 12).strftime(adapter.dates[0])}")
    last = first
    if adapter.end and row.value(adapter.end):
        found = _day(row.value(adapter.end), adapter.dates)
        if found is None or found < first:
            raise row.wrong(adapter.end, f"a day from {first} on")
        last = found
    spread = _spread(row, adapter, first, last)
    first, last = _widened(first, last, spread)
    return TimeRef(start=first, end=last, precision=spread.precision, text=row.value(adapter.start))


def _spread(row: Row, adapter: Adapter, first: date, last: date) -> Spread:
    code = row.value(adapter.time_code) if adapter.time_code else ""
    if code and adapter.times:
        if code not in adapter.times:
            raise row.wrong(adapter.time_code, f"one of {', '.join(adapter.times)}")
        return adapter.times[code]
    return Spread(precision=TimePrecision.DAY if first == last else TimePrecision.DAYS)


def _widened(first: date, last: date, spread: Spread) -> tuple[date, date]:
    if spread.year:
        return date(first.year, 1, 1), date(last.year, 12, 31)
    if spread.month:
        return first.replace(day=1), last.replace(day=monthrange(last.year, last.month)[1])
    return first - timedelta(spread.days), last + timedelta(spread.days)


@lru_cache(maxsize=4096)
def _day(text: str, formats: tuple[str, ...]) -> date | None:
    """The day in one of the formats, None where there is none of the years in data/limits.toml."""
    for each in formats:
        try:
            found = datetime.strptime(text.strip(), each)  # noqa: DTZ007  a local day, without a zone
        except ValueError:
            continue
        return safe_date(found.year, found.month, found.day)
    return None


def _place(row: Row, adapter: Adapter) -> PlaceRef | None:
    name = next((row.value(column) for column in adapter.places if row.value(column)), "")
    latitude = _degrees(row, adapter.latitude, 90)
    longitude = _degrees(row, adapter.longitude, 180)
    if latitude is None or longitude is None:
        latitude = longitude = None
    if not name:
        if latitude is None:
            return None
        name = f"{row.value(adapter.latitude)}, {row.value(adapter.longitude)}"
    return PlaceRef(
        text=name,
        name=name,
        latitude=latitude,
        longitude=longitude,
        country=_country(row, adapter),
        admin1=(row.value(adapter.admin1) or None) if adapter.admin1 else None,
        precision=_precision(row, adapter),
    )


def _degrees(row: Row, column: str, most: int) -> float | None:
    text = row.value(column) if column else ""
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not -most <= value <= most:
        raise row.wrong(column, f"degrees from -{most} to {most}")
    return value


def _country(row: Row, adapter: Adapter) -> str | None:
    text = row.value(adapter.country) if adapter.country else ""
    return (adapter.countries.get(text) or _iso_of(text)) if text else None


@lru_cache(maxsize=1024)
def _iso_of(name: str) -> str | None:
    """The ISO code of a country's name, also where another name stands behind it in brackets."""
    inside = re.findall(r"\(([^()]+)\)", name)
    for each in (name, re.sub(r"\s*\([^()]*\)", "", name), *inside):
        found = next((p for p in lookup(each) if p.precision is PlacePrecision.COUNTRY), None)
        if found:
            return found.country
    return None


def _precision(row: Row, adapter: Adapter) -> PlacePrecision | None:
    code = row.value(adapter.place_code) if adapter.place_code else ""
    if code and adapter.place_precisions:
        if code not in adapter.place_precisions:
            raise row.wrong(adapter.place_code, f"one of {', '.join(adapter.place_precisions)}")
        return adapter.place_precisions[code]
    return adapter.precision


def _parties(row: Row, adapter: Adapter, rule: KindRule) -> tuple[tuple[Actor, ...], tuple[Item, ...]]:
    actors: list[Actor] = []
    targets: list[Item] = []
    for each in adapter.actors:
        text = row.value(each.column)
        struck = each.target or bool(adapter.unarmed and text.casefold().startswith(adapter.unarmed.casefold()))
        if text and struck:
            targets.append(Item(text=text, type="civilians" if not each.target else None))
        elif text:
            actors.append(Actor(text=text, role=rule.role or each.role))
    return tuple(actors), tuple(targets)


def _casualties(row: Row, adapter: Adapter) -> Casualties | None:
    column = next((name for name in adapter.killed if row.value(name)), "")
    if not column:
        return None
    killed = _count(row, column)
    most = _count(row, adapter.killed_max) if adapter.killed_max and row.value(adapter.killed_max) else killed
    if most < killed:
        raise row.wrong(adapter.killed_max, f"at least {killed}, as {column} says")
    return Casualties(killed=killed, killed_max=most if most > killed else None)


def _count(row: Row, column: str) -> int:
    text = row.value(column)
    match = re.fullmatch(r"(\d{1,9})(?:\.0*)?", text, re.ASCII)
    if match is None or int(match[1]) > _MOST_KILLED:
        raise row.wrong(column, "a number of people, 0 or more")
    return int(match[1])


def _chain(row: Row, adapter: Adapter) -> tuple[SourceLink, ...]:
    """Outermost first: who keeps the table, the offices whose articles were coded, those whom the articles quote."""
    links: list[SourceLink] = []
    for voice in adapter.voices:
        text = voice.text or next((row.value(name) for name in voice.columns if row.value(name)), "")
        for part in text.split(voice.split) if voice.split else [text]:
            named = _host(part) if voice.host else part
            name = (named.partition(voice.until)[0] if voice.until else named).strip(" \"'")
            if name and all(link.text != name for link in links):
                links.append(SourceLink(text=name, role=voice.role))
    return tuple(links)


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or address).removeprefix("www.")
    except ValueError:
        return address


def _doubts(row: Row, adapter: Adapter) -> list[float]:
    return [values[row.value(column)] for column, values in adapter.less_sure.items() if row.value(column) in values]
