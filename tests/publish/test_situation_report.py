"""The situation report: self-contained, honest about what is not known, right to left where it is read so."""

import re
from datetime import date, timedelta
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import pytest

from vedette.publish import DeploymentSummary, SitrepContent, audience_named, forecast_rows, situation_report
from vedette.terms.errors import UnknownReferenceError
from vedette.terms.finding import Finding
from vedette.terms.marking import Marking
from vedette.terms.picture import AreaKnowledge, CasualtyFigure, Grade, Incident, Picture
from vedette.terms.posture import Reason
from vedette.terms.report import Casualties, PlaceRef

LOADING = {"src", "href", "data", "poster", "action", "background", "srcset", "xlink:href"}


class Page(HTMLParser):
    """Tags, what they would load, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loads: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words = ""
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.words += " " if tag == "br" else ""
        self.attributes += [(name, value or "") for name, value in attrs]
        self.loads += [value or "" for name, value in attrs if name in LOADING]

    def handle_data(self, data: str) -> None:
        self.words += data


def report(made: SimpleNamespace, audience: str = "command", language: str = "en", **parts: Any) -> str:
    grade = Grade(reliability="B", credibility="2", reason="two origins")
    figures = tuple(
        CasualtyFigure(casualties=Casualties(killed=killed), source=source, claim="c")
        for killed, source in ((3, "police"), (7, "hospital"))
    )
    incident = Incident(
        id="incident-1",
        area="G1",
        place=PlaceRef(text="Baqubah", name="Baqubah"),
        start=date(2031, 4, 30),
        grade=grade,
        origins=2,
        type="bombing",
        figures=figures,
        denied_by=("ministry",),
    )
    knowledge = AreaKnowledge(area="G2", reports=0, unknown_since=date(2031, 4, 20), statement="No report since then")
    held: dict[str, Any] = {
        "title": "Situation report",
        "command": "Joint command",
        "as_of": date(2031, 5, 1),
        "now": made.now,
        "picture": Picture(id="p", as_of=date(2031, 5, 1), incidents=(incident,), knowledge=(knowledge,)),
        "postures": (made.posture(previous=3), made.posture("G2", 1, approved_by=None)),
        "areas": (made.area(), made.area("G2")),
        "forecast": forecast_rows(
            [
                {
                    "area": "G1",
                    "day": date(2031, 5, 1) + timedelta(days=n),
                    "mean": 0.5,
                    "p_any": 0.4,
                    "dispersion": 0.3,
                }
                for n in range(7)
            ]
        ),
        "findings": (
            Finding(
                id="f",
                trial="Checkpoints",
                design="lottery",
                chosen=9,
                not_chosen=9,
                estimate=-0.2,
                low=-0.5,
                high=0.1,
                mde=0.35,
                verdict="no change seen",
                statement="Nothing was seen.",
            ),
        ),
        "changes": ("Diyala rose",),
        "scores": {"CRPS": 0.0123},
        "deployment": DeploymentSummary(deployment="d", units=10, posts=20, covered=15, shifts=6, gap=0.01),
    }
    content = SitrepContent(**{**held, **parts})
    return situation_report(
        content, audience_named(audience), language, made.collection(made.square(), made.square("G2", 45.0))
    )


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
@pytest.mark.parametrize("audience", ["public", "liaison", "command"])
def test_the_file_loads_nothing(made: SimpleNamespace, audience: str, language: str) -> None:
    html = report(made, audience, language)
    page = Page(html)
    assert not {"script", "link", "iframe", "object", "embed", "base", "form", "meta http-equiv"} & set(page.tags)
    assert all(value.startswith("data:image/svg+xml;base64,") for value in page.loads)
    assert "http://" not in html
    assert "https://" not in html
    assert not re.search(r"@import|url\(\s*['\"]?(?!#)", html)
    assert not any(name.startswith("on") for name, _ in page.attributes)


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("ckb", "rtl")])
def test_language_and_direction_are_declared(made: SimpleNamespace, language: str, direction: str) -> None:
    html = report(made, language=language)
    assert f'<html lang="{language}" dir="{direction}">' in html
    assert ('<span lang="en" dir="ltr">Nothing was seen.</span>' in html) == (language != "en")


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_an_exercise_wears_its_band_at_both_ends_and_on_every_page(made: SimpleNamespace, language: str) -> None:
    html = report(made, language=language, exercise="Blue Moon")
    assert html.count('class="exercise"') == 2
    assert html.count("Blue Moon") >= 2
    assert 'content: "EXERCISE · TLP:RED"' in html
    assert "EXERCISE" in html
    assert 'class="exercise"' not in report(made, language=language)


def test_the_marking_stands_at_both_ends(made: SimpleNamespace) -> None:
    assert report(made).count("<b>TLP:RED</b>") == 2
    assert report(made, "public").count("<b>TLP:CLEAR</b>") == 2


def test_what_is_not_known_stands_before_the_posture_table(made: SimpleNamespace) -> None:
    words = Page(report(made)).words
    assert "unknown since 2031-04-20" in words
    assert words.index("What is not known") < words.index("Posture by area")
    assert "No reports is not all clear" in words


def test_who_may_not_see_what_is_unknown_is_not_told_that_all_is_known(made: SimpleNamespace) -> None:
    known = Picture(
        id="p", as_of=date(2031, 5, 1), knowledge=(AreaKnowledge(area="G1", reports=3, statement="3 reports"),)
    )
    spoken = "Sources speak for every area"
    for audience, told in (("command", True), ("public", False)):
        words = Page(report(made, audience, picture=known, postures=(made.posture(),))).words
        assert (spoken in words) == told
        assert ("does not tell where reports are missing" in words) != told


def test_an_empty_report_is_no_all_clear(made: SimpleNamespace) -> None:
    empty = {"picture": None, "postures": (), "forecast": (), "findings": (), "changes": (), "scores": {}}
    words = Page(report(made, "public", **empty, deployment=None)).words
    assert "not an all-clear" in words


def test_reasons_expiry_and_proposals_are_told(made: SimpleNamespace) -> None:
    words = " ".join(Page(report(made)).words.split())
    assert "a warning names polling centres" in words
    assert "2031-05-04 09:00" in words
    assert "proposal, not yet approved" in words
    assert "Would fall when" in words


def test_contradicting_figures_and_denials_stand_side_by_side(made: SimpleNamespace) -> None:
    words = " ".join(Page(report(made)).words.split())
    assert "The sources differ: 3 killed (police) 7 killed (hospital)" in words
    assert "Denied by ministry" in words


def test_findings_tell_what_could_have_been_seen(made: SimpleNamespace) -> None:
    words = " ".join(Page(report(made)).words.split())
    assert "−18 % (−39 % … +11 %)" in words
    assert "35 %" in words


def test_levels_are_told_by_number_and_word_never_by_colour_alone(made: SimpleNamespace) -> None:
    html = report(made)
    assert re.search(r'class="level r4">4</span> severe', html)
    assert '<th scope="col">' in html


def test_text_of_anybody_cannot_become_markup(made: SimpleNamespace) -> None:
    evil = "<script>alert(1)</script>\u202e<b onclick=x>"
    posture = made.posture(reasons=(Reason(text=evil, code="threat"),), falls_when=evil, level_name=evil)
    html = report(
        made, postures=(posture,), title=evil, command=evil, exercise=evil, changes=(evil,), scores={evil: evil}
    )
    page = Page(html)
    assert "script" not in page.tags
    assert ("onclick", "x") not in page.attributes
    assert "\u202e" not in html


def test_public_readers_get_neither_grounds_above_them_nor_figures_of_the_deployment(made: SimpleNamespace) -> None:
    words = Page(report(made, "public", picture=None)).words
    assert "15 of 20 posts" not in words
    assert "Diyala rose" not in words
    assert "15 of 20 posts" in Page(report(made)).words


def test_another_language_is_refused(made: SimpleNamespace) -> None:
    with pytest.raises(UnknownReferenceError, match="fr"):
        report(made, language="fr")


def test_a_forecast_of_seven_days_is_one_row() -> None:
    rows = [{"area": "G1", "day": date(2031, 5, d), "mean": 1.0, "p_any": 0.5, "dispersion": 0.0} for d in (1, 2)]
    (row,) = forecast_rows(rows, unknown=("G1",))
    assert (row.first, row.last, row.expected, row.p_any, row.unknown) == (
        date(2031, 5, 1),
        date(2031, 5, 2),
        2.0,
        0.75,
        True,
    )
    assert (row.low, row.high) == (0, 5)
    wide = forecast_rows([{**one, "dispersion": 2.0} for one in rows])[0]
    assert wide.high > row.high
    assert row.marking == Marking.GREEN
