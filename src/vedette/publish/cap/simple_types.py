"""The simple types of the CAP schema, checked by their lexical forms (W3C XML Schema Part 2: Datatypes, 2004)."""

import re
from datetime import date

__all__ = ["XML_SPACE", "collapse", "instant", "is_decimal", "is_integer", "is_language", "is_uri"]

XML_SPACE = " \t\r\n"

_TIME = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})([-+])([0-9]{2}):([0-9]{2})")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_INTEGER = re.compile(r"[-+]?[0-9]+")
_DECIMAL = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
# RFC 3986 appendix A; anything that anyURI would escape has been made an underscore before
_PCHAR = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})"
_AUTHORITY = (
    r"(?:(?:[A-Za-z0-9._~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2})*@)?"
    r"(?:\[[0-9A-Za-z:.~!$&'()*+,;=_-]*\]|(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)(?::0*[0-9]{1,9})?"
)
_TAIL = rf"(?:\?(?:{_PCHAR}|[/?])*)?(?:#(?:{_PCHAR}|[/?\[\]])*)?"
_URI = re.compile(
    rf"(?:[A-Za-z][A-Za-z0-9+.-]*:(?://{_AUTHORITY}(?:/{_PCHAR}*)*|/(?:{_PCHAR}+(?:/{_PCHAR}*)*)?|{_PCHAR}+(?:/{_PCHAR}*)*|)"
    rf"|//{_AUTHORITY}(?:/{_PCHAR}*)*|/(?:{_PCHAR}+(?:/{_PCHAR}*)*)?"
    rf"|(?:[A-Za-z0-9._~!$&'()*+,;=@-]|%[0-9A-Fa-f]{{2}})+(?:/{_PCHAR}*)*|)"
    rf"{_TAIL}"
)
_ESCAPED = re.compile(r"[\x00-\x20\x7f-\U0010ffff<>\"{}|\\^`]")


def collapse(text: str) -> str:
    """White space collapsed as XML Schema does: runs become one blank, none at the ends."""
    return " ".join(part for part in re.split(r"[ \t\r\n]+", text) if part)


def instant(text: str) -> int | None:
    """Seconds since 0001-01-01T00:00:00 UTC of a CAP time such as `2031-05-01T06:00:00+03:00`; None if it is none.

    Zones reach from −14:00 to +14:00 and 24:00:00 is the end of the day. Two spellings of one instant are equal.
    """
    match = _TIME.fullmatch(collapse(text))
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(match.group(n)) for n in range(1, 7))
    zone = int(match.group(8)) * 60 + int(match.group(9))
    if int(match.group(9)) > 59 or zone > 14 * 60 or minute > 59 or second > 59:
        return None
    if hour > 24 or (hour == 24 and (minute or second)):
        return None
    try:
        days = date(year, month, day).toordinal() - 1
    except ValueError:
        return None
    sign = -1 if match.group(7) == "-" else 1
    return days * 86400 + hour * 3600 + minute * 60 + second - sign * zone * 60


def is_language(text: str) -> bool:
    """Whether the text has the form of xs:language."""
    return _LANGUAGE.fullmatch(collapse(text)) is not None


def is_integer(text: str) -> bool:
    """Whether the text has the form of xs:integer."""
    return _INTEGER.fullmatch(collapse(text)) is not None


def is_decimal(text: str) -> bool:
    """Whether the text has the form of xs:decimal."""
    return _DECIMAL.fullmatch(collapse(text)) is not None


def is_uri(text: str) -> bool:
    """Whether the text is a URI reference after RFC 3986, once characters that anyURI would escape are set aside."""
    return _URI.fullmatch(_ESCAPED.sub("_", collapse(text))) is not None
