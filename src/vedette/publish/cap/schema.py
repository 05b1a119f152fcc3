"""Our own check of the CAP 1.2 schema; its structure is data (schema.json), its verdict that of the OASIS schema."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from lxml import etree

from vedette.publish.cap.opening import CAP_NAMESPACE
from vedette.publish.cap.result import Found
from vedette.publish.cap.simple_types import (
    XML_SPACE,
    collapse,
    instant,
    is_decimal,
    is_integer,
    is_language,
    is_uri,
)

__all__ = ["SIGNATURE_NAMESPACE", "schema_errors"]

SIGNATURE_NAMESPACE = "http://www.w3.org/2000/09/xmldsig#"
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_XSD = "http://www.w3.org/2001/XMLSchema"
_PREFIX = f"{{{CAP_NAMESPACE}}}"

# types that restrict xs:string without forbidding any text
_DERIVED = {"string": ("string", "normalizedString", "token")}

_FORMS: dict[str, tuple[Callable[[str], bool], str, str]] = {
    "text": (lambda _: True, "text", "string"),
    "time": (lambda text: instant(text) is not None, "a time such as 2031-05-01T06:00:00+03:00, UTC as -00:00", ""),
    "language": (lambda text: not text or is_language(text), "a language tag such as ar or en-GB", "language"),
    "uri": (is_uri, "a URI", "anyURI"),
    "integer": (is_integer, "a whole number", "integer"),
    "decimal": (is_decimal, "a decimal number", "decimal"),
}


_ANY: tuple[Callable[[str], bool], str, str] = (lambda _: True, "", "")


def schema_errors(root: Any) -> Iterator[Found]:
    """Findings of rule 4 in the tree under an `alert` element (any order of the document)."""
    # prefixes count where the root declares them; looking them up at every element could be made to take minutes
    typed = {f"{prefix}:" if prefix else "" for prefix, uri in root.nsmap.items() if uri == _XSD}
    yield from _structure(root, "alert", frozenset(typed))


def _structure(element: Any, name: str, typed: frozenset[str]) -> Iterator[Found]:
    yield from _attributes(element, "", typed)
    stray = (element.text or "").strip(XML_SPACE) or any((child.tail or "").strip(XML_SPACE) for child in element)
    if stray:
        yield Found(4, element, "text stands between the elements; put it into an element or remove it")
    # children are walked and not listed: a hostile file may have a million of them
    children = element.iterchildren()
    current = next(children, None)
    for child_name, kind, least, most in _schema()["structures"][name]:
        count, tag = 0, _PREFIX + child_name
        while current is not None and current.tag == tag and (most is None or count < most):
            yield from _value(current, kind, typed)
            current, count = next(children, None), count + 1
        if count < least:
            before = f" before {_local(current)}" if current is not None else ""
            yield Found(4, element if current is None else current, f"{name} lacks {child_name}{before}")
            return
    while name == "alert" and current is not None and _namespace(current) == SIGNATURE_NAMESPACE:
        current = next(children, None)
    if current is not None:
        yield Found(4, current, _unexpected(current, name))


def _value(element: Any, kind: str, typed: frozenset[str]) -> Iterator[Found]:
    if kind in _schema()["structures"]:
        yield from _structure(element, kind, typed)
        return
    codes = _schema()["codes"].get(kind)
    right, wanted, built_in = _FORMS.get(kind, _ANY)
    if element.attrib:
        yield from _attributes(element, built_in, typed)
    if len(element):
        yield Found(4, element, f"{_local(element)} holds elements, expected {wanted or 'one of the codes'} alone")
        return
    text = element.text or ""
    if codes is not None:
        if text not in codes:
            yield Found(4, element, f"{_local(element)} is {_short(text)}, expected one of {', '.join(codes)}")
    elif not right(text):
        yield Found(4, element, f"{_local(element)} is {_short(text)}, expected {wanted}")


def _attributes(element: Any, built_in: str, typed: frozenset[str]) -> Iterator[Found]:
    """No attribute is allowed but those by which a document points to its schema."""
    for name in element.keys():  # noqa: SIM118 - lxml gives names in linear time, pairs in quadratic
        if name in (f"{_XSI}schemaLocation", f"{_XSI}noNamespaceSchemaLocation"):
            continue
        if name == f"{_XSI}type" and built_in:
            prefix, colon, local = collapse(element.get(name)).rpartition(":")
            if prefix + colon in typed and local in _DERIVED.get(built_in, (built_in,)):
                continue
        yield Found(4, element, f"the attribute {etree.QName(name).localname} is not allowed here; remove it")


def _unexpected(child: Any, parent: str) -> str:
    name = _local(child)
    known = [row[0] for row in _schema()["structures"][parent]]
    if _namespace(child) != CAP_NAMESPACE:
        return f"{name} is not in the CAP 1.2 namespace; put it into a parameter or remove it"
    if name not in known:
        return f"{name} is unknown in {parent}; check its spelling (case counts)"
    return f"{name} stands in the wrong place or too often; the order is {', '.join(known)}"


def _namespace(element: Any) -> str:
    return etree.QName(element).namespace or ""


def _local(element: Any) -> str:
    return str(etree.QName(element).localname)


def _short(text: str) -> str:
    text = collapse(text)
    return f'"{text[:40]}…"' if len(text) > 40 else f'"{text}"'


@cache
def _schema() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(files(__package__).joinpath("schema.json").read_text("utf-8"))
    return loaded
