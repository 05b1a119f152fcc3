"""Whether two names are one person: the test on which four eyes rest."""

import unicodedata

__all__ = ["person", "same_person"]


def person(name: str) -> str:
    """The name as it is compared: case, width, blanks and invisible characters make no second person."""
    visible = "".join(c for c in unicodedata.normalize("NFKC", name) if unicodedata.category(c) != "Cf")
    return " ".join(visible.casefold().split())


def same_person(one: str, other: str) -> bool:
    """Whether two names are of one person; an empty name is nobody's, and never a second person."""
    return not person(one) or not person(other) or person(one) == person(other)
