"""What the writer wrote and what is true of it: which report tells which incident, and which tell none."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pydantic import Field

from vedette.terms.record import Latitude, Longitude, Term

__all__ = ["Notice", "ReportKind", "TrueIncident", "TrueNotice", "TrueReport", "Truth", "WrittenReport"]


class ReportKind(StrEnum):
    """Why a report was written. quiet: nothing happened at a place but the usual patrols; noise: nothing of the kind at all."""

    FIRST = "first"
    DUPLICATE = "duplicate"
    WIRE = "wire"
    COPY = "copy"
    RUMOUR = "rumour"
    DENIAL = "denial"
    NOTICE = "notice"
    QUIET = "quiet"
    NOISE = "noise"


@dataclass(frozen=True)
class WrittenReport:
    """A report as text; `body` is its part between header and closing line, `published` a local day."""

    name: str
    text: str
    published: date
    language: str
    title: str
    publisher: str
    body: str


class Notice(Term):
    """A warning, threat, directive, measure or calendar item to be written of.

    Where `title` and `text` are given they are written as they stand, with {publisher} filled in, by the outlet whose
    id is `outlet`; otherwise templates of the kind are used. start and end: the days that it is about, both included.
    """

    kind: str = Field(description="warning, threat, directive, measure, calendar or result")
    published: date
    areas: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    outlet: str | None = None
    title: str | None = None
    text: str | None = None


class TrueIncident(Term):
    """An attack of the simulation, or a rumour of one (`happened` false). `told_by`: names of reports, denials aside."""

    id: str
    day: date
    area: str
    latitude: Latitude
    longitude: Longitude
    type: str
    killed: int = Field(ge=0)
    injured: int = Field(ge=0)
    happened: bool = True
    told_by: tuple[str, ...] = ()


class TrueNotice(Term):
    """A notice that was written of, and the reports that tell it."""

    id: str
    kind: str
    published: date
    areas: tuple[str, ...]
    start: date | None
    end: date | None
    told_by: tuple[str, ...] = ()


class TrueReport(Term):
    """One report. killed and injured are the toll as it gives it (None: not given); `copy_of` names the agency's report."""

    name: str
    kind: ReportKind
    published: date
    language: str
    title: str
    publisher: str
    origin: str = Field(
        description="Id of the outlet or agency whose work it is: reports of one origin are not independent"
    )
    tells: str | None = Field(default=None, description="Id of the incident or notice that it tells, or denies")
    area: str | None = None
    killed: int | None = None
    injured: int | None = None
    copy_of: str | None = None


class Truth(Term):
    """The truth file. `silent`: areas of which nothing is written from that day on, whatever happens there."""

    exercise: bool = True
    first: date
    days: int
    seed: int
    incidents: tuple[TrueIncident, ...]
    notices: tuple[TrueNotice, ...]
    reports: tuple[TrueReport, ...]
    silent: dict[str, date]
