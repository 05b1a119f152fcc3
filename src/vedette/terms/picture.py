"""What we believe: claims merged over reports, graded, with what we do not know."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from vedette.terms.record import Record, Term, UtcTime
from vedette.terms.report import Casualties, PlaceRef

__all__ = [
    "AreaKnowledge",
    "CasualtyFigure",
    "Credibility",
    "Grade",
    "Incident",
    "Measure",
    "Picture",
    "Reliability",
    "Revision",
    "ScheduledEvent",
    "Threat",
]


class Reliability(StrEnum):
    """Reliability of the source (Admiralty code): A completely reliable … E unreliable, F cannot be judged."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class Credibility(StrEnum):
    """Credibility of the information (Admiralty code): 1 confirmed … 5 improbable, 6 cannot be judged."""

    CONFIRMED = "1"
    PROBABLE = "2"
    POSSIBLE = "3"
    DOUBTFUL = "4"
    IMPROBABLE = "5"
    UNJUDGED = "6"


class Grade(Term):
    """An Admiralty grade with the reason in words, and the names of the rules that gave its letter and its figure."""

    reliability: Reliability
    credibility: Credibility
    reason: str = ""
    rules: tuple[str, ...] = Field(default=(), description="Rules of picture/data/grading.toml, letter first")

    def __str__(self) -> str:
        return f"{self.reliability.value}{self.credibility.value}"


class CasualtyFigure(Term):
    """One toll and who gives it; contradicting figures stand side by side."""

    casualties: Casualties
    source: str
    claim: str


class Revision(Term):
    """What one day's reports changed in a thing that was believed: a field before and after, and the claim that did it."""

    known: date | None = Field(default=None, description="Local day on which it was first told, if its report is dated")
    field: str
    before: str | None = None
    after: str | None = None
    claim: str


class _Merged(Record):
    """Common part of things merged from claims; `sources` holds the claim ids."""

    area: str | None = Field(default=None, description="Id of the area, None if outside all areas or not located")
    place: PlaceRef | None = None
    start: date | None = None
    end: date | None = None
    grade: Grade
    origins: int = Field(ge=1, description="Independent origins; a wire copied fifty times is one")
    reports: tuple[str, ...] = ()
    attribution: tuple[str, ...] = Field(default=(), description="The names that stand behind it, best first")
    revisions: tuple[Revision, ...] = Field(default=(), description="How it came to be believed so, oldest first")
    exercise: bool = Field(default=False, description="True: of an exercise world, and never of the real one")


class Incident(_Merged):
    """An attack. `denied_by` names who says that it did not happen; it then still stands, with that beside it."""

    type: str | None = None
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    figures: tuple[CasualtyFigure, ...] = ()
    denied_by: tuple[str, ...] = ()


class Threat(_Merged):
    """A threat (somebody announces harm) or a warning (somebody judges that harm is likely); the period is that of harm."""

    kind: str = Field(description="threat or warning")
    type: str | None = None
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()


class Measure(_Merged):
    """Protection taken, ordered or planned."""

    type: str | None = None
    modality: str = "happened"
    actors: tuple[str, ...] = ()


class ScheduledEvent(_Merged):
    """An election, pilgrimage, anniversary or visit; `denied_by` tells a cancellation."""

    type: str | None = None
    denied_by: tuple[str, ...] = ()


class AreaKnowledge(Term):
    """What is known of an area and how fresh it is. No data is never all clear: silence gives `unknown_since`."""

    area: str
    reports: int = Field(ge=0)
    last_report: date | None = None
    unknown_since: date | None = Field(
        default=None, description="First day that nobody reported on; None while sources speak"
    )
    statement: str


class Picture(Record):
    """The whole picture as of a day, from what was known at an instant."""

    as_of: date
    known_at: UtcTime | None = None
    exercise: bool = False
    incidents: tuple[Incident, ...] = ()
    threats: tuple[Threat, ...] = ()
    measures: tuple[Measure, ...] = ()
    events: tuple[ScheduledEvent, ...] = ()
    knowledge: tuple[AreaKnowledge, ...] = ()
