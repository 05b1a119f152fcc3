"""What each page shows: pure functions from the bodies of records to titles, columns and rows."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vedette.publish.audience import least_marking
from vedette.terms.marking import Marking, combine

__all__ = ["STEPS", "Body", "Places", "Step", "Table", "by_verb", "places_of", "visible"]

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Places:
    """Names of areas by id, and the zone that times are shown in."""

    names: Mapping[str, str] = field(default_factory=dict)
    zone: str = "UTC"

    def name(self, area: object) -> str:
        """The name of an area, its id where no name is known."""
        return self.names.get(str(area), str(area))

    def addressee(self, who: object) -> str:
        """A stable id as people say it: the command of an area by the area's name."""
        area = str(who).removeprefix("command-")
        return f"Command of {self.names[area]}" if area != who and area in self.names else str(who)

    def time(self, instant: object) -> str:
        """An instant of a record as day and minute in the zone."""
        return f"{datetime.fromisoformat(str(instant)).astimezone(ZoneInfo(self.zone)):%Y-%m-%d %H:%M}"


def places_of(areas: Iterable[Body]) -> Places:
    """Names of the areas, in English, and the zone of the first whose zone is known here."""
    bodies = list(areas)
    names = {str(body["id"]): str(body["name"]["en"]) for body in bodies}
    return Places(names, next((zone for body in bodies if (zone := str(body.get("zone"))) and _known(zone)), "UTC"))


def _known(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return True


def _as_entered(_: Body) -> int:
    """One place for all records: the order of their entries decides."""
    return 0


@dataclass(frozen=True)
class Table:
    """Columns and rows for one kind of record; `row` makes the cells of one record, `order` what the rows are sorted by.

    Rows come with the highest first, and of the same order the latest entry first.
    """

    kind: str
    title: str
    columns: tuple[str, ...]
    row: Callable[[Body, Places], tuple[str, ...]]
    order: Callable[[Body], Any] = _as_entered

    def ordered(self, bodies: Iterable[Body]) -> list[Body]:
        """The records in the order of their rows."""
        return sorted(bodies, key=self.order)[::-1]


@dataclass(frozen=True)
class Step:
    """One page: a verb of the loop, the question it answers and its tables."""

    verb: str
    question: str
    tables: tuple[Table, ...]


def visible(kind: str, bodies: Iterable[Body], clearance: Marking) -> tuple[list[Body], int]:
    """The records of a kind that a clearance may see, and how many are withheld.

    A record is marked as it says, RED where it says nothing, and at least as publications mark its kind.
    """
    least = least_marking("".join(part.title() for part in kind.split("-")))
    everything = list(bodies)
    seen = [
        body for body in everything if clearance.admits(combine([Marking(body.get("marking", Marking.RED)), least]))
    ]
    return seen, len(everything) - len(seen)


def _days(body: Body) -> str:
    first, last = body.get("start"), body.get("end")
    return str(first or "?") if first == last else f"{first or '…'} to {last or '…'}"


def _grade(body: Body) -> str:
    grade = body.get("grade") or {}
    return f"{grade.get('reliability', '')}{grade.get('credibility', '')}"


def _place(body: Body, places: Places) -> str:
    place = body.get("place") or {}
    area = places.name(body["area"]) if body.get("area") else ""
    told = str(place.get("name") or place.get("text") or "")
    if told and area and told != area:
        return f"{told} ({area})"
    return told or area or "not located"


def _names(values: Iterable[Any]) -> str:
    return ", ".join(str(value) for value in values) or "–"


def _merged(kind: str, title: str) -> Table:
    return Table(
        kind,
        title,
        ("Type", "Where", "When", "Grade", "Origins", "Reports", "On whose word"),
        lambda b, p: (
            str(b.get("type") or b.get("kind") or "unknown"),
            _place(b, p),
            _days(b),
            _grade(b),
            str(b.get("origins", "")),
            str(len(b.get("reports", ()))),
            _names(b.get("attribution", ())),
        ),
        lambda b: str(b.get("start") or ""),
    )


def _finding(body: Body, _: Places) -> tuple[str, ...]:
    mde = body.get("mde")
    return (
        str(body["trial"]),
        str(body["verdict"]),
        str(body.get("statement", "")),
        "no cut of any size" if mde is None else f"a cut of {100 * mde:.0f} %",
    )


STEPS = (
    Step(
        "read",
        "Who says that what happens where and when?",
        (
            Table(
                "report",
                "Reports",
                ("Published", "Publisher", "Title", "Language", "Marking"),
                lambda b, _: (
                    str(b.get("published") or "not said"),
                    str(b.get("publisher", "")),
                    str(b.get("title", "")),
                    str(b.get("language", "")),
                    str(b.get("marking", "")),
                ),
                lambda b: str(b.get("published") or ""),
            ),
        ),
    ),
    Step(
        "picture",
        "What do we believe, on whose word, and what do we not know?",
        (
            _merged("incident", "Incidents"),
            _merged("threat", "Threats and warnings"),
            _merged("scheduled-event", "Scheduled events"),
            _merged("measure", "Measures and orders reported"),
        ),
    ),
    Step(
        "forecast",
        "Where and when is an attack likely?",
        (
            Table(
                "forecast",
                "Forecasts as issued",
                ("Issued for", "Days", "Areas", "Events seen", "Seen until", "SHA-256 of the archive"),
                lambda b, _: (
                    str(b["issued"]),
                    str(b["horizon"]),
                    str(b["areas"]),
                    str(b["seen_events"]),
                    str(b.get("seen_until") or "–"),
                    str(b.get("sha256") or "")[:16],
                ),
            ),
        ),
    ),
    Step(
        "posture",
        "How alert must we be, and for how long can we keep it up?",
        (
            Table(
                "posture",
                "Postures",
                ("Area", "Level", "Because", "Would fall when", "Expires", "Approved by"),
                lambda b, p: (
                    p.name(b["area"]),
                    f"{b['level']} {b['level_name']}",
                    "; ".join(reason["text"] for reason in b["reasons"]),
                    str(b["falls_when"]),
                    p.time(b["expires"]),
                    str(b.get("approved_by") or "a proposal"),
                ),
                lambda b: int(b["level"]),
            ),
        ),
    ),
    Step(
        "plan",
        "Where should the forces that we have stand?",
        (
            Table(
                "deployment",
                "Deployments drawn",
                ("Deployment", "Postings", "Gap to the proven bound", "Drawn index"),
                lambda b, _: (
                    str(b["id"]),
                    str(len(b["postings"])),
                    f"{100 * b['gap']:.1f} %",
                    str(b["draw"]["index"]),
                ),
            ),
        ),
    ),
    Step(
        "direct",
        "Who was told, who has answered, who is late?",
        (
            Table(
                "directive",
                "Directives",
                ("To", "Subject", "State", "Answer due", "Escalated to"),
                lambda b, p: (
                    p.addressee(b["addressee"]),
                    str(b["subject"]),
                    str(b["history"][-1]["state"]),
                    p.time(b["acknowledge_by"]),
                    _names(p.addressee(who) for who in b.get("escalated_to", ())),
                ),
            ),
        ),
    ),
    Step(
        "publish",
        "What may each audience see?",
        (
            Table(
                "publication",
                "Publications",
                ("Audience", "Format", "Status", "Published", "File"),
                lambda b, p: (
                    str(b["audience"]),
                    str(b["format"]),
                    str(b["status"]),
                    p.time(b["published_at"]),
                    str(b["file"]),
                ),
            ),
        ),
    ),
    Step(
        "review",
        "Did it work, did harm move, is it calmer?",
        (Table("finding", "Findings", ("Measure", "Verdict", "In words", "Could have seen"), _finding),),
    ),
)


def by_verb(verb: str) -> Step | None:
    """The page of a verb, None for a word that is no verb of the loop."""
    return next((step for step in STEPS if step.verb == verb), None)
