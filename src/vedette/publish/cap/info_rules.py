"""Rules 20 to 30: language, contradictions between blocks, texts that must not be blank, and resources."""

import base64
import binascii
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from vedette.publish.cap.language import why_not_a_language
from vedette.publish.cap.reading import Message, blank, child, children, value
from vedette.publish.cap.result import Found
from vedette.publish.cap.simple_types import XML_SPACE, collapse, instant

__all__ = ["HEADLINE_LENGTH", "blocks", "contradictions", "resources"]

HEADLINE_LENGTH = 160
_TOKEN = r"[A-Za-z0-9!#$%&'*+.^_`{|}~-]+"  # noqa: S105
_MIME = re.compile(rf'{_TOKEN}/{_TOKEN}(?:\s*;\s*{_TOKEN}\s*=\s*(?:{_TOKEN}|"[^"]*"))*\s*;?')
_SHA1 = re.compile(r"[0-9A-Fa-f]{40}")
_SPACES = {ord(sign): None for sign in XML_SPACE}


def blocks(message: Message) -> Iterator[Found]:
    """Rules 20 and 22 to 25, block by block."""
    for info in message.infos:
        tag = value(info, "language")
        if tag is not None and (why := why_not_a_language(tag)):
            yield Found(20, child(info, "language"), f'language "{tag[:40]}" {why}')
        event = child(info, "event")
        if event is not None and blank(event.text):
            yield Found(22, event, "event is blank; name what the alert is about")
        yield from _pairs(info, "eventCode", value_needed=True)
        yield from _pairs(info, "parameter", value_needed=False)
        for area in children(info, "area"):
            yield from _pairs(area, "geocode", value_needed=True)
        web = value(info, "web")
        if web is not None and not _absolute(web, ("http", "https")):
            yield Found(24, child(info, "web"), "web is not an absolute address; begin it with https://")
        headline = collapse(value(info, "headline") or "")
        if len(headline) > HEADLINE_LENGTH:
            yield Found(
                25,
                child(info, "headline"),
                f"headline has {len(headline)} characters; 160 fit on small displays",
                warning=True,
            )


def contradictions(message: Message) -> Iterator[Found]:
    """Rule 21: two blocks of one language about the same area say the same of it."""
    seen: dict[tuple[str, Any], Any] = {}
    languages = [(value(info, "language") or "en-US").lower() for info in message.infos]
    repeated = {language for language, count in Counter(languages).items() if count > 1}
    for info, language in zip(message.infos, languages, strict=True):
        if language not in repeated:
            continue
        for area in _areas(info):
            first = seen.setdefault((language, area), info)
            if first is info:
                continue
            unlike = [name for name in ("event", "urgency", "severity", "certainty") if _unlike(first, info, name)]
            unlike += [name for name in ("onset", "expires") if _unlike_times(first, info, name)]
            if unlike:
                yield Found(21, info, f"two blocks in {language} about the same area differ in {', '.join(unlike)}")
                break


def resources(message: Message) -> Iterator[Found]:
    """Rules 26 to 30: type, size, address, content and digest of each resource."""
    for info in message.infos:
        for resource in children(info, "resource"):
            yield from _resource(resource)


def _resource(resource: Any) -> Iterator[Found]:
    mime = child(resource, "mimeType")
    if mime is not None and _MIME.fullmatch((mime.text or "").strip(XML_SPACE)) is None:
        yield Found(26, mime, "mimeType is not of the form type/subtype, such as image/png")
    content: bytes | None = None
    encoded = value(resource, "derefUri")
    if encoded is not None:
        content = _decoded(encoded)
        if content is None:
            yield Found(29, child(resource, "derefUri"), "derefUri is not valid base64")
    size = value(resource, "size")
    if size is not None and size.startswith("-") and size.strip("-0"):
        yield Found(27, child(resource, "size"), "size is negative; give the number of bytes")
    elif size is not None and content is not None and _far(size, len(content)):
        message = f"size is {size[:20]}, but derefUri holds {len(content)} bytes"
        yield Found(27, child(resource, "size"), message, warning=True)
    uri = value(resource, "uri")
    if uri is not None and not _absolute(uri, ("http", "https", "ftp", "ftps")):
        relative = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", uri) is None
        if not (relative and encoded is not None):
            yield Found(
                28,
                child(resource, "uri"),
                "uri is not absolute; begin it with https:// (a bare name only beside derefUri)",
            )
    digest = value(resource, "digest")
    if digest is not None and _SHA1.fullmatch(digest) is None:
        yield Found(30, child(resource, "digest"), "digest is not a SHA-1 in 40 hexadecimal digits")
    elif digest is not None and content is not None:
        right = hashlib.sha1(content, usedforsecurity=False).hexdigest()
        if digest.lower() != right:
            yield Found(30, child(resource, "digest"), f"digest is not that of derefUri, which is {right}")


def _far(size: str, held: int) -> bool:
    """Whether a stated size is more than a tenth, and more than a few bytes, away from what is held."""
    if len(size) > 15 or not size.lstrip("+").isdigit():
        return len(size) > 15
    return abs(int(size) - held) > max(16, held // 10)


def _pairs(element: Any, name: str, *, value_needed: bool) -> Iterator[Found]:
    for pair in children(element, name):
        for part in ("valueName", "value") if value_needed else ("valueName",):
            found = child(pair, part)
            if found is not None and blank(found.text):
                yield Found(23, found, f"{part} of {name} is blank; fill it or remove the {name}")


def _absolute(text: str, schemes: tuple[str, ...]) -> bool:
    if any(sign.isspace() for sign in text):
        return False
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme.lower() in schemes and bool(parts.hostname) and text[len(parts.scheme) :].startswith("://")


def _decoded(text: str) -> bytes | None:
    packed = text.translate(_SPACES)
    try:
        return base64.b64decode(packed.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return None


def _areas(info: Any) -> set[Any]:
    """What the block is about: geometry and codes of each area, its words where it has neither; None is everywhere."""
    found = set()
    for area in children(info, "area"):
        shape = tuple(
            (name, collapse(part.text or ""))
            for name in ("polygon", "circle")
            for part in children(area, name)
            if not blank(part.text)
        )
        codes = tuple(
            sorted((value(code, "valueName") or "", value(code, "value") or "") for code in children(area, "geocode"))
        )
        heights = (value(area, "altitude"), value(area, "ceiling"))
        words = "" if shape or codes else collapse(value(area, "areaDesc") or "").casefold()
        found.add((shape, codes, heights, words))
    return found or {None}


def _unlike(first: Any, second: Any, name: str) -> bool:
    one, two = value(first, name), value(second, name)
    return one is not None and two is not None and collapse(one) != collapse(two)


def _unlike_times(first: Any, second: Any, name: str) -> bool:
    one, two = instant(value(first, name) or ""), instant(value(second, name) or "")
    return one is not None and two is not None and one != two
