"""From bytes to a Report: encoding, page or plain text, head, language, text and its id."""

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from vedette.read.inputs.decode import decode, looks_like_html
from vedette.read.inputs.header import parse_head
from vedette.read.inputs.page import parse_page
from vedette.read.words.expressions import compiled
from vedette.read.words.language import detect
from vedette.read.words.lexicon import limits
from vedette.terms.errors import FieldError, FormatError
from vedette.terms.report import Report

__all__ = ["Said", "article", "document", "normalised", "report_of", "require_text"]


def document(raw: bytes, origin: str, *, published: date | None = None, retrieved: datetime | None = None) -> Report:
    """Read the bytes of a page of HTML or a plain text into a Report.

    `origin` is the path or address that the bytes came from and is kept as given; `published`, where given, stands
    above what the text says of its day of publication (a local day); `retrieved` is an instant with its zone. The
    report's text is its title, a blank line and its body: normalised to NFC, blanks within lines collapsed, words
    verbatim. Its id is the SHA-256 of that text. Raises FormatError for an empty file, binary content, broken
    encoding, HTML without text and anything above the limits of data/limits.toml.
    """
    text = normalised(decode(raw, origin))
    if looks_like_html(text):
        page = parse_page(text, origin)
        said, body = (
            Said(page.title, page.publisher, page.author, published or page.published, page.language),
            page.body,
        )
    else:
        language = detect(text)
        head = parse_head(text, language)
        said = Said(head.title, head.publisher, "", published or head.published, language)
        body = text[head.body :].strip()
    require_text(body, origin)
    return report_of(said, body, origin, retrieved)


def article(record: dict[str, Any], origin: str, line: int, *, published: date | None = None) -> Report:
    """A Report of one article of JSON Lines: {text, title?, publisher?, published?, url?}; `line` counts from 1.

    Raises FieldError when `text` is missing or beyond data/limits.toml, or `published` is no day.
    """
    text = record.get("text")
    if not isinstance(text, str) or sum(c.isalpha() for c in text) < limits()["min_letters"]:
        raise FieldError(origin, line, "text", text or "nothing", "the text of a report")
    most = int(limits()["max_text_bytes"])
    if len(text) > most:
        raise FieldError(origin, line, "text", f"{len(text):,} letters", f"at most {most:,}; split it first")
    day = published
    given = record.get("published")
    if day is None and given is not None:
        try:
            day = date.fromisoformat(str(given)[:10])
        except ValueError:
            raise FieldError(origin, line, "published", given, "a day, YYYY-MM-DD") from None
    words = {key: _one_line(str(record.get(key) or "")[:2000]) for key in ("title", "publisher", "author")}
    body = normalised(text).strip()
    where = str(record.get("url") or f"{origin}#{line}")
    return report_of(Said(words["title"], words["publisher"], words["author"], day, detect(body)), body, where, None)


def normalised(text: str) -> str:
    """NFC, line ends unified, blanks within a line collapsed, at most one blank line in a row."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n")
    # runs of blank lines at once and without steps back, for a file may be nothing else
    text = compiled(r"\n(?:[^\S\n]*+\n)++").sub("\n\n", text)
    text = text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\ufeff", "")
    # only what has to change is matched: a single blank between two words is most of what there is
    text = compiled(r"(?: [^\S\n]|[^\S\n ])[^\S\n]*").sub(" ", text)
    return compiled(r"\n\s*\n+").sub("\n\n", compiled(r" \n ?|\n ").sub("\n", text)).strip()


@dataclass(frozen=True)
class Said:
    """What a document says of itself: `published` is a local day, `language` en, ar, ckb or und."""

    title: str = ""
    publisher: str = ""
    author: str = ""
    published: date | None = None
    language: str = "und"


def require_text(body: str, origin: str) -> None:
    """Raise FormatError for a body of fewer letters than data/limits.toml asks for."""
    least = int(limits()["min_letters"])
    if sum(1 for _ in islice(filter(str.isalpha, body), least)) < least:
        raise FormatError(origin, found="no text to read", expected="a report of at least one sentence")


def report_of(said: Said, body: str, origin: str, retrieved: datetime | None = None) -> Report:
    """The Report of a body that is normalised: its text is the title, a blank line and the body, its id their SHA-256."""
    text = f"{said.title}\n\n{body}" if said.title else body
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Report(
        id=digest,
        title=said.title,
        publisher=_one_line(said.publisher),
        author=_one_line(said.author),
        published=said.published,
        retrieved=retrieved,
        language=said.language,
        origin=origin,
        text=text,
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())[:200]
