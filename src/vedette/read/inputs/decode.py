"""From bytes to text: the encoding, or one clear error."""

import codecs
import re

from vedette.read.words.lexicon import limits
from vedette.terms.errors import FormatError

__all__ = ["decode", "looks_like_html"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a zip or office file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a database"),
)
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})|<\?xml[^>]{0,80}encoding=[\"']([A-Za-z0-9_-]{2,20})",
    re.I,
)
_HTML = re.compile(r"<\s*(?:!doctype\s+html|html|head|body|article|main|div|p|meta|title)\b", re.I)
_ODD = bytes([*range(9), *range(14, 32), 127])
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_ARABIC = re.compile(r"[\u0620-\u06ff]")


def decode(raw: bytes, origin: str) -> str:
    """The text of a report's bytes: UTF-8, UTF-16 or UTF-32 by mark or pattern, a declared charset, Windows-1256, 1252.

    Raises FormatError for an empty file, one above the size limits (data/limits.toml) and binary content.
    """
    if not raw.strip(b" \t\r\n\x0c\x00\xef\xbb\xbf\xff\xfe"):
        raise FormatError(origin, found="an empty file", expected="a report as text or HTML")
    _check_size(raw, origin)
    for magic, name in _MAGIC:
        if raw.startswith(magic):
            raise FormatError(origin, found=name, expected="a report as text or HTML")
    if not _wide(raw) and not raw.startswith(tuple(mark for mark, _ in _BOMS)) and _binary(raw):
        raise FormatError(origin, found="binary content", expected="a report as text or HTML")
    text = _decoded(raw, origin)
    if len(_CONTROL.findall(text)) > limits()["max_control_share"] * len(text):
        raise FormatError(origin, found="binary content", expected="a report as text or HTML")
    return _CONTROL.sub("", text)


def looks_like_html(text: str) -> bool:
    """Whether a text is a page of HTML, by its first tags."""
    start = text.lstrip()[:4000]
    return start.startswith("<") and bool(_HTML.search(start))


def _check_size(raw: bytes, origin: str) -> None:
    html = looks_like_html(raw[:4000].decode("latin-1"))
    most = int(limits()["max_html_bytes" if html else "max_text_bytes"])
    if len(raw) > most:
        found = f"{len(raw) / 1e6:.1f} MB"
        raise FormatError(origin, found=found, expected=f"at most {most / 1e6:.0f} MB for one report; split it first")


def _binary(raw: bytes) -> bool:
    head = raw[:20000]
    odd = len(head) - len(head.translate(None, _ODD))
    return odd > limits()["max_control_share"] * len(head)


def _decoded(raw: bytes, origin: str) -> str:
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return _strict(raw, encoding, origin)
    wide = _wide(raw)
    if wide:
        return _strict(raw, wide, origin)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        place = raw[: error.start].count(b"\n") + 1
    declared = _CHARSET.search(raw[:4096])
    if declared:
        name = (declared.group(1) or declared.group(2)).decode("ascii")
        try:
            return raw.decode(codecs.lookup(name).name)
        except (LookupError, UnicodeDecodeError):
            pass
    for encoding in ("cp1256", "cp1252"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "cp1256" or _is_arabic(text):
            return text
    byte = f"byte 0x{raw[_first_wrong(raw)]:02x}"
    raise FormatError(origin, place, found=byte, expected="text in UTF-8, UTF-16 or Windows-1256")


def _first_wrong(raw: bytes) -> int:
    """Offset of the first byte that is not UTF-8 (0 if all is)."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _strict(raw: bytes, encoding: str, origin: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        name = encoding.removesuffix("-sig").upper()
        raise FormatError(
            origin, found=f"broken {name} at byte {error.start}", expected=f"whole {name} or UTF-8"
        ) from None


def _wide(raw: bytes) -> str | None:
    """UTF-16 without a mark shows as a zero (or an Arabic page number) in every second byte."""
    head = raw[:2000]
    if len(head) < 8 or len(raw) % 2:
        return None
    for encoding, high in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        if high.count(0) + high.count(6) > 0.9 * len(high):
            return encoding
    return None


def _is_arabic(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    inside = sum(1 for c in letters if _ARABIC.match(c))
    return inside > 0.5 * len(letters)
