"""Pieces of markup that are no page: the HTML within feed items and mails, one paragraph a line."""

import re
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from vedette.read.words.expressions import compiled

__all__ = ["fragment_text", "html_tree"]

_BLOCKS = frozenset(
    (
        "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "blockquote", "pre", "section", "article",
        "header", "hr", "center", "dd", "dt", "body", "td",
    )
)  # fmt: skip
_SILENT = frozenset(
    ("script", "style", "noscript", "template", "head", "title", "form", "button", "iframe", "object", "svg")
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def html_tree(text: str) -> Any | None:
    """The tree of a page or fragment, None where there is none; nothing is loaded from anywhere."""
    parser = lxml_html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    clean = compiled(r"^\s*<\?xml[^<>]*\?>").sub("", _CONTROL.sub("", text))
    if not clean.strip():
        return None
    try:
        return lxml_html.document_fromstring(clean, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def fragment_text(text: str) -> str:
    """The text of a fragment of HTML: a line per block, without scripts, forms and what is not shown.

    Plain text comes back as it is. One pass over the tree, so that time grows with its size only.
    """
    if "<" not in text and "&" not in text:
        return text
    root = html_tree(text)
    if root is None:
        return ""
    parts: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        block = element.tag in _BLOCKS
        if event == "start":
            if hidden or element.tag in _SILENT or _HIDDEN.search(element.get("style") or ""):
                hidden += 1
                continue
            if block or element.tag == "br":
                parts.append("\n")
            parts.append(_flat(element.text))
        else:
            if hidden:
                hidden -= 1
            elif block:
                parts.append("\n")
            if not hidden:
                parts.append(_flat(element.tail))
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _flat(text: str | None) -> str:
    """Text with its line ends as blanks: in HTML they mean no more."""
    return compiled(r"\s+").sub(" ", text) if text else ""
