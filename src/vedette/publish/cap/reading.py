"""Reading values out of an alert: an empty optional element counts as absent, as in real alerts."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from vedette.publish.cap.opening import CAP_NAMESPACE
from vedette.publish.cap.simple_types import XML_SPACE, instant

__all__ = ["Message", "Reference", "blank", "child", "children", "not_a_token", "value"]

MOST_WRONG = 20
_INVISIBLE = "\u200b\u2060\ufeff"
_PREFIX = f"{{{CAP_NAMESPACE}}}"


@dataclass(eq=False)
class Message:
    """An opened alert with the checker's clock; `now` and `tolerance` in seconds since year 1, UTC."""

    root: Any
    now: int
    tolerance: int

    @property
    def kind(self) -> str:
        """The msgType, empty where absent."""
        return value(self.root, "msgType") or ""

    @cached_property
    def sent(self) -> int | None:
        """The instant sent, None where it cannot be read."""
        return instant(value(self.root, "sent") or "")

    @cached_property
    def infos(self) -> list[Any]:
        """The info blocks."""
        return children(self.root, "info")

    @cached_property
    def references(self) -> "list[Reference]":
        """The references, apart by XML white space, in their order; reading stops after many wrong ones."""
        return list(_references(self.root))


@dataclass(frozen=True)
class Reference:
    """One `sender,identifier,sent` of a references element; `error` says what is wrong with it, if anything is."""

    text: str
    sender: str = ""
    identifier: str = ""
    sent: int | None = None
    error: str = ""


def child(element: Any, name: str) -> Any:
    """The first child of that name, or None."""
    return next(element.iterchildren(_PREFIX + name), None)


def children(element: Any, name: str) -> list[Any]:
    """The children of that name."""
    return list(element.iterchildren(_PREFIX + name))


def value(element: Any, name: str) -> str | None:
    """The text of the first child of that name, white space at its ends removed; None where absent or empty."""
    found = child(element, name)
    text = "" if found is None else (found.text or "").strip(XML_SPACE)
    return text or None


def blank(text: str | None) -> bool:
    """Whether nothing can be seen of the text."""
    return all(sign.isspace() or sign in _INVISIBLE for sign in text or "")


def not_a_token(text: str) -> str:
    """Why the text cannot be an identifier or sender (rule 6), empty where it can."""
    if not text:
        return "is empty"
    if any(sign.isspace() or sign in _INVISIBLE for sign in text):
        return "holds white space"
    wrong = sorted({sign for sign in text if sign in ",<&"})
    return f"holds {' and '.join(wrong)}" if wrong else ""


def _references(root: Any) -> Iterator[Reference]:
    wrong_ones = 0
    for text in _split(value(root, "references") or ""):
        if wrong_ones > MOST_WRONG:
            return
        parts = text.split(",")
        if len(parts) != 3:
            wrong_ones += 1
            yield Reference(text, error=f"has {len(parts)} parts")
            continue
        sender, identifier, sent = parts
        at = instant(sent)
        wrong = [
            f"{name} {why}"
            for name, why in (("sender", not_a_token(sender)), ("identifier", not_a_token(identifier)))
            if why
        ]
        if at is None:
            wrong.append("sent is not a time such as 2031-05-01T06:00:00+03:00")
        wrong_ones += bool(wrong)
        yield Reference(text, sender, identifier, at, "; ".join(wrong))


def _split(text: str) -> list[str]:
    for sign in "\t\r\n":
        text = text.replace(sign, " ")
    return [part for part in text.split(" ") if part]
