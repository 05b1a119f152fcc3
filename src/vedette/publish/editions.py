"""Every file that leaves on one occasion: the editions of the situation report, the alert and the map."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from vedette.publish.audience import audience_named, gate
from vedette.publish.cap.alert import cap_alert
from vedette.publish.content import SitrepContent
from vedette.publish.features import geojson
from vedette.publish.sitrep import situation_report
from vedette.terms.picture import Incident
from vedette.terms.posture import Posture
from vedette.terms.publication import Audience, PublicationStatus, Withheld
from vedette.terms.record import Term

__all__ = ["Rendered", "alert_and_map", "reports"]

Outlines = Mapping[str, Any]


class Rendered(NamedTuple):
    """A file for one audience, and what that audience does not get of the content."""

    file: str
    format: str
    audience: str
    raw: bytes
    withheld: tuple[Withheld, ...]


def reports(
    content: SitrepContent, released: Sequence[Posture], outlines: Outlines | None, stem: str
) -> list[Rendered]:
    """The situation report in every edition of data/editions.toml; files are named `stem` and the edition's ending.

    The public reads the `released` postures, those that its alert tells, in place of the content's own.
    """
    made = []
    for edition in _editions():
        audience = audience_named(edition["audience"])
        told = content.model_copy(update={"postures": tuple(released)}) if audience.id == "public" else content
        page = situation_report(told, audience, edition["language"], outlines)
        made.append(
            Rendered(
                f"{stem}{edition['ending']}", "sitrep-html", audience.id, page.encode(), _withheld(content, audience)
            )
        )
    return made


def alert_and_map(
    content: SitrepContent,
    released: Sequence[Posture],
    outlines: Outlines | None,
    *,
    status: PublicationStatus,
    sender: str,
) -> list[Rendered]:
    """The public's CAP alert of the `released` postures, none if there are none, and the partners' map.

    Raises RuleError when the status contradicts the content's exercise; other errors are those of the renderers.
    """
    public, partner = audience_named("public"), audience_named("partner")
    made = []
    if released:
        alert = cap_alert(
            released,
            content.areas,
            outlines,
            status=status,
            sender=sender,
            sent=content.now,
            exercise=content.exercise,
            sender_name=content.command,
        )
        made.append(Rendered("alerts/public.xml", "cap", public.id, alert, _withheld(content, public)))
    incidents = content.picture.incidents if content.picture else ()
    shown: list[Posture | Incident] = [*content.postures, *incidents]
    drawn = geojson(shown, content.areas, outlines, partner, status=status, exercise=content.exercise)
    made.append(Rendered("map.geojson", "geojson", partner.id, drawn, _withheld(content, partner)))
    return made


def _withheld(content: SitrepContent, audience: Audience) -> tuple[Withheld, ...]:
    """What the gate keeps from the audience, of everything that bears an id."""
    picture = content.picture
    told = (*picture.incidents, *picture.threats, *picture.measures, *picture.events) if picture else ()
    records: list[Term] = [*content.postures, *told, *content.directives, *content.findings]
    if content.deployment is not None:
        records.append(content.deployment)
    return gate(records, audience)[1]


@cache
def _editions() -> tuple[dict[str, str], ...]:
    table = tomllib.loads(files(__package__).joinpath("data/editions.toml").read_text("utf-8"))
    return tuple(table["edition"])
