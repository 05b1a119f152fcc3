"""Opening an alert that may be hostile: size, encoding and document type are settled before a parser sees it."""

import re
from typing import Any

from lxml import etree

__all__ = ["CAP_NAMESPACE", "MAX_BYTES", "Refused", "open_alert"]

CAP_NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
MAX_BYTES = 5_000_000
MAX_TAGS = 1_000_000

_DECLARATION = re.compile(
    r"""<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(?:"1\.[0-9]+"|'1\.[0-9]+')"""
    r"""(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(?:"([A-Za-z][A-Za-z0-9._-]*)"|'([A-Za-z][A-Za-z0-9._-]*)'))?"""
    r"""(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\r\n]*\?>"""
)
_NAMED = re.compile(rb"""^<\?xml[^>]{0,200}?encoding[ \t\r\n]*=[ \t\r\n]*["']([A-Za-z][A-Za-z0-9._-]*)["']""")
_SKIPPED = re.compile(r"[ \t\r\n]+|<!--.*?-->|<\?.*?\?>", re.DOTALL)

# Python codecs by the names that XML gives them (IANA character sets); codecs that are no character sets stay outside
_CODECS = {
    "utf-8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    **{f"iso-8859-{n}": f"iso8859-{n}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16)},
    **{f"windows-{n}": f"cp{n}" for n in range(1250, 1259)},
    "latin1": "iso8859-1",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "gb2312": "gb2312",
    "gbk": "gbk",
    "gb18030": "gb18030",
    "big5": "big5",
    "shift_jis": "shift_jis",
    "euc-jp": "euc-jp",
    "euc-kr": "euc-kr",
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
}


class Refused(Exception):  # noqa: N818
    """The alert cannot be opened: `rule` 1, 2 or 3, the line, and why."""

    def __init__(self, rule: int, line: int, message: str) -> None:
        self.rule, self.where, self.message = rule, f"line {line}", message
        super().__init__(message)


def open_alert(raw: bytes) -> Any:
    """The root element of an alert, comments and processing instructions left out.

    The parser gets the decoded text behind its XML declaration, so it sees exactly the prolog that was searched for a
    document type. Raises Refused with rule 3 (too large), 2 (document type) or 1 (not well-formed, or not CAP 1.2).
    """
    if len(raw) > MAX_BYTES:
        raise Refused(3, 1, f"the file is larger than {MAX_BYTES:,} bytes; send large content as a resource by its uri")
    text = _body(_decode(raw))
    _refuse_document_type(text)
    if text.count("<") > MAX_TAGS:
        raise Refused(3, 1, f"the file has more than {MAX_TAGS:,} tags; split the alert")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, UnicodeEncodeError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        reason = str(getattr(error, "msg", None) or "characters that XML does not allow").split(", line ")[0]
        raise Refused(1, line, f"not well-formed XML: {reason}") from None
    if root.tag != f"{{{CAP_NAMESPACE}}}alert":
        raise Refused(1, root.sourceline or 1, f"the root is {_shown(root.tag)}, expected alert in {CAP_NAMESPACE}")
    return root


def _decode(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        raise Refused(1, 1, "encoding UTF-32 is not read, expected UTF-8 or UTF-16 with a byte order mark")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = _decoded(raw, "utf-16", "UTF-16")
        named = _name(text)
        if named is not None and not named.startswith("utf-16"):
            raise Refused(1, 1, f"the file is UTF-16, but declares {named.upper()}; declare UTF-16")
        return text
    if raw.startswith(b"\xef\xbb\xbf"):
        text = _decoded(raw[3:], "utf-8", "UTF-8")
        named = _name(text)
        if named not in (None, "utf-8"):
            raise Refused(1, 1, f"the byte order mark is that of UTF-8, but the file declares {str(named).upper()}")
        return text
    if raw[:4] in (b"<\x00?\x00", b"\x00<\x00?"):
        codec = "utf-16-le" if raw[:1] == b"<" else "utf-16-be"
        text = _decoded(raw, codec, "UTF-16")
        if not (_name(text) or "").startswith("utf-16"):
            raise Refused(1, 1, "UTF-16 without a byte order mark must be declared; expected UTF-16 with one")
        return text
    match = _NAMED.match(raw)
    name = match.group(1).decode().lower() if match else "utf-8"
    if name.startswith("utf-16"):
        raise Refused(1, 1, f"the file declares {name.upper()}, but is not UTF-16; declare the encoding that it has")
    codec = _CODECS.get(name, "")
    if not codec:
        raise Refused(1, 1, f"encoding {name!r} is not read, expected UTF-8")
    return _decoded(raw, codec, name.upper())


def _decoded(raw: bytes, codec: str, name: str) -> str:
    try:
        return raw.decode(codec)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise Refused(1, line, f"byte 0x{raw[error.start]:02x} is not {name}; declare the encoding it is in") from None


def _name(text: str) -> str | None:
    match = _DECLARATION.match(text)
    return (match.group(1) or match.group(2) or "").lower() or None if match else None


def _body(text: str) -> str:
    """The text with its declaration taken out, lines kept."""
    if text.startswith("<?xml") and text[5:6] in " \t\r\n":
        match = _DECLARATION.match(text)
        if match is None:
            raise Refused(1, 1, 'the XML declaration is malformed, expected <?xml version="1.0" encoding="UTF-8"?>')
        return "\n" * match.group().count("\n") + text[match.end() :]
    return text


def _refuse_document_type(text: str) -> None:
    at = 0
    while (match := _SKIPPED.match(text, at)) is not None:
        at = match.end()
    if text.startswith("<!DOCTYPE", at):
        line = text.count("\n", 0, at) + 1
        raise Refused(2, line, "a document type declaration is refused; remove <!DOCTYPE …> and every entity")


def _shown(tag: str) -> str:
    name = etree.QName(tag)
    return f"{name.localname} in {name.namespace}" if name.namespace else f"{name.localname} without a namespace"
