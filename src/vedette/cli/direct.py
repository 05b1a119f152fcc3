"""`vedette direct`: drafts, approvals, answers and escalations of directives on plain files."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from vedette.cli.moment import moment_of
from vedette.cli.output import print_json, print_table

if TYPE_CHECKING:
    from vedette.terms.directive import Directive

__all__ = ["command"]

_FILE = click.argument("file", metavar="DIRECTIVES.json")
_NOW = click.option(
    "--now", metavar="TIME", help="The time to act at, such as 2031-05-01T06:00:00+03:00 (default: now)."
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")


@click.group("direct")
def command() -> None:
    """Issue, acknowledge and escalate directives."""


@command.command("draft")
@click.option("--postures", metavar="FILE", required=True, help="Postures (JSON array or JSON Lines).")
@click.option("--deployment", metavar="FILE", help="Deployment (JSON).")
@click.option("--problem", metavar="FILE", help="The problem that the deployment was drawn for.")
@click.option("--areas", metavar="FILE", help="AREAS.csv, to find the governorate of each area.")
@click.option("--issuer", required=True, help="Stable id of the command that orders.")
@click.option("--author", required=True, help="Name of the person who drafts.")
@click.option("--exercise", is_flag=True, help="These are directives of an exercise.")
@click.option("--out", metavar="DIRECTIVES.json", required=True, help="File to write.")
@_NOW
def draft_file(
    postures: str,
    deployment: str | None,
    problem: str | None,
    areas: str | None,
    issuer: str,
    author: str,
    exercise: bool,
    out: str,
    now: str | None,
) -> None:
    """Draft directives from postures and a deployment; a second person approves each before it is issued."""
    from vedette.direct import draft
    from vedette.publish.files import read_json, read_records
    from vedette.store.places import read_area_records
    from vedette.terms.deployment import Deployment
    from vedette.terms.posture import Posture

    drafted = draft(
        read_records(deployment, Deployment)[0] if deployment else None,
        read_json(problem) if problem else None,
        read_records(postures, Posture),
        issuer=issuer,
        author=author,
        now=moment_of("--now", now),
        exercise=exercise,
        areas=read_area_records(areas) if areas else (),
    )
    _write(out, drafted)
    click.echo(f"{len(drafted)} directives drafted in {out}; a second person approves them", err=True)


@command.command("status")
@_FILE
@_NOW
@_JSON
def status_of(file: str, now: str | None, as_json: bool) -> None:
    """Who was told, who has answered, who is late."""
    from vedette.direct import status

    rows = status(_read(file), moment_of("--now", now))
    if as_json:
        print_json(rows)
        return
    print_table(
        "Directives",
        ("id", "addressee", "state", "answer by", "answered", "late (min)", "told"),
        (
            (
                row["id"],
                row["addressee"],
                row["state"],
                f"{row['acknowledge_by']:%Y-%m-%d %H:%MZ}",
                row["by"] or "–",
                row["late_minutes"] or "",
                ", ".join(row["escalated_to"]),
            )
            for row in rows
        ),
        right=("late (min)",),
    )


@command.command("approve")
@_FILE
@click.argument("directive", metavar="ID")
@click.option("--author", required=True, help="Who wrote it.")
@click.option("--by", required=True, help="Who approves it: a second person.")
@_NOW
@_JSON
def approve_one(file: str, directive: str, author: str, by: str, now: str | None, as_json: bool) -> None:
    """Approve exactly this content as a second person."""
    from vedette.direct import approve

    _change(file, directive, lambda one: approve(one, author, by, moment_of("--now", now)), as_json)


@command.command("issue")
@_FILE
@click.argument("directive", metavar="ID")
@click.option("--by", required=True, help="Who sends it.")
@_NOW
@_JSON
def issue_one(file: str, directive: str, by: str, now: str | None, as_json: bool) -> None:
    """Send an approved directive."""
    from vedette.direct import issue

    _change(file, directive, lambda one: issue(one, by, moment_of("--now", now)), as_json)


@command.command("acknowledge")
@_FILE
@click.argument("directive", metavar="ID")
@click.option("--by", required=True, help="Who answers.")
@_NOW
@_JSON
def acknowledge_one(file: str, directive: str, by: str, now: str | None, as_json: bool) -> None:
    """The addressee has received it and will carry it out."""
    from vedette.direct import acknowledge

    _change(file, directive, lambda one: acknowledge(one, by, moment_of("--now", now)), as_json)


@command.command("refuse")
@_FILE
@click.argument("directive", metavar="ID")
@click.option("--by", required=True, help="Who answers.")
@click.option("--reason", required=True, help="Why.")
@_NOW
@_JSON
def refuse_one(file: str, directive: str, by: str, reason: str, now: str | None, as_json: bool) -> None:
    """The addressee cannot carry it out, with the reason."""
    from vedette.direct import refuse

    _change(file, directive, lambda one: refuse(one, by, moment_of("--now", now), reason), as_json)


@command.command("escalate")
@_FILE
@_NOW
@_JSON
def escalate_all(file: str, now: str | None, as_json: bool) -> None:
    """Tell the next step of the chain of everything that nobody answered in time."""
    from vedette.direct import escalate

    before = _read(file)
    after = escalate(before, moment_of("--now", now))
    told = [new for old, new in zip(before, after, strict=True) if old != new]
    if told:
        _write(file, after)
    if as_json:
        print_json(told)
        return
    for one in told:
        click.echo(f"{one.id}: {one.history[-1].note}")
    click.echo(f"{len(told)} of {len(after)} directives escalated", err=True)


def _change(file: str, directive: str, step: "Callable[[Directive], Directive]", as_json: bool) -> None:
    from vedette.terms.errors import UnknownReferenceError

    directives = _read(file)
    at = next((n for n, one in enumerate(directives) if one.id == directive), None)
    if at is None:
        raise UnknownReferenceError(file, None, "id", directive, "the id of a directive of this file")
    after = step(directives[at])
    if after != directives[at]:
        directives[at] = after
        _write(file, directives)
    if as_json:
        print_json(after)
    else:
        click.echo(f"{after.id}: {after.state.value}, by {after.history[-1].by}")


def _read(file: str) -> "list[Directive]":
    from vedette.publish.files import read_records
    from vedette.terms.directive import Directive

    return read_records(file, Directive)


def _write(file: str, directives: "list[Directive]") -> None:
    import orjson

    from vedette.store.files import write_atomic

    rows: list[Any] = [one.model_dump(mode="json") for one in directives]
    raw = orjson.dumps(rows, option=orjson.OPT_INDENT_2) + b"\n"
    if file == "-":
        click.echo(raw, nl=False)
    else:
        write_atomic(file, raw)
