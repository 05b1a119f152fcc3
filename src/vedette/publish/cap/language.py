"""Rule 20: well-formed language tags (RFC 5646, 2009, section 2.1 and 2.2.9)."""

import re

__all__ = ["why_not_a_language"]

_TAG = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3})"
    r"(?:-[a-z]{4})?"
    r"(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(?P<extensions>(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*)"
    r"(?:-x(?:-[a-z0-9]{1,8})+)?"
)
_SPECIAL = re.compile(r"[xi](?:-[a-z0-9]{1,8})+")
# the grandfathered tags that do not have the regular form (RFC 5646, section 2.1)
_IRREGULAR = {"en-gb-oed", "sgn-be-fr", "sgn-be-nl", "sgn-ch-de"}
_REGULAR = {"art-lojban", "cel-gaulish", "no-bok", "no-nyn", "zh-guoyu", "zh-hakka", "zh-min", "zh-min-nan", "zh-xiang"}


def why_not_a_language(tag: str) -> str:
    """Why a tag is not well-formed or does not begin with 2 or 3 letters, x- or i-; empty where it is right."""
    lowered = tag.lower()
    if lowered in _IRREGULAR or lowered in _REGULAR or _SPECIAL.fullmatch(lowered):
        return ""
    match = _TAG.fullmatch(lowered)
    if match is None:
        return "is not a language tag such as ar, ckb or en-GB (RFC 5646)"
    singletons = [part for part in match.group("extensions").split("-") if len(part) == 1]
    return "has the same extension twice (RFC 5646)" if len(set(singletons)) < len(singletons) else ""
