"""`vedette publish`: alerts, situation report and map for one audience, and the preview of what it would see."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vedette.cli.moment import moment_of
from vedette.cli.output import print_json, print_table
from vedette.terms.errors import FieldError

if TYPE_CHECKING:
    from vedette.terms.picture import Incident, Picture
    from vedette.terms.places import Area
    from vedette.terms.posture import Posture
    from vedette.terms.publication import Audience

__all__ = ["command"]

_NAMES = {
    "cap": "{audience}-alert.xml",
    "geojson": "{audience}-map.geojson",
    "sitrep": "{audience}-situation-{language}.html",
}


@click.command("publish")
@click.argument("postures", metavar="POSTURES.json")
@click.option("--areas", metavar="AREAS.csv", help="Areas with names (default: the shipped base map).")
@click.option("--outlines", metavar="FILE", help="Outlines of the areas, GeoJSON (default: the shipped base map).")
@click.option("--picture", metavar="PICTURE.json", help="The picture, for report and map.")
@click.option("--audience", default="public", show_default=True, help="public, partner, liaison, staff or command.")
@click.option(
    "--preview", metavar="AUDIENCE", help="List what this audience would see and what is withheld; write nothing."
)
@click.option(
    "--format",
    "kind",
    type=click.Choice(sorted(_NAMES)),
    default="sitrep",
    show_default=True,
    help="CAP 1.2 alert, map or situation report.",
)
@click.option(
    "--language", type=click.Choice(["en", "ar", "ckb"]), default="en", show_default=True, help="Of the report."
)
@click.option(
    "--out", metavar="DIR", default=".", show_default=True, help='Folder to write into; "-" is standard output.'
)
@click.option("--exercise", metavar="NAME", help="The name of the exercise; nothing then leaves as actual.")
@click.option(
    "--sender", default="vedette@localhost", show_default=True, help="Sender of alerts, an address that is yours."
)
@click.option("--command-name", default="Vedette", show_default=True, help="Who issues.")
@click.option("--update", metavar="ALERT.xml", help="Send an Update that follows this alert.")
@click.option("--cancel", metavar="ALERT.xml", help="Send a Cancel that follows this alert.")
@click.option("--reason", default="", help="Why it is cancelled.")
@click.option("--now", metavar="TIME", help="The time of issue, such as 2031-05-01T06:00:00+03:00 (default: now).")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")
def command(
    postures: str,
    areas: str | None,
    outlines: str | None,
    picture: str | None,
    audience: str,
    preview: str | None,
    kind: str,
    language: str,
    out: str,
    exercise: str | None,
    sender: str,
    command_name: str,
    update: str | None,
    cancel: str | None,
    reason: str,
    now: str | None,
    as_json: bool,
) -> None:
    """Render alerts, situation report and map for an audience.

    POSTURES is a JSON array or JSON Lines; "-" is standard input. Nothing above the audience's marking leaves. An alert
    that is not of an exercise takes approved postures only.
    """
    from vedette.publish.audience import as_public_map, audience_named
    from vedette.publish.files import read_json, read_records
    from vedette.store import basemap
    from vedette.store.files import write_atomic
    from vedette.store.places import read_area_records
    from vedette.terms.picture import Picture
    from vedette.terms.posture import Posture

    held = read_records(postures, Posture)
    known = as_public_map(read_area_records(areas) if areas else basemap.governorates() + basemap.towns())
    seen = read_records(picture, Picture)[0] if picture else None
    to = audience_named(preview or audience)
    if preview:
        _preview(held, known, seen, to, as_json)
        return
    drawn = read_json(outlines) if outlines else basemap.outlines()
    moment = moment_of("--now", now)
    if kind == "cap":
        content: bytes = _alert(held, known, drawn, to, exercise, sender, command_name, moment, update, cancel, reason)
    elif kind == "geojson":
        content = _map(held, seen, known, drawn, to, exercise)
    else:
        content = _report(held, seen, known, drawn, to, exercise, command_name, moment, language)
    if out == "-":
        click.echo(content, nl=False)
        return
    target = Path(out) / _NAMES[kind].format(audience=to.id, language=language)
    write_atomic(target, content)
    if as_json:
        print_json({"file": str(target), "audience": to.id, "format": kind})
    else:
        click.echo(target)


def _alert(
    held: "list[Posture]",
    known: "list[Area]",
    drawn: Any,
    to: "Audience",
    exercise: str | None,
    sender: str,
    command_name: str,
    moment: datetime,
    update: str | None,
    cancel: str | None,
    reason: str,
) -> bytes:
    from vedette.publish.cap.alert import cap_alert, cap_reference
    from vedette.store.files import read_bytes

    if update and cancel:
        raise FieldError(None, None, "--update, --cancel", "both", "one of them")
    earlier = update or cancel
    return cap_alert(
        held,
        known,
        drawn,
        status=_status(exercise),
        sender=sender,
        sent=moment,
        exercise=exercise,
        sender_name=command_name,
        message="Update" if update else "Cancel" if cancel else "Alert",
        references=[cap_reference(read_bytes(earlier))] if earlier else [],
        reason=reason,
        audience=to,
    )


def _map(
    held: "list[Posture]", seen: "Picture | None", known: "list[Area]", drawn: Any, to: "Audience", exercise: str | None
) -> bytes:
    from vedette.publish.features import geojson

    records: list[Posture | Incident] = [*held, *(seen.incidents if seen else ())]
    return geojson(records, known, drawn, to, status=_status(exercise), exercise=exercise)


def _report(
    held: "list[Posture]",
    seen: "Picture | None",
    known: "list[Area]",
    drawn: Any,
    to: "Audience",
    exercise: str | None,
    command_name: str,
    moment: datetime,
    language: str,
) -> bytes:
    from vedette.publish.content import SitrepContent
    from vedette.publish.sitrep import situation_report

    content = SitrepContent(
        title="Situation report",
        command=command_name,
        as_of=seen.as_of if seen else moment.date(),
        now=moment,
        exercise=exercise,
        picture=seen,
        postures=tuple(held),
        areas=tuple(known),
    )
    return situation_report(content, to, language, drawn).encode()


def _preview(held: "list[Posture]", known: "list[Area]", seen: "Picture | None", to: "Audience", as_json: bool) -> None:
    """Seen or withheld, record by record, named by their place in the files and by nothing that could tell more."""
    from vedette.publish.audience import gate

    groups: list[tuple[str, Any]] = [("posture", held), ("area", known)]
    if seen is not None:
        groups += [(name[:-1], getattr(seen, name)) for name in ("incidents", "threats", "measures", "events")]
    rows = []
    for kind, records in groups:
        for number, record in enumerate(records, start=1):
            visible, withheld = gate([record], to)
            reason = withheld[0].reason if withheld else ""
            shown = visible[0].id if visible else "–"
            rows.append({"record": f"{kind} {number}", "id": shown, "seen": bool(visible), "reason": reason})
    if as_json:
        print_json({"audience": to.id, "clearance": to.clearance.value, "records": rows})
        return
    counted = sum(bool(row["seen"]) for row in rows)
    print_table(
        f"{to.name} ({to.clearance.label}): {counted} of {len(rows)} records seen",
        ("record", "id", "seen", "why not"),
        (
            [row["record"], row["id"], "yes" if row["seen"] else "no", row["reason"]]
            for row in rows
            if row["seen"] is False or not str(row["record"]).startswith("area")
        ),
    )


def _status(exercise: str | None) -> Any:
    from vedette.terms.publication import PublicationStatus

    return PublicationStatus.EXERCISE if exercise else PublicationStatus.ACTUAL
