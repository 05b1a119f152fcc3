"""What kind of document the bytes are: told by the content, and by the name's suffix where the content leaves it open."""

import re
from enum import StrEnum
from pathlib import PurePosixPath

from vedette.read.inputs.decode import looks_like_html
from vedette.read.words.expressions import compiled

__all__ = ["SUFFIXES", "Kind", "kind_of", "suffix_of"]


class Kind(StrEnum):
    """The kinds of documents that are read; `TEXT` is what is left when it is none of the others."""

    TEXT = "text"
    HTML = "html"
    FEED = "feed"
    MAIL = "mail"
    PDF = "pdf"
    ARTICLES = "articles"
    PARQUET = "parquet"
    TABLE = "table"


SUFFIXES: dict[str, Kind] = {
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".xml": Kind.FEED,
    ".rss": Kind.FEED,
    ".rdf": Kind.FEED,
    ".atom": Kind.FEED,
    ".eml": Kind.MAIL,
    ".pdf": Kind.PDF,
    ".jsonl": Kind.ARTICLES,
    ".ndjson": Kind.ARTICLES,
    ".parquet": Kind.PARQUET,
    ".csv": Kind.TABLE,
    ".tsv": Kind.TABLE,
}
"""Suffix to kind; each may be followed by .gz."""

_ROOT = re.compile(r"<(?:[A-Za-z][\w.-]{0,30}:)?([A-Za-z][\w.-]{0,30})[\s/>]")
_DOCTYPE = re.compile(r"<!DOCTYPE\s+(?:[A-Za-z][\w.-]{0,30}:)?([A-Za-z][\w.-]{0,30})", re.I)
_FEEDS = {"rss", "rdf", "feed", "item", "entry", "channel"}
_HEADER = re.compile(r"[A-Za-z][A-Za-z-]{1,40}:[ \t]")
_OF_MAIL = re.compile(
    r"^(?:received|return-path|mime-version|message-id|delivered-to|dkim-signature|x-mailer|content-type|from):", re.I
)
_MARKS = ("\ufeff", "\xef\xbb\xbf")


def suffix_of(name: str) -> str:
    """The suffix of a path or address in small letters, without .gz."""
    path = PurePosixPath(compiled(r"[?#]").split(name, maxsplit=1)[0].replace("\\", "/"))
    return path.with_suffix("").suffix.lower() if path.suffix.lower() == ".gz" else path.suffix.lower()


def kind_of(raw: bytes, origin: str) -> Kind:
    """The kind of a document. Marks in the bytes stand above the suffix; text without marks follows its suffix.

    Nothing is raised: what cannot be read is refused by the reader of its kind, which knows what to say.
    """
    if raw.startswith(b"PAR1"):
        return Kind.PARQUET
    if b"%PDF-" in raw[:1024] and not raw.lstrip().startswith((b"<", b"{")):
        return Kind.PDF
    named = SUFFIXES.get(suffix_of(origin))
    start = _start(raw)
    if start.startswith("<"):
        return _of_markup(start)
    if named in {Kind.MAIL, Kind.PDF, Kind.PARQUET, Kind.ARTICLES, Kind.TABLE}:
        return named
    if start.startswith("{") and compiled(r"\{\s*\"\w+\"\s*:").match(start):
        return Kind.ARTICLES
    if named is None and _looks_like_mail(start):
        return Kind.MAIL
    if named is None and _looks_like_table(start):
        return Kind.TABLE
    return Kind.TEXT


def _start(raw: bytes) -> str:
    """The first letters, whatever the encoding: zeros of UTF-16 and byte order marks taken away."""
    text = raw[:8000].replace(b"\x00", b"").decode("latin-1")
    for mark in (*_MARKS, "\xff\xfe", "\xfe\xff"):
        text = text.removeprefix(mark)
    return text.lstrip()


def _of_markup(start: str) -> Kind:
    """A feed by the name in its document type or of its first element; XML that shows neither is taken for one."""
    plain = compiled(r"<!--.*?(?:-->|$)|<\?.*?(?:\?>|$)", re.S).sub("", start)
    named = _DOCTYPE.match(plain.lstrip()) or _ROOT.search(plain)
    if named:
        return Kind.FEED if named.group(1).lower() in _FEEDS else Kind.HTML
    if start.startswith("<?xml"):
        return Kind.FEED
    return Kind.HTML if looks_like_html(start) else Kind.TEXT


def _looks_like_mail(start: str) -> bool:
    """Header lines from the first line on, two of which are those of a mail that has travelled."""
    seen = set()
    for line in start.splitlines()[:60]:
        if not line.strip():
            break
        if line[0] in " \t":
            continue
        if not _HEADER.match(line) and not compiled(r"[A-Za-z][A-Za-z-]{1,40}:$").match(line):
            return False
        if found := _OF_MAIL.match(line):
            seen.add(found.group().lower())
    return len(seen) >= 2


def _looks_like_table(start: str) -> bool:
    from vedette.read.inputs.adapters import recognised

    return recognised(start)
