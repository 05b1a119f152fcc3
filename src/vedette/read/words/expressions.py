"""Regular expressions by their text, each compiled once: the standard library keeps fewer than reading has."""

import re
from functools import lru_cache

__all__ = ["compiled"]

_KEPT = 4096
"""Expressions kept; reading has some hundreds, and a few are made from the words of a report."""


@lru_cache(maxsize=_KEPT)
def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The expression of a text; raises re.error for a text that is none."""
    return re.compile(pattern, flags)
