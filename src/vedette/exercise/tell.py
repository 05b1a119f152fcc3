"""One incident, denial, notice or quiet day in words. Which outlet writes when is decided in write.py."""

from datetime import date
from random import Random
from typing import Any, NamedTuple

from vedette.exercise.truth import TrueIncident
from vedette.exercise.wording import Language, Outlet, fill, language, settings, slots_of
from vedette.terms.places import Area

__all__ = ["Telling", "tell_background", "tell_denial", "tell_incident", "tell_notice"]

TARGETS = ("mover", "site", "base", "person")


class Telling(NamedTuple):
    """A title and a body, with the toll as told (None: no toll given)."""

    title: str
    body: str
    killed: int | None = None
    injured: int | None = None


def tell_incident(
    incident: TrueIncident,
    toll: tuple[int, int],
    place: tuple[Area, Area | None],
    outlet: Outlet,
    published: date,
    draw: Random,
) -> Telling:
    """An attack as `outlet` tells it on `published`, with `toll` (killed, injured) as its source gives it."""
    tongue, rules = language(outlet.language), settings()
    templates = tongue.attacks[incident.type]
    slots = _slots(tongue, incident, place, outlet, published, draw)
    lead = draw.choice(_about(templates["leads"], _family(incident)))
    told = draw.random() < rules["toll_told"]
    target = next((slots[name] for name in TARGETS if name in slots_of(lead)), "")
    slots["toll"] = tongue.toll(*toll, target, draw) if told else ""
    parts = tongue.attacks["parts"]
    first = [fill(lead, slots)]
    if told and min(toll) and draw.random() < rules["other_toll"]:
        other = fill(draw.choice(parts["other_toll"]), _other_toll(tongue, toll, draw))
        first.append(other)
    rest = [fill(draw.choice(parts["claims"]), slots)]
    rest += draw.sample(parts["tails"], draw.choice((1, 1, 2)))
    same_target = [title for title in templates["titles"] if slots_of(title) & set(TARGETS) <= slots_of(lead)]
    return Telling(
        _title(fill(draw.choice(same_target or templates["titles"]), slots)),
        "\n\n".join([" ".join(first), rest[0], " ".join(rest[1:])]),
        *(toll if told else (None, None)),
    )


def tell_denial(
    incident: TrueIncident, place: tuple[Area, Area | None], outlet: Outlet, published: date, draw: Random
) -> Telling:
    """An official denial that the attack took place."""
    tongue = language(outlet.language)
    slots = _slots(tongue, incident, place, outlet, published, draw)
    denials = tongue.attacks["denials"]
    return Telling(_title(fill(draw.choice(denials["titles"]), slots)), fill(draw.choice(denials["bodies"]), slots))


def tell_notice(
    kind: str, areas: list[Area], vote: date | None, outlet: Outlet, published: date, draw: Random
) -> Telling | None:
    """A notice from the templates of its kind; None where none fits (they speak of a vote, and there is none)."""
    tongue = language(outlet.language)
    slots = {"issued": tongue.issued(published), "outlet": outlet.name, "group": draw.choice(tongue.words["groups"])}
    if areas:
        slots["areas"] = tongue.listing(areas)
    if vote is not None:
        slots["vote"] = tongue.vote(vote, published, draw)
    known = set(slots)
    bodies = [text for text in tongue.notices[kind]["bodies"] if slots_of(text) <= known]
    titles = [text for text in tongue.notices[kind]["titles"] if slots_of(text) <= known]
    if not bodies or not titles:
        return None
    return Telling(_title(fill(draw.choice(titles), slots)), fill(draw.choice(bodies), slots))


def tell_background(kind: str, place: tuple[Area, Area | None], day: date, outlet: Outlet, draw: Random) -> Telling:
    """A report of kind "quiet" (nothing happened on `day`) or "noise" (sport, weather, prices, councils)."""
    tongue = language(outlet.language)
    town, parent = place
    slots = {"town": tongue.name(town), "parent": tongue.name(parent or town), "day": tongue.weekday(day)}
    items = tongue.background[kind]
    body = fill(draw.choice(items["bodies"]), slots)
    if kind == "noise":
        body += "\n\n" + draw.choice(items["tails"])
    return Telling(_title(fill(draw.choice(items["titles"]), slots)), body)


def _slots(
    tongue: Language,
    incident: TrueIncident,
    place: tuple[Area, Area | None],
    outlet: Outlet,
    published: date,
    draw: Random,
) -> dict[str, str]:
    words = tongue.words
    # every report of an incident names the same target, group and part of the day, whoever writes it
    steady = Random(f"target {incident.id}")
    part = steady.choice(("morning", "evening"))
    targets = {name: _at(words[name], steady.random()) for name in TARGETS}
    return {
        **targets,
        "town": tongue.name(place[0]),
        "place": tongue.place(*place, draw),
        "when": tongue.when(incident.day, part, published, draw),
        "issued": tongue.issued(published),
        "source": draw.choice(words["sources"]),
        "group": _at(words["groups"], steady.random()),
        "outlet": outlet.name,
    }


def _family(incident: TrueIncident) -> str:
    """The kind of target that was hit, the same for every report of the incident."""
    leads = language("en").attacks[incident.type]["leads"]
    families = [name for lead in leads for name in TARGETS if name in slots_of(lead)]
    return str(_at(families, Random(f"family {incident.id}").random()))


def _about(leads: list[str], family: str) -> list[str]:
    """Leads whose target is of the family; all leads where the language has none."""
    return [lead for lead in leads if family in slots_of(lead)] or leads


def _other_toll(tongue: Language, toll: tuple[int, int], draw: Random) -> dict[str, str]:
    """A second voice beside the first, with one more dead or two more hurt."""
    killed, injured = (toll[0] + 1, toll[1]) if draw.random() < 0.5 else (toll[0], toll[1] + 2)
    return {"other": draw.choice(tongue.words["others"]), "kd": str(killed), "id": str(injured)}


def _at(items: list[Any], share: float) -> Any:
    return items[int(share * len(items))]


def _title(text: str) -> str:
    return text[:1].upper() + text[1:]
