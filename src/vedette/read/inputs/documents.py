"""The one door for documents of every kind: bytes in, reports out, each failure with its place and the rest read on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from vedette.read.inputs.articles import json_articles, parquet_articles
from vedette.read.inputs.document import Said, document, normalised, report_of, require_text
from vedette.read.inputs.header import parse_head
from vedette.read.inputs.kinds import Kind, kind_of, suffix_of
from vedette.read.words.language import detect
from vedette.read.words.lexicon import limits
from vedette.terms.errors import FormatError, VedetteError
from vedette.terms.report import Claim, Report

if TYPE_CHECKING:
    from vedette.read.inputs.feed import FeedItem

__all__ = ["documents", "of_item", "readings"]

_READ_TYPES = {"text/plain", "text/html", "application/pdf", "application/octet-stream", "application/xhtml+xml"}
_READ_SUFFIXES = {".txt", ".html", ".htm", ".pdf"}


def documents(
    raw: bytes, origin: str, *, published: date | None = None, retrieved: datetime | None = None
) -> Iterator[Report | VedetteError]:
    """The reports of a document: one of a page, text or PDF, one per item of a feed, mail, article or row of a table.

    The kind is told by the content first and the suffix of `origin` second. What cannot be read comes as the error that
    names it (file, then line, item or page), in its place among the others; nothing is raised for any bytes.
    `published` (a local day) stands above what a document says; `retrieved` is an instant with its zone.
    """
    for report, _ in _both(raw, origin, published, retrieved):
        yield report


def readings(
    raw: bytes,
    origin: str,
    *,
    published: date | None = None,
    retrieved: datetime | None = None,
    reader: str = "default",
) -> Iterator[tuple[Report, list[Claim]] | VedetteError]:
    """The reports of a document with their claims: read from the text, or from the columns of an event table.

    Arguments and errors are those of `documents`; `reader` is that of `read`.
    """
    from vedette.read.reader import read

    for report, claims in _both(raw, origin, published, retrieved):
        if isinstance(report, VedetteError):
            yield report
        else:
            yield report, read(report, reader=reader) if claims is None else claims


def _both(
    raw: bytes, origin: str, published: date | None, retrieved: datetime | None
) -> Iterator[tuple[Report | VedetteError, list[Claim] | None]]:
    """Reports or errors; with their claims where the document itself gives them, as a table does."""
    kind = kind_of(raw, origin)
    if kind is Kind.TABLE:
        from vedette.read.inputs.adapters import rows

        for row in rows(raw, origin, retrieved=retrieved):
            yield (row, None) if isinstance(row, VedetteError) else (row[0], [row[1]])
        return
    try:
        for report in _reports(kind, raw, origin, published, retrieved):
            if isinstance(report, Report) and retrieved is not None and report.retrieved is None:
                yield report.model_copy(update={"retrieved": retrieved}), None
            else:
                yield report, None
    except VedetteError as error:
        yield error, None


def _reports(
    kind: Kind, raw: bytes, origin: str, published: date | None, retrieved: datetime | None
) -> Iterator[Report | VedetteError]:
    if kind is Kind.FEED:
        return _of_feed(raw, origin, published)
    if kind is Kind.MAIL:
        return _of_mail(raw, origin, published)
    if kind is Kind.PDF:
        return _of_pdf(raw, origin, published)
    if kind is Kind.ARTICLES:
        return json_articles(raw, origin, published)
    if kind is Kind.PARQUET:
        return parquet_articles(raw, origin, published)
    return iter([document(raw, origin, published=published, retrieved=retrieved)])


def _of_feed(raw: bytes, origin: str, published: date | None) -> Iterator[Report | VedetteError]:
    from vedette.read.inputs.feed import feed_items

    for item in feed_items(raw, origin):
        try:
            yield of_item(item, origin, published)
        except FormatError as error:
            yield error


def of_item(item: "FeedItem", origin: str, published: date | None = None) -> Report:
    """The Report of an item of a feed, by what the feed itself gives of it; its origin is the address that it links.

    Raises FormatError, with the number of the item, for one without text.
    """
    day = published or (item.published.date() if item.published else None)
    body = normalised(item.text)
    if body.startswith(item.title) and len(body) > 2 * len(item.title):
        body = body[len(item.title) :].lstrip(" \n.:–-")
    where = item.link or f"{origin}#{item.number}"
    try:
        return _made(item.title, item.publisher, item.author, day, body or item.title, where)
    except FormatError as error:
        raise FormatError(origin, f"item {item.number}", found=error.found, expected=error.expected) from None


def _of_mail(raw: bytes, origin: str, published: date | None) -> Iterator[Report | VedetteError]:
    from vedette.read.inputs.mail import mails
    from vedette.read.inputs.passed_on import letter_of, plain_subject

    for number, mail in enumerate(mails(raw, origin)):
        where = origin if number == 0 else f"{origin}#mail-{number}"
        inside = [a for a in mail.attachments if a.raw and _readable(a.name, a.type)]
        named = [a.name for a in mail.attachments if a not in inside]
        letter = letter_of(normalised(mail.text))
        title = plain_subject(letter.subject or mail.subject)
        sent = letter.sent or mail.sent
        sender = letter.sender or mail.sender
        publisher = letter.sender or mail.publisher or sender
        body, head_publisher, head_day = _own_head(letter.text, sent)
        day = published or head_day or sent
        author = sender if sender != (head_publisher or publisher) else ""
        try:
            if named:
                body = f"{body}\n\nAttached and not read: {', '.join(named)}"
            yield _made(title, head_publisher or publisher, author, day, body, where)
        except FormatError as error:
            if not inside and (number == 0 or body):
                yield FormatError(where, found=error.found, expected="a mail with a report in it")
        for attachment in inside:
            yield from documents(attachment.raw, f"{where}/{attachment.name}", published=published)


def _readable(name: str, kind: str) -> bool:
    return suffix_of(name) in _READ_SUFFIXES and kind in _READ_TYPES


def _own_head(text: str, sent: date | None) -> tuple[str, str, date | None]:
    """Body, publisher and day where a text brings the head of a report; a day after that of sending is none of it."""
    if sum(c.isalpha() for c in text) < limits()["min_letters"]:
        return text, "", None
    head = parse_head(text, detect(text))
    if head.published is None or (sent is not None and head.published > sent):
        return text, "", None
    return text[head.body :].strip(), head.publisher, head.published


def _of_pdf(raw: bytes, origin: str, published: date | None) -> Iterator[Report | VedetteError]:
    from vedette.read.inputs.pdf import pdf_text

    found = pdf_text(raw, origin)
    text = normalised(found.text)
    head = parse_head(text, detect(text))
    body = text[head.body :].strip()
    yield _made(head.title or found.title, head.publisher, found.author, published or head.published, body, origin)
    for reason in found.left_out:
        yield FormatError(origin, reason.partition(" draws")[0], found=reason, expected="a page of text; left out")


def _made(title: str, publisher: str, author: str, day: date | None, body: str, origin: str) -> Report:
    """The Report of title and body; of a headline alone, the headline is the text."""
    title = normalised(title).replace("\n", " ")
    said = Said(title, publisher, author, day, detect(f"{title}\n{body}"))
    if body and body != title:
        require_text(body, origin)
        return report_of(said, body, origin)
    require_text(title, origin)
    return report_of(replace(said, title=""), title, origin).model_copy(update={"title": title})
