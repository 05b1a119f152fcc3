"""Mails (.eml): the report that a mail carries, its mails within mails, and what is attached.

Sources of the format: Resnick (2008), RFC 5322; Freed and Borenstein (1996), RFC 2045 and 2046; Moore (1996), RFC 2047.
"""

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from typing import Any

from vedette.read.inputs.decode import decode
from vedette.read.inputs.instants import day_of
from vedette.read.inputs.markup import fragment_text
from vedette.read.inputs.passed_on import sender_name
from vedette.read.words.expressions import compiled
from vedette.read.words.lexicon import limits
from vedette.terms.errors import FormatError, VedetteError

__all__ = ["Attachment", "Mail", "mails"]

_NAME = re.compile(r"[^\w.@ ()+-]+")
_WORDS = re.compile(r"\w{2,}")


@dataclass(frozen=True)
class Attachment:
    """A file that a mail brings: its name as given, its declared type and its bytes (empty where they cannot be had)."""

    name: str
    type: str
    raw: bytes


@dataclass
class Mail:
    """One mail: what its head says, and its text as sent, with whatever was passed on within it.

    `sent` is the local day of the sender; `sender` is the name, or else the domain, that it came from.
    """

    subject: str
    sender: str
    publisher: str
    sent: date | None
    text: str = ""
    attachments: list[Attachment] = field(default_factory=list)


def mails(raw: bytes, origin: str) -> Iterator[Mail]:
    """The mail, and after it each mail that is attached to it whole, outermost first.

    Raises FormatError for what is no mail and for one with more bytes, parts or mails within mails than
    data/limits.toml allows.
    """
    most = int(limits()["max_mail_bytes"])
    if len(raw) > most:
        raise FormatError(origin, found=f"{len(raw) / 1e6:.1f} MB", expected=f"a mail of at most {most / 1e6:.0f} MB")
    _check_parts(raw, origin)
    try:
        message = email.message_from_bytes(raw.removeprefix(b"\xef\xbb\xbf"))
    except (RecursionError, MessageError, ValueError, LookupError):
        raise FormatError(origin, found="a broken mail", expected="a mail as sent (.eml)") from None
    if not any(name.lower() in {"from", "subject", "date", "received"} for name in message):
        raise FormatError(origin, found="no header of a mail", expected="a mail as sent (.eml)")
    yield from _mail(message, origin, 0, [0])


_PARTS = re.compile(rb"boundary\s*=|message/", re.I)
_BOUNDARY = re.compile(rb"boundary\s*=\s*\"?([^\"\s;]{1,70})", re.I)


def _check_parts(raw: bytes, origin: str) -> None:
    """Before the parser sees them: the time that it takes grows with parts times lines."""
    most = int(limits()["max_mail_parts"])
    found = len(_PARTS.findall(raw))
    if found > most:
        raise FormatError(origin, found=f"{found} parts", expected=f"a mail of at most {most} parts")
    for name in _BOUNDARY.findall(raw):
        if raw.count(b"--" + name) > 2 * most:
            raise FormatError(origin, found="too many parts", expected=f"a mail of at most {most} parts")


def _mail(message: Message, origin: str, depth: int, seen: list[int]) -> Iterator[Mail]:
    if depth > limits()["max_mail_depth"]:
        raise FormatError(origin, found=f"more than {depth - 1} mails within mails", expected="fewer")
    named = _header(message, "List-Id").partition("<")[0].strip(" \"'")
    out = Mail(
        subject=_header(message, "Subject"),
        sender=sender_name(_header(message, "From")),
        publisher=_header(message, "Organization") or named,
        sent=day_of(_header(message, "Date")),
    )
    inside: list[Message] = []
    out.text = _text(message, origin, out, inside, depth, seen).strip()
    yield out
    for each in inside:
        yield from _mail(each, origin, depth + 1, seen)


def _text(part: Message, origin: str, out: Mail, inside: list[Message], depth: int, seen: list[int]) -> str:
    """The text of a part; its files go to `out`, mails within it to `inside`."""
    seen[0] += 1
    if seen[0] > limits()["max_mail_parts"]:
        raise FormatError(origin, found="too many parts", expected=f"at most {int(limits()['max_mail_parts'])}")
    if depth > 4 * limits()["max_mail_depth"]:
        raise FormatError(origin, found="too many parts within parts", expected="a mail as programs write it")
    kind = part.get_content_type()
    children: Any = part.get_payload()
    if kind.startswith("message/") and isinstance(children, list):
        inside += [child for child in children if isinstance(child, Message)]
        return ""
    if isinstance(children, list):
        texts = [_text(child, origin, out, inside, depth + 1, seen) for child in children if isinstance(child, Message)]
        if kind == "multipart/alternative":
            return _best(texts)
        return "\n\n".join(text for text in texts if text)
    if kind in {"text/plain", "text/html"} and not _attached(part):
        return _shown(part, kind, origin)
    name = _file_name(part) or (f"unnamed {kind}" if kind != "text/plain" else "")
    if name:
        out.attachments.append(Attachment(name, kind, _payload(part)))
    return ""


def _best(texts: list[str]) -> str:
    """Of one text in several forms the plain one, unless it is a stub that sends readers to the other."""
    fullest = max(texts, key=lambda text: len(_WORDS.findall(text)), default="")
    enough = 0.6 * len(_WORDS.findall(fullest))
    return next((text for text in texts if len(_WORDS.findall(text)) >= enough), fullest)


def _attached(part: Message) -> bool:
    return "attachment" in str(part.get("Content-Disposition", "")).lower() and bool(_file_name(part))


def _shown(part: Message, kind: str, origin: str) -> str:
    raw = _payload(part)
    text = ""
    try:
        charset = str(part.get_param("charset") or "").strip("\"' ")
        text = raw.decode(charset) if charset and charset.lower() not in {"us-ascii", "ascii"} else ""
    except (LookupError, ValueError, TypeError):
        text = ""
    try:
        text = text or decode(raw, origin)
    except VedetteError:
        return ""
    if kind != "text/html":
        return compiled(r" \n(?=\S)").sub(" ", text) if part.get_param("format") == "flowed" else text
    return fragment_text(text)


def _payload(part: Message) -> bytes:
    try:
        raw = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError, MessageError):
        return b""
    return raw if isinstance(raw, bytes) else b""


def _file_name(part: Message) -> str:
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError, TypeError, AssertionError):
        return "file"
    name = _words(name).replace("\\", "/").rpartition("/")[2]
    return _NAME.sub("_", name).strip()[-100:]


def _header(message: Message, name: str) -> str:
    try:
        value = str(message.get(name, ""))
    except (ValueError, LookupError, TypeError):
        return ""
    return " ".join(_words(value[: int(limits()["max_header_letters"])]).split())


def _words(value: str) -> str:
    """A header with its encoded words as letters; what cannot be decoded stays as it is written."""
    try:
        parts = decode_header(value)
    except (MessageError, ValueError, LookupError):
        return value
    out = []
    for text, charset in parts:
        if isinstance(text, str):
            out.append(text)
            continue
        try:
            out.append(text.decode(charset or "utf-8"))
        except (LookupError, ValueError, TypeError):
            out.append(text.decode("utf-8", "replace"))
    return compiled(r"[\x00-\x1f\x7f\ud800-\udfff]").sub(" ", "".join(out))
