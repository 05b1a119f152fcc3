"""A raw report and the claims that were read from it."""

from datetime import date
from enum import StrEnum

from pydantic import Field, model_validator

from vedette.terms.record import Latitude, Longitude, Probability, Record, Term, UtcTime

__all__ = [
    "Actor",
    "Casualties",
    "Claim",
    "ClaimKind",
    "Item",
    "Modality",
    "PlacePrecision",
    "PlaceRef",
    "Report",
    "SourceLink",
    "Span",
    "TimePrecision",
    "TimeRef",
    "Trace",
]


class ClaimKind(StrEnum):
    """What kind of thing a claim is about."""

    ATTACK = "attack"
    THREAT = "threat"
    WARNING = "warning"
    MEASURE = "measure"
    DIRECTIVE = "directive"
    OPERATION = "operation"
    CALENDAR = "calendar"


class Modality(StrEnum):
    """How the speaker holds the thing to be: a fact, under way, to come, threatened, possible or denied."""

    HAPPENED = "happened"
    ONGOING = "ongoing"
    PLANNED = "planned"
    THREATENED = "threatened"
    POSSIBLE = "possible"
    DENIED = "denied"


class PlacePrecision(StrEnum):
    """How finely a place is known; the order is from fine to coarse."""

    EXACT = "exact"
    TOWN = "town"
    DISTRICT = "district"
    GOVERNORATE = "governorate"
    COUNTRY = "country"
    REGION = "region"


class TimePrecision(StrEnum):
    """How finely a time is known."""

    DAY = "day"
    DAYS = "days"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    OPEN = "open"


class Report(Record):
    """A report as retrieved. `id` is the SHA-256 of its normalised text; `published` is never the day of crawl."""

    title: str = ""
    publisher: str = ""
    author: str = ""
    published: date | None = Field(default=None, description="Local day of first publication, if the report says so")
    retrieved: UtcTime | None = Field(default=None, description="When we got it")
    language: str = Field(default="und", description="en, ar, ckb, or und")
    origin: str = Field(default="", description="Path or address that it came from")
    text: str = Field(default="", description="Normalised text of the report itself, without menus and advertisements")


class Span(Term):
    """A verbatim passage: `text == report.text[start:end]`."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str

    @model_validator(mode="after")
    def _length(self) -> "Span":
        if self.end - self.start != len(self.text):
            raise ValueError(f"span {self.start}..{self.end} does not have the length of its text ({len(self.text)})")
        return self


class Actor(Term):
    """Who acts, as written, with the canonical name where the lexicon knows one."""

    text: str
    name: str | None = None
    role: str | None = Field(default=None, description="perpetrator, suspect, defender, host, visitor, addressee, …")


class Item(Term):
    """A target or an instrument, as written, with its type from the lexicon where known."""

    text: str
    type: str | None = None


class PlaceRef(Term):
    """A place as written and as resolved. Coordinates are absent when no gazetteer resolved it."""

    text: str
    name: str | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    country: str | None = Field(default=None, description="ISO 3166-1 alpha-2")
    admin1: str | None = None
    precision: PlacePrecision | None = None


class TimeRef(Term):
    """Whole local days, both included; None at either end is open. `text` is the passage that says so."""

    start: date | None = None
    end: date | None = None
    precision: TimePrecision = TimePrecision.DAY
    text: str | None = None

    @model_validator(mode="after")
    def _order(self) -> "TimeRef":
        if self.start and self.end and self.end < self.start:
            raise ValueError(f"time ends on {self.end}, before it starts on {self.start}")
        return self


class Casualties(Term):
    """Numbers as this source gives them; `_max` where it gives a range. None: not said, which is not zero."""

    killed: int | None = Field(default=None, ge=0)
    killed_max: int | None = Field(default=None, ge=0)
    injured: int | None = Field(default=None, ge=0)
    injured_max: int | None = Field(default=None, ge=0)


class SourceLink(Term):
    """One link of the chain of attribution, as written."""

    text: str
    role: str | None = Field(default=None, description="outlet, newspaper, command, official, witness, …")
    cue: str | None = Field(default=None, description="The words that attribute: said, according to, …")


class Trace(Term):
    """Why one field of a claim says what it says: the passage that it was read from and the rule or model that read it.

    `rule` is an id of read/data/rules.toml, or names a model. Without a span the field follows from what stands around it.
    """

    field: str = Field(description="kind, type, modality, time, casualties, or actors/0, places/1, attribution/2, …")
    span: Span | None = None
    rule: str
    confidence: Probability = 0.5


class Claim(Record):
    """Somebody says that something of the seven kinds happened, is going on, is coming, may come, or did not happen."""

    report: str = Field(description="Id of the report")
    kind: ClaimKind
    type: str | None = Field(default=None, description="For attacks: bombing, rocket, drone, shooting, …; else a hint")
    modality: Modality
    actors: tuple[Actor, ...] = ()
    targets: tuple[Item, ...] = ()
    instruments: tuple[Item, ...] = ()
    places: tuple[PlaceRef, ...] = ()
    time: TimeRef | None = None
    casualties: Casualties | None = None
    attribution: tuple[SourceLink, ...] = Field(default=(), description="Outermost first: outlet → newspaper → command")
    evidence: tuple[Span, ...] = Field(min_length=1)
    confidence: Probability = 0.5
    reader: str = Field(default="rules", description="The reader and rule or model that produced the claim")
    traces: tuple[Trace, ...] = Field(default=(), description="Field by field, the passage and rule behind it")
