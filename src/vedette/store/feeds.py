"""FEEDS.toml: the sources that are followed, how often each is asked, and how long it may be silent."""

import re
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from vedette.store.fetch import fetching_limits
from vedette.store.files import read_bytes
from vedette.terms.errors import FieldError, FormatError
from vedette.terms.record import Term

__all__ = ["Feeds", "Source", "read_feeds"]

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_OF_FILE = {"contact", "between", "source"}
_OF_SOURCE = {"name", "url", "every", "expected_gap", "pages", "publisher"}


class Source(Term):
    """One feed. `expected_gap` is the longest time between two items that is still usual for it."""

    name: str
    url: str
    every: timedelta
    expected_gap: timedelta
    pages: bool = False
    publisher: str = ""


class Feeds(Term):
    """All sources. `contact` stands in the name that hosts see; `between` is seconds between requests to one host."""

    sources: tuple[Source, ...]
    contact: str = ""
    between: float


def read_feeds(path: str | Path) -> Feeds:
    """Read FEEDS.toml: contact, between, and a table [[source]] each with name, url, every, expected_gap, pages, publisher.

    Raises FormatError for what is no TOML or names no source, FieldError for the first value that is wrong, an unknown key
    and a name or address that stands there twice.
    """
    try:
        table = tomllib.loads(read_bytes(path).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FormatError(path, found=str(error), expected="TOML with a table [[source]] for each feed") from None
    _check_keys(path, "the file", table, _OF_FILE)
    rows = table.get("source")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise FormatError(path, field="source", found="none", expected="a table [[source]] for each feed")
    sources = tuple(_source(path, number, row) for number, row in enumerate(rows, 1))
    for key in ("name", "url"):
        values = [getattr(source, key) for source in sources]
        twice = next((value for value in values if values.count(value) > 1), None)
        if twice is not None:
            raise FieldError(path, f"source {twice}", key, twice, "each once")
    contact = table.get("contact", "")
    if not isinstance(contact, str) or not re.fullmatch(r"[!-~ ]{0,100}", contact):
        raise FieldError(path, None, "contact", contact, "an address or page in plain letters")
    between = table.get("between", fetching_limits()["seconds_between"])
    if isinstance(between, bool) or not isinstance(between, int | float) or not 0.5 <= between <= 3600:
        raise FieldError(path, None, "between", between, "seconds, 0.5 to 3600")
    return Feeds(sources=sources, contact=contact, between=float(between))


def _source(path: str | Path, number: int, row: dict[str, Any]) -> Source:
    where = f"source {row['name']}" if isinstance(row.get("name"), str) and row["name"] else f"source {number}"
    _check_keys(path, where, row, _OF_SOURCE)
    for key in ("name", "url", "expected_gap"):
        if not isinstance(row.get(key), str) or not row[key].strip():
            raise FieldError(path, where, key, row.get(key, "nothing"), _expected(key))
    try:
        parts = urlsplit(row["url"])
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
    except ValueError:
        good = False
    if not good:
        raise FieldError(path, where, "url", row["url"], _expected("url"))
    pages = row.get("pages", False)
    if not isinstance(pages, bool):
        raise FieldError(path, where, "pages", pages, "true or false")
    publisher = row.get("publisher", "")
    if not isinstance(publisher, str):
        raise FieldError(path, where, "publisher", publisher, "the name of who publishes")
    return Source(
        name=row["name"].strip(),
        url=row["url"].strip(),
        every=_span(path, where, "every", row.get("every", "15m"), 60),
        expected_gap=_span(path, where, "expected_gap", row["expected_gap"], 60),
        pages=pages,
        publisher=publisher.strip(),
    )


def _expected(key: str) -> str:
    wanted = {
        "name": "the name of the source",
        "url": "an address such as https://example.org/feed",
        "expected_gap": 'the longest usual silence, such as "6h" or "2d"',
    }
    return wanted[key]


def _span(path: str | Path, where: str, key: str, text: object, least: float) -> timedelta:
    match = re.fullmatch(r"(\d{1,6})\s*([smhd])", text.strip(), re.ASCII) if isinstance(text, str) else None
    span = timedelta(**{_UNITS[match[2]]: int(match[1])}) if match else timedelta(0)
    if not least <= span.total_seconds() <= 366 * 86400:
        raise FieldError(path, where, key, text, 'a time of a minute to a year, such as "15m", "6h" or "2d"')
    return span


def _check_keys(path: str | Path, where: str, table: dict[str, Any], known: set[str]) -> None:
    strange = next((key for key in table if key not in known), None)
    if strange is not None:
        raise FieldError(path, where, strange, "a key that is not known", f"one of {', '.join(sorted(known))}")
