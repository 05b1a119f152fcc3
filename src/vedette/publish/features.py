"""Postures and incidents on a map: GeoJSON after RFC 7946 (Butler and others, 2016), cut to its audience."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from vedette.publish.audience import gate, require_status
from vedette.publish.outlines import shapes, wound
from vedette.publish.text import stamp
from vedette.terms.marking import combine
from vedette.terms.picture import Incident
from vedette.terms.places import Area
from vedette.terms.posture import Posture
from vedette.terms.publication import Audience, PublicationStatus

__all__ = ["geojson"]


def geojson(
    records: Sequence[Posture | Incident],
    areas: Sequence[Area],
    outlines: Mapping[str, Any] | None,
    audience: Audience,
    *,
    status: PublicationStatus,
    exercise: str | None = None,
) -> bytes:
    """A FeatureCollection in WGS84: one feature per posture (outline, or centre) and per incident (point, or null).

    Rings follow the right-hand rule. Every feature tells its marking, the collection the strictest of them with the
    status and the name of the exercise. Sources are left out, as they may name what the audience may not see. What
    names an area that the audience may not see is withheld as well. Raises RuleError when status and exercise
    contradict each other, or a posture of an exercise would leave as actual.
    """
    require_status(status, exercise, records)
    shown = {area.id: area for area in gate(areas, audience)[0]}
    hidden = {area.id for area in areas} - set(shown)
    told = [record for record in gate(records, audience)[0] if record.area not in hidden]
    drawn = shapes(outlines)
    features = [
        _posture(record, shown.get(record.area), drawn) if isinstance(record, Posture) else _incident(record)
        for record in told
    ]
    collection = {
        "type": "FeatureCollection",
        "marking": combine(record.marking for record in told).label,
        "status": status.value,
        **({"exercise": exercise} if exercise else {}),
        "features": features,
    }
    return orjson.dumps(collection, option=orjson.OPT_INDENT_2) + b"\n"


def _posture(posture: Posture, area: Area | None, drawn: Mapping[str, Any]) -> dict[str, Any]:
    polygons = [wound(polygon) for polygon in drawn.get(posture.area, ())]
    geometry: dict[str, Any] | None = None
    if len(polygons) == 1:
        geometry = {"type": "Polygon", "coordinates": polygons[0]}
    elif polygons:
        geometry = {"type": "MultiPolygon", "coordinates": polygons}
    elif area is not None:
        geometry = {"type": "Point", "coordinates": [area.longitude, area.latitude]}
    return {
        "type": "Feature",
        "id": posture.id,
        "geometry": geometry,
        "properties": {
            "kind": "posture",
            "marking": posture.marking.label,
            "area": posture.area,
            "name": area.name.model_dump() if area is not None else None,
            "system": posture.system,
            "level": posture.level,
            "level_name": posture.level_name,
            "reasons": [reason.text for reason in posture.reasons],
            "falls_when": posture.falls_when,
            "valid_from": stamp(posture.valid_from),
            "expires": stamp(posture.expires),
            "review_at": stamp(posture.review_at),
            "unknown_since": posture.unknown_since,
            "proposal": posture.approved_by is None,
        },
    }


def _incident(incident: Incident) -> dict[str, Any]:
    place = incident.place
    located = place is not None and place.latitude is not None and place.longitude is not None
    return {
        "type": "Feature",
        "id": incident.id,
        "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]} if located and place else None,
        "properties": {
            "kind": "incident",
            "marking": incident.marking.label,
            "area": incident.area,
            "place": (place.name or place.text) if place is not None else None,
            "precision": place.precision if place is not None else None,
            "type": incident.type,
            "start": incident.start,
            "end": incident.end,
            "grade": str(incident.grade),
            "origins": incident.origins,
            "denied_by": list(incident.denied_by),
        },
    }
