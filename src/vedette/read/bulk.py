"""Reading as a job over partitions: documents in, two tables (claims and reports) out."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from typing import Any, NamedTuple

import orjson

from vedette.engine import Job, fingerprint
from vedette.read.inputs.articles import json_article
from vedette.read.inputs.documents import readings
from vedette.read.reader import read
from vedette.read.tables import CLAIM_COLUMNS, REPORT_COLUMNS, claim_row, report_row, table
from vedette.terms.errors import VedetteError

__all__ = ["Item", "packed", "reading_job", "unpacked"]


class Item(NamedTuple):
    """A document's bytes and where they came from; with a line (from 1), one article of JSON of a larger file.

    `fault` says why there are no bytes.
    """

    origin: str
    line: int | None
    raw: bytes
    fault: str | None = None


def reading_job(published: date | None = None, reader: str = "default") -> Job:
    """The job that reads partitions of packed items; `published` and `reader` are those of `document` and `read`."""
    return Job(
        split=unpacked,
        each=partial(_each, published=published, reader=reader),
        join=_join,
        place=_place,
        version=f"{fingerprint('vedette.read', 'vedette.terms')} {reader} {published}",
    )


def packed(items: Iterable[Item]) -> bytes:
    """Items as one run of bytes: for each a line of JSON [origin, line, fault, size], then its bytes."""
    parts: list[bytes] = []
    for item in items:
        head = [item.origin, item.line, item.fault, len(item.raw)]
        parts += (orjson.dumps(head, option=orjson.OPT_APPEND_NEWLINE), item.raw)
    return b"".join(parts)


def unpacked(raw: bytes) -> list[Item]:
    """The items of `packed`."""
    items: list[Item] = []
    start = 0
    while start < len(raw):
        end = raw.index(b"\n", start) + 1
        origin, line, fault, size = orjson.loads(raw[start:end])
        items.append(Item(origin, line, raw[end : end + size], fault))
        start = end + size
    return items


def _each(item: Item, published: date | None, reader: str) -> Iterator[Any]:
    """The rows of each report of an item, (of the report, of its claims), or its error."""
    if item.fault is not None:
        found: Iterable[Any] = [VedetteError(item.fault)]
    elif item.line is None:
        found = readings(item.raw, item.origin, published=published, reader=reader)
    else:
        report = json_article(item.raw, item.origin, item.line, published)
        found = [report if isinstance(report, VedetteError) else (report, read(report, reader=reader))]
    for reading in found:
        if isinstance(reading, VedetteError):
            yield reading
        else:
            report, claims = reading
            yield report_row(report, len(claims)), [claim_row(report, claim) for claim in claims]


def _join(results: list[Any]) -> dict[str, bytes]:
    return {
        "claims": table(CLAIM_COLUMNS, (row for _, rows in results for row in rows)),
        "reports": table(REPORT_COLUMNS, (row for row, _ in results)),
    }


def _place(item: Item) -> str:
    return item.origin if item.line is None else f"{item.origin}: line {item.line}"
