"""A situation report's content cut to its audience, record by record."""

from collections import Counter

from pydantic import Field

from vedette.publish.audience import gate
from vedette.publish.content import SitrepContent
from vedette.terms.marking import Marking, combine
from vedette.terms.picture import Picture
from vedette.terms.publication import Audience, Withheld
from vedette.terms.record import Term

__all__ = ["Cut", "DirectiveCounts", "cut"]


class DirectiveCounts(Term):
    """How many directives are in each state; the only thing that readers below the orders' marking learn of them."""

    by_state: dict[str, int] = Field(default_factory=dict)


class Cut(Term):
    """What the audience may see, what is withheld, and the marking of the whole."""

    content: SitrepContent
    counts: DirectiveCounts | None
    marking: Marking
    withheld: tuple[Withheld, ...] = ()


def cut(content: SitrepContent, audience: Audience) -> Cut:
    """The content that remains for the audience.

    What names an area that the audience may not see is withheld with it. A picture is cut incident by incident, and
    its area knowledge loses its free text where the whole picture may not be seen. Free text of the caller (changes,
    scores) goes by the content's own marking.
    """
    areas, withheld = gate(content.areas, audience)
    hidden = {area.id for area in content.areas} - {area.id for area in areas}
    lists: dict[str, tuple[Term, ...]] = {}
    for name in ("postures", "forecast", "directives", "findings"):
        kept, more = gate(getattr(content, name), audience)
        lists[name] = tuple(item for item in kept if not _names(item, hidden))
        withheld += more
    picture, more = _picture(content.picture, audience, hidden)
    withheld += more
    deployment, more = gate([content.deployment] if content.deployment is not None else [], audience)
    withheld += more
    free = audience.clearance.admits(content.marking)
    counts = DirectiveCounts(by_state=dict(Counter(one.state.value for one in content.directives)))
    shown_counts = gate([counts], audience)[0] if content.directives else ()
    remaining = content.model_copy(
        update={
            **lists,
            "areas": areas,
            "picture": picture,
            "deployment": deployment[0] if deployment else None,
            "scores": content.scores if free else {},
            "changes": content.changes if free else (),
        }
    )
    return Cut(
        content=remaining,
        counts=shown_counts[0] if shown_counts else None,
        marking=_marking(remaining, bool(shown_counts)),
        withheld=withheld,
    )


def _picture(
    picture: Picture | None, audience: Audience, hidden: set[str]
) -> tuple[Picture | None, tuple[Withheld, ...]]:
    if picture is None:
        return None, ()
    whole = audience.clearance.admits(picture.marking)
    kept: dict[str, tuple[Term, ...]] = {}
    withheld: tuple[Withheld, ...] = ()
    for name in ("incidents", "threats", "measures", "events", "knowledge"):
        visible, more = gate(getattr(picture, name), audience)
        kept[name] = tuple(item for item in visible if not _names(item, hidden))
        withheld += more
    if not whole:
        kept["knowledge"] = tuple(item.model_copy(update={"statement": ""}) for item in kept["knowledge"])
    marking = combine(getattr(item, "marking", Marking.GREEN) for items in kept.values() for item in items)
    return picture.model_copy(update={**kept, "id": "picture", "sources": (), "marking": marking}), withheld


def _names(item: Term, hidden: set[str]) -> bool:
    tasks = [task.area for task in getattr(item, "tasks", ())]
    return getattr(item, "area", None) in hidden or not hidden.isdisjoint(tasks)


def _marking(content: SitrepContent, counted: bool) -> Marking:
    """The strictest of all that is told."""
    told = [getattr(item, "marking", Marking.GREEN) for item in (*content.postures, *content.forecast)]
    told += [item.marking for item in (*content.directives, *content.findings)]
    if content.picture is not None:
        told.append(content.picture.marking)
    if content.deployment is not None:
        told.append(Marking.RED)
    if counted:
        told.append(Marking.AMBER)
    if content.changes or content.scores:
        told.append(content.marking)
    return combine(told)
