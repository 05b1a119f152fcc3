"""What each page shows: pure functions from the bodies of records to titles, columns and rows."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from vedette.terms.marking import Marking

__all__ = ["STEPS", "Step", "Table", "by_verb", "visible"]

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Table:
    """Columns and rows for one kind of record; `row` makes the cells of one record."""

    kind: str
    title: str
    columns: tuple[str, ...]
    row: Callable[[Body], tuple[str, ...]]


@dataclass(frozen=True)
class Step:
    """One page: a verb of the loop, the question it answers and its tables."""

    verb: str
    question: str
    tables: tuple[Table, ...]


def visible(bodies: Iterable[Body], clearance: Marking) -> tuple[list[Body], int]:
    """The records that a clearance may see, and how many are withheld."""
    everything = list(bodies)
    seen = [body for body in everything if clearance.admits(Marking(body.get("marking", Marking.RED)))]
    return seen, len(everything) - len(seen)


def _days(body: Body) -> str:
    first, last = body.get("start"), body.get("end")
    return str(first or "?") if first == last else f"{first or '…'} to {last or '…'}"


def _grade(body: Body) -> str:
    grade = body.get("grade") or {}
    return f"{grade.get('reliability', '')}{grade.get('credibility', '')}"


def _place(body: Body) -> str:
    place = body.get("place") or {}
    return str(place.get("name") or place.get("text") or body.get("area") or "not located")


def _names(values: Iterable[Any]) -> str:
    return ", ".join(str(value) for value in values) or "–"


def _merged(kind: str, title: str) -> Table:
    return Table(
        kind,
        title,
        ("Type", "Where", "When", "Grade", "Origins", "Reports", "On whose word"),
        lambda b: (
            str(b.get("type") or b.get("kind") or "unknown"),
            _place(b),
            _days(b),
            _grade(b),
            str(b.get("origins", "")),
            str(len(b.get("reports", ()))),
            _names(b.get("attribution", ())),
        ),
    )


def _finding(body: Body) -> tuple[str, ...]:
    mde = body.get("mde")
    return (
        str(body["trial"]),
        str(body["verdict"]),
        str(body.get("statement", "")),
        "nothing smaller than everything" if mde is None else f"a cut of {100 * mde:.0f} %",
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
                lambda b: (
                    str(b.get("published") or "not said"),
                    str(b.get("publisher", "")),
                    str(b.get("title", "")),
                    str(b.get("language", "")),
                    str(b.get("marking", "")),
                ),
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
                lambda b: (
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
                lambda b: (
                    str(b["area"]),
                    f"{b['level']} {b['level_name']}",
                    "; ".join(reason["text"] for reason in b["reasons"]),
                    str(b["falls_when"]),
                    str(b["expires"])[:16],
                    str(b.get("approved_by") or "a proposal"),
                ),
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
                lambda b: (
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
                lambda b: (
                    str(b["addressee"]),
                    str(b["subject"]),
                    str(b["history"][-1]["state"]),
                    str(b["acknowledge_by"])[:16],
                    _names(b.get("escalated_to", ())),
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
                ("Audience", "Format", "Status", "Published", "File", "Withheld"),
                lambda b: (
                    str(b["audience"]),
                    str(b["format"]),
                    str(b["status"]),
                    str(b["published_at"])[:16],
                    str(b["file"]),
                    str(len(b.get("withheld", ()))),
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
