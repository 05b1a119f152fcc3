"""Text of anybody made safe to show as it is, and times as readers of an area write them."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vedette.terms.places import Area, LocalName

__all__ = ["bare", "in_language", "local", "plain", "stamp"]

# what XML 1.0 forbids, C1 controls, bidi embeddings, overrides and isolates, and blanks of no width
_FORBIDDEN = re.compile(
    "[^\t\n\u0020-\u007e\u00a0-\u200a\u200c-\u2029\u202f-\u205f\u2061-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_BRACKETS = str.maketrans({"<": "‹", ">": "›"})


def bare(text: str) -> str:
    """The text without control characters and direction overrides."""
    return _FORBIDDEN.sub("", text)


def plain(text: str) -> str:
    """The text on one line without control characters, direction overrides and angle brackets."""
    return " ".join(_FORBIDDEN.sub(" ", text).translate(_BRACKETS).split())


def in_language(name: LocalName, language: str) -> str:
    """The name in the language (en, ar, ckb), in English where there is none; made plain."""
    return plain(getattr(name, language, "")) or plain(name.en)


def local(moment: datetime, area: Area | None) -> datetime:
    """The instant in the zone of the area, UTC where the zone is unknown."""
    try:
        zone = ZoneInfo(area.zone) if area is not None else UTC
        return moment.astimezone(zone)
    except (ZoneInfoNotFoundError, ValueError, OverflowError):
        return moment.astimezone(UTC)


def stamp(moment: datetime) -> str:
    """The instant as CAP writes it: whole seconds, offset in hours and minutes, UTC as −00:00."""
    text = moment.replace(microsecond=0).isoformat()
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", text) is None:
        text = moment.astimezone(UTC).replace(microsecond=0).isoformat()
    return text[:-6] + "-00:00" if text.endswith("+00:00") else text
