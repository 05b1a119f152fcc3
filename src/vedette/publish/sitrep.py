"""The situation report: one self-contained HTML file for screen, paper and text browser, cut to its audience."""

import base64
import math
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from vedette.publish.audience import require_status
from vedette.publish.content import SitrepContent
from vedette.publish.cut import Cut, cut
from vedette.publish.levels import LANGUAGES, rank_number, word_of
from vedette.publish.map_svg import level_map
from vedette.publish.text import bare, in_language, local, plain
from vedette.terms.errors import UnknownReferenceError
from vedette.terms.finding import Finding
from vedette.terms.picture import CasualtyFigure, Incident
from vedette.terms.places import Area
from vedette.terms.posture import Posture
from vedette.terms.publication import Audience, PublicationStatus

__all__ = ["situation_report"]

BOTTOM_LINE = 5
"""Areas that the bottom line names; the table has them all."""

_SINCE = re.compile(r"^unknown since [^:]*:\s*")  # the row says so itself, in its own language


def situation_report(
    content: SitrepContent, audience: Audience, language: str = "en", outlines: Mapping[str, Any] | None = None
) -> str:
    """The report as HTML in a language (en, ar, ckb), for an audience.

    `outlines` is the GeoJSON of areas for the map (WGS84); without it the map is left out. The file loads nothing: no
    script, no address, the map lies inside. Times are in the zone of the areas. An exercise wears its band on every
    page. Raises UnknownReferenceError for another language, RuleError for an exercise without a name, or a posture or
    directive of an exercise in a report that is not.
    """
    if language not in LANGUAGES:
        raise UnknownReferenceError(None, None, "language", language, f"one of {', '.join(LANGUAGES)}")
    status = PublicationStatus.EXERCISE if content.exercise is not None else PublicationStatus.ACTUAL
    require_status(status, content.exercise, (*content.postures, *content.directives))
    shown = cut(content, audience)
    kept, words = shown.content, _words()[language]
    areas = {area.id: area for area in kept.areas}
    zone = next(iter(areas.values()), None)
    expected = {row.area: row.expected for row in kept.forecast}
    postures = sorted(kept.postures, key=lambda one: (-rank_number(one), -expected.get(one.area, 0.0), one.area))
    svg = level_map(postures, kept.areas, outlines, language)
    page: str = _page().render(
        c=kept,
        w=words,
        lang=language,
        label=shown.marking.label,
        css=Markup(_style()),  # noqa: S704
        svg=base64.b64encode(svg.encode()).decode() if svg else "",
        when=_when(zone),
        zone=f"UTC{_offset(content.now, zone)}",
        exercise=plain(content.exercise or ""),
        postures=postures,
        key=_key(postures),
        groups=_alike(postures),
        packages=_packages(postures),
        top=[one for one in postures if one.unknown_since is None][:BOTTOM_LINE],
        unknown=_unknown(shown, areas, language),
        all_known=_all_known(content, kept),
        rank=rank_number,
        level_word=lambda one: word_of(one, language) if language != "en" else plain(one.level_name),
        name=_namer(areas, language),
        foreign=_foreign(language),
        say=_say,
        figure=lambda item: _figure(item, words),
        differ=_differ,
        chance=_chance,
        change=_change,
        counts=shown.counts,
        reports=_reports(kept),
    )
    return page


def _key(postures: Sequence[Posture]) -> list[Posture]:
    """One posture for each level on the map, the lowest first; an unknown one stands for its level only if no other does."""
    found: dict[tuple[str, int], Posture] = {}
    for one in sorted(postures, key=lambda posture: (rank_number(posture), posture.unknown_since is not None)):
        found.setdefault((one.system, one.level), one)
    return list(found.values())


def _packages(postures: Sequence[Posture]) -> list[Posture]:
    """One posture for each level and package there is, in their order; a known area stands for an unknown one."""
    found: dict[tuple[str, int, tuple[str, ...]], Posture] = {}
    for one in sorted(postures, key=lambda posture: posture.unknown_since is not None):
        if one.package:
            found.setdefault((one.system, one.level, one.package), one)
    return sorted(found.values(), key=lambda one: -rank_number(one))


def _alike(postures: Sequence[Posture]) -> list[list[Posture]]:
    """Postures in their order, those that differ in nothing but their area together."""
    groups: dict[str, list[Posture]] = {}
    for one in postures:
        said = one.model_dump_json(exclude={"id", "area", "sources", "marking", "reasons", "floor"})
        grounds = "\n".join(reason.text for reason in one.reasons)
        groups.setdefault(f"{said}\n{grounds}", []).append(one)
    return list(groups.values())


def _unknown(shown: Cut, areas: Mapping[str, Area], language: str) -> list[tuple[str, str, str]]:
    """Areas that nobody reports on: name, since when, and what is said about it."""
    found: dict[str, tuple[str, str]] = {}
    for posture in shown.content.postures:
        if posture.unknown_since is not None:
            found[posture.area] = (posture.unknown_since.isoformat(), "")
    if shown.content.picture is not None:
        for one in shown.content.picture.knowledge:
            if one.unknown_since is not None:
                found[one.area] = (one.unknown_since.isoformat(), _SINCE.sub("", one.statement))
    name = _namer(areas, language)
    return [(name(area), since, said) for area, (since, said) in sorted(found.items(), key=lambda item: item[1][0])]


def _all_known(content: SitrepContent, kept: SitrepContent) -> bool:
    """Whether the reader sees everything that could say that an area is unknown."""
    told = len(kept.picture.knowledge) if kept.picture else 0
    known = len(content.picture.knowledge) if content.picture else 0
    return told == known and len(kept.postures) == len(content.postures)


def _namer(areas: Mapping[str, Area], language: str) -> Callable[[str | None], str]:
    def name(area: str | None) -> str:
        if area is None:
            return ""
        return in_language(areas[area].name, language) if area in areas else plain(area)

    return name


def _foreign(language: str) -> Callable[[str], Markup]:
    """English text inside a report of another language: marked as English and set left to right."""

    def foreign(text: str) -> Markup:
        safe = Markup("{}").format(plain(text))
        if language == "en" or not text:
            return safe
        return Markup('<span lang="en" dir="ltr">{}</span>').format(safe)

    return foreign


def _say(template: str, **facts: object) -> Markup:
    """A sentence with facts in it, each kept from running into the direction of the words around it."""
    held = {name: Markup('<bdi dir="ltr">{}</bdi>').format(fact) for name, fact in facts.items()}
    return escape(template).format(**held)


def _when(zone: Area | None) -> Callable[[datetime], Markup]:
    def when(moment: datetime) -> Markup:
        there = local(moment, zone)
        return Markup('<time datetime="{}" dir="ltr">{}</time>').format(
            there.isoformat(timespec="minutes"), there.strftime("%Y-%m-%d %H:%M")
        )

    return when


def _offset(moment: datetime, zone: Area | None) -> str:
    text = local(moment, zone).strftime("%z")
    return "" if text in ("", "+0000") else f"{text[:3]}:{text[3:5]}"


def _figure(item: CasualtyFigure, words: Mapping[str, Any]) -> str:
    """`3–5 killed, 10 injured`; what a source does not say is left out."""
    toll = item.casualties
    parts = []
    for low, high, word in ((toll.killed, toll.killed_max, "killed"), (toll.injured, toll.injured_max, "injured")):
        if low is not None or high is not None:
            number = (
                f"{low}–{high}"
                if low is not None and high is not None and low != high
                else str(low if low is not None else high)
            )
            parts.append(f"{number} {words[word]}")
    return ", ".join(parts)


def _differ(incident: Incident) -> bool:
    return len({item.casualties for item in incident.figures}) > 1


def _chance(probability: float) -> str:
    if probability < 0.01:
        return "<1 %"
    return ">99 %" if probability > 0.99 else f"{probability:.0%}".replace("%", " %")


def _change(finding: Finding) -> str:
    """The rate ratio as a change in per cent with its 95 % interval."""
    if finding.estimate is None:
        return "–"
    middle, *ends = (
        "–" if value is None else f"{100 * math.expm1(min(value, 20)):+.0f} %".replace("-", "−")
        for value in (finding.estimate, finding.low, finding.high)
    )
    return f"{middle} ({ends[0]} … {ends[1]})"


def _reports(content: SitrepContent) -> int:
    """Number of different reports behind what is shown."""
    picture = content.picture
    if picture is None:
        return 0
    items: Sequence[Any] = (*picture.incidents, *picture.threats, *picture.measures, *picture.events)
    return len({report for item in items for report in item.reports})


@cache
def _words() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files(__package__).joinpath("data/sitrep.toml").read_text("utf-8"))


@cache
def _style() -> str:
    return files(__package__).joinpath("data/sitrep.css").read_text("utf-8")


@cache
def _page() -> Any:
    environment = Environment(
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        finalize=lambda value: bare(value) if isinstance(value, str) and not isinstance(value, Markup) else value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.from_string(files(__package__).joinpath("data/sitrep.html").read_text("utf-8"))
