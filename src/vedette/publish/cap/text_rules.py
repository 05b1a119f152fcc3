"""Rules 39 and 40: no markup where text is shown as it is, and no characters that disguise what is read."""

import re
from collections.abc import Iterator

from lxml import etree

from vedette.publish.cap.opening import CAP_NAMESPACE
from vedette.publish.cap.reading import Message
from vedette.publish.cap.result import Found

__all__ = ["characters", "markup"]

_PLAIN = {"headline", "event", "senderName", "areaDesc"}
_TEXT = {
    *_PLAIN,
    *("description", "instruction", "audience", "contact", "note", "source", "restriction", "addresses", "code"),
    *(
        "incidents",
        "resourceDesc",
        "value",
        "valueName",
        "identifier",
        "sender",
        "references",
        "web",
        "uri",
        "mimeType",
    ),
}
# a tag has a name that ends in a blank, a slash or the bracket; "wind < 50" and "<post@example.org>" are text
_MARKUP = re.compile(
    r"</?[A-Za-z][A-Za-z0-9:-]*(?:[\s/][^<>]*)?>|<!--|<!\[CDATA\[|<!DOCTYPE|<\?[A-Za-z]", re.IGNORECASE
)
_ACTIVE = re.compile(
    r"<\s*/?\s*(?:script|iframe|object)\b|<[A-Za-z][^<>]*[\s\"'/]on[a-z]+\s*=|<[A-Za-z][^<>]*javascript\s*:",
    re.IGNORECASE,
)
_FORBIDDEN = re.compile("[\u0080-\u009f\u202a-\u202e\u2066-\u2069]")
_OPENING, _CLOSING = "\u2066\u2067\u2068", "\u2069"


def markup(message: Message) -> Iterator[Found]:
    """Rule 39, on text as decoded; a lone < or & is text."""
    for element in message.root.iter(f"{{{CAP_NAMESPACE}}}*"):
        text = element.text
        if not text or "<" not in text:
            continue
        name = etree.QName(element).localname
        if name not in _TEXT:
            continue
        if _ACTIVE.search(text):
            yield Found(39, element, f"{name} holds active markup; write plain text")
        elif found := _MARKUP.search(text):
            shown = found.group()[:30]
            yield Found(39, element, f'{name} holds markup "{shown}"; write plain text', warning=name not in _PLAIN)


def characters(message: Message) -> Iterator[Found]:
    """Rule 40: no C1 controls, no embedding or override, isolates in pairs; LRM, RLM, ALM, ZWNJ and ZWJ are right."""
    for element in message.root.iter(f"{{{CAP_NAMESPACE}}}*"):
        text = element.text
        signs = _FORBIDDEN.findall(text) if text and not text.isascii() else ()
        if not signs:
            continue
        name = etree.QName(element).localname
        wrong = next((sign for sign in signs if sign not in _OPENING + _CLOSING), None)
        if wrong is not None:
            kind = "control character" if wrong < "\u00a0" else "direction override"
            yield Found(40, element, f"{name} holds the {kind} U+{ord(wrong):04X}; remove it")
            continue
        depth = 0
        for sign in signs:
            depth += 1 if sign in _OPENING else -1
            if depth < 0:
                break
        if depth:
            yield Found(40, element, f"{name} holds a direction isolate without its partner; close it with U+2069")
