"""CAP 1.2 alerts out of postures: one block per language and level, never above the audience, never actual in an exercise."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from lxml import etree

from vedette.publish.audience import audience_named, gate, require_status
from vedette.publish.cap.check import cap_check
from vedette.publish.cap.crossing import why_no_polygon
from vedette.publish.cap.opening import CAP_NAMESPACE, Refused, open_alert
from vedette.publish.cap.reading import not_a_token, value
from vedette.publish.levels import LANGUAGES, radius_km, rank_of, texts, word_of
from vedette.publish.outlines import outer_rings, shapes
from vedette.publish.text import in_language, local, plain, stamp
from vedette.terms.errors import FieldError, MarkingError, RuleError
from vedette.terms.marking import Marking
from vedette.terms.places import Area
from vedette.terms.posture import Posture
from vedette.terms.publication import Audience, PublicationStatus
from vedette.terms.record import record_id

__all__ = ["cap_alert", "cap_reference"]

HEADLINE = 160
DIGITS = 4
VERTICES = 90_000
CANCELLED_FOR = timedelta(hours=1)


def cap_alert(
    postures: Sequence[Posture],
    areas: Sequence[Area],
    outlines: Mapping[str, Any] | None,
    *,
    status: PublicationStatus,
    sender: str,
    sent: datetime,
    exercise: str | None = None,
    sender_name: str = "",
    message: str = "Alert",
    references: Sequence[str] = (),
    reason: str = "",
    audience: Audience | None = None,
) -> bytes:
    """One CAP 1.2 message, UTF-8, that keeps every rule of `cap_check`.

    `postures` and `areas` are cut to the audience (the public if none is given); an area without an outline in
    `outlines` (GeoJSON, WGS84) is told as a circle about its centre. `sent` is an instant with its zone. `message` is
    Alert, Update or Cancel; the latter two name what they follow in `references` (see cap_reference), a Cancel tells
    its `reason`. Times are written in the zone of the first area of each block, to the second.

    Raises RuleError when an actual alert would tell a proposal or a posture of an exercise, when status and `exercise`
    contradict each other, when an Update or Cancel refers to nothing, or when a posture has expired; MarkingError when nothing may be told; FieldError for an unusable sender.
    """
    audience = audience or audience_named("public")
    require_status(status, exercise, postures)
    _settled(sender, message, references)
    told, shown = _admitted(postures, areas, audience)
    if status is PublicationStatus.ACTUAL and any(posture.approved_by is None for posture in told):
        raise RuleError("an actual alert takes approved postures only; a second person approves the proposal first")
    identifier = record_id(
        "vedette", sender, sent, message, status.value, *references, *(p.model_dump_json() for p in told)
    )
    root = etree.Element(f"{{{CAP_NAMESPACE}}}alert", nsmap={None: CAP_NAMESPACE})
    _add(root, "identifier", identifier)
    _add(root, "sender", sender)
    _add(root, "sent", stamp(local(sent, shown[told[0].area])))
    _add(root, "status", status.value)
    _add(root, "msgType", message)
    _add(root, "scope", "Public" if audience.clearance == Marking.CLEAR else "Restricted")
    if audience.clearance != Marking.CLEAR:
        _add(root, "restriction", f"{audience.clearance.label}: {audience.name}")
    if exercise is not None:
        _add(root, "note", " ".join(texts(language)["note"].format(name=plain(exercise)) for language in LANGUAGES))
    if references:
        _add(root, "references", " ".join(references))
    drawn = shapes(outlines)
    budget = VERTICES // len(LANGUAGES)
    for group in _groups(told):
        held = [shown[posture.area] for posture in group]
        places = [(area, _geometry(area, drawn, budget // max(len(told), 1))) for area in held]
        for language in LANGUAGES:
            _info(root, group, places, language, sent, message, exercise, sender_name, reason)
    raw: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    result = cap_check(raw, sent)
    if not result.ok:
        first = result.violations[0]
        raise RuleError(f"the alert would break rule {first.rule}: {first.message}")
    return raw


def cap_reference(raw: bytes) -> str:
    """`sender,identifier,sent` of an alert, as an Update or Cancel refers to it. Raises FieldError for no CAP alert."""
    try:
        root = open_alert(raw)
    except Refused as refused:
        raise FieldError(None, refused.where, "alert", refused.message, "a CAP 1.2 alert") from None
    return ",".join(value(root, name) or "" for name in ("sender", "identifier", "sent"))


def _settled(sender: str, message: str, references: Sequence[str]) -> None:
    if why := not_a_token(sender):
        raise FieldError(None, "alert", "sender", sender, f"an address without blanks, comma, < and & (it {why})")
    if message not in ("Alert", "Update", "Cancel"):
        raise FieldError(None, "alert", "message", message, "Alert, Update or Cancel")
    if message != "Alert" and not references:
        raise RuleError(f"{message} needs a reference to the alert that it follows")


def _admitted(
    postures: Sequence[Posture], areas: Sequence[Area], audience: Audience
) -> tuple[list[Posture], dict[str, Area]]:
    shown = {area.id: area for area in gate(areas, audience)[0]}
    told = [posture for posture in gate(postures, audience)[0] if posture.area in shown]
    if not told:
        raise MarkingError(f"there is nothing that {audience.name} ({audience.clearance.label}) may be told")
    return told, shown


def _groups(postures: Sequence[Posture]) -> list[list[Posture]]:
    """Postures of one level and time together, the highest level first; each area once, at its highest level."""
    highest: dict[str, Posture] = {}
    for posture in postures:
        known = highest.get(posture.area)
        if known is None or posture.level > known.level:
            highest[posture.area] = posture
    groups: dict[tuple[Any, ...], list[Posture]] = {}
    for posture in highest.values():
        key = (
            -posture.level,
            posture.system,
            posture.valid_from,
            posture.expires,
            posture.unknown_since or posture.expires.date().max,
        )
        groups.setdefault(key, []).append(posture)
    return [groups[key] for key in sorted(groups)]


def _info(
    root: Any,
    group: Sequence[Posture],
    places: Sequence[tuple[Area, list[tuple[str, str]]]],
    language: str,
    sent: datetime,
    message: str,
    exercise: str | None,
    sender_name: str,
    reason: str,
) -> None:
    first, words, rank = group[0], texts(language), rank_of(group[0])
    zone = places[0][0]
    names = [in_language(area.name, language) or plain(area.id) or words["everywhere"] for area, _ in places]
    over = message == "Cancel"
    ends = sent + CANCELLED_FOR if over else first.expires
    if ends.replace(microsecond=0) <= sent.replace(microsecond=0):
        raise RuleError(f"the posture of {len(group)} areas expired before the alert is sent; renew it first")
    facts = {
        "event": words["event"],
        "level": first.level,
        "word": word_of(first, language),
        "areas": _listed(names, words, 8),
        "begins": f"{local(first.valid_from, zone):%Y-%m-%d %H:%M}",
        "ends": f"{local(first.expires, zone):%Y-%m-%d %H:%M}",
        "review": f"{local(first.review_at, zone):%Y-%m-%d %H:%M}",
        "reason": plain(reason),
        "since": first.unknown_since,
    }
    info = etree.SubElement(root, f"{{{CAP_NAMESPACE}}}info")
    _add(info, "language", language)
    _add(info, "category", "Security")
    _add(info, "event", f"{words['exercise']}: {words['event']}" if exercise is not None else words["event"])
    _add(info, "responseType", "None" if over else rank.response)
    _add(info, "urgency", "Past" if over else rank.urgency)
    _add(info, "severity", "Unknown" if over else rank.severity)
    _add(info, "certainty", "Unknown" if over or first.unknown_since is not None else rank.certainty)
    _add(info, "effective", stamp(local(sent, zone)))
    if not over and sent < first.valid_from < first.expires:
        _add(info, "onset", stamp(local(first.valid_from, zone)))
    _add(info, "expires", stamp(local(ends, zone)))
    if plain(sender_name):
        _add(info, "senderName", plain(sender_name))
    head = f"{words['exercise']}: " if exercise is not None else ""
    _add(info, "headline", _headline(head, words["cancelled" if over else "headline"], facts, names, words))
    sentences = [words["cancellation" if over else "description"].format(**facts).strip()]
    if first.unknown_since is not None and not over:
        sentences.append(words["unknown"].format(**facts))
    if exercise is not None:
        sentences.insert(0, words["note"].format(name=plain(exercise)))
    _add(info, "description", " ".join(sentences))
    if not over:
        _add(info, "instruction", rank.guidance[language])
    for (area, geometry), name in zip(places, names, strict=True):
        _area(info, area, geometry, name)


def _headline(
    head: str, template: str, facts: Mapping[str, Any], names: Sequence[str], words: Mapping[str, str]
) -> str:
    """The headline with as many names as fit into 160 characters."""
    for count in range(len(names), 0, -1):
        text = head + template.format(**{**facts, "areas": _listed(names, words, count)})
        if len(text) <= HEADLINE:
            return text
    return (head + template.format(**{**facts, "areas": names[0]}))[: HEADLINE - 1].rstrip() + "…"


def _listed(names: Sequence[str], words: Mapping[str, str], most: int) -> str:
    shown = words["comma"].join(names[:most])
    return shown if len(names) <= most else f"{shown} {words['more'].format(count=len(names) - most)}"


def _area(info: Any, area: Area, geometry: list[tuple[str, str]], name: str) -> None:
    element = etree.SubElement(info, f"{{{CAP_NAMESPACE}}}area")
    _add(element, "areaDesc", name)
    for kind, text in geometry:
        _add(element, kind, text)
    # an id that cannot be shown as it is gets a digest, so two areas never share a code
    shown = area.id if area.id and plain(area.id) == area.id else record_id("area", area.id)
    code = etree.SubElement(element, f"{{{CAP_NAMESPACE}}}geocode")
    _add(code, "valueName", "vedette-area")
    _add(code, "value", shown)


def _geometry(area: Area, drawn: Mapping[str, Any], budget: int) -> list[tuple[str, str]]:
    """Polygons of the area's outline where each is right and all fit the budget of vertices, else a circle."""
    rings = outer_rings(drawn.get(area.id, ()), DIGITS)
    swapped = [([point[1] for point in ring], [point[0] for point in ring]) for ring in rings]
    if rings and sum(map(len, rings)) <= budget and not any(why_no_polygon(swapped)):
        return [("polygon", " ".join(f"{y:.4f},{x:.4f}" for x, y in ring)) for ring in rings]
    return [("circle", f"{area.latitude:.4f},{area.longitude:.4f} {radius_km(area.kind.value):g}")]


def _add(parent: Any, name: str, text: str) -> None:
    etree.SubElement(parent, f"{{{CAP_NAMESPACE}}}{name}").text = text
