"""Areas to be protected, posts in them, and the forces that can stand there."""

from enum import StrEnum

from pydantic import Field

from vedette.terms.record import Latitude, Longitude, Record, Term, UtcTime

__all__ = ["Area", "AreaKind", "Force", "LocalName", "Post", "Shift"]


class AreaKind(StrEnum):
    """Levels of the hierarchy of areas, from coarse to fine."""

    COUNTRY = "country"
    GOVERNORATE = "governorate"
    DISTRICT = "district"
    TOWN = "town"
    CELL = "cell"


class LocalName(Term):
    """A name in the three languages; an empty string where none is known."""

    en: str
    ar: str = ""
    ckb: str = ""


class Area(Record):
    """An area with its centre; `parent` is the id of the area that holds it."""

    name: LocalName
    kind: AreaKind = AreaKind.DISTRICT
    parent: str | None = None
    latitude: Latitude
    longitude: Longitude
    zone: str = Field(default="UTC", description="IANA time zone in which its days are counted")


class Post(Record):
    """A protected place. `harm` weighs the consequence of an attack there (dimensionless, at least 0)."""

    area: str
    name: LocalName
    latitude: Latitude
    longitude: Longitude
    harm: float = Field(default=1.0, ge=0)
    services: tuple[str, ...] = ()
    max_units: int = Field(default=1, ge=1)


class Force(Record):
    """A group of like units of one service at one base."""

    base: str
    area: str
    service: str
    units: int = Field(ge=0)
    latitude: Latitude
    longitude: Longitude


class Shift(Term):
    """A span of duty."""

    start: UtcTime
    hours: float = Field(gt=0)
    night: bool = False
