"""`vedette read --html`: one page without script or outside resource, in which claims and passages point to each other."""

import base64
import hashlib
import re
import tomllib
from importlib.resources import files

import lxml.html
import pytest

from vedette.cli import main
from vedette.cli.reading_marks import KINDS
from vedette.cli.reading_pages import MOST_REPORTS, Pages
from vedette.terms.errors import FieldError
from vedette.terms.report import Modality

TEXT = (
    "Bomb near Baqubah\n\nTigris Daily, 12 May 2031\n\n"
    "A roadside bomb killed two soldiers near Baqubah on Tuesday, police said.\n\n"
    "Police closed the Diyala bridge on Tuesday. The governor spoke about schools.\n"
)
ARABIC = "انفجار قرب بعقوبة\n\nوكالة دجلة، 12 أيار 2031\n\nقتل جنديان بانفجار عبوة ناسفة قرب بعقوبة يوم الثلاثاء، بحسب مصدر أمني.\n"
SORANI = "تەقینەوە لە کەرکووک\n\nهەولێر پۆست، 12ی ئایاری 2031\n\nدوو سەرباز لە تەقینەوەی بۆمبێکدا لە کەرکووک کوژران، پۆلیس ڕایگەیاند.\n"


@pytest.fixture
def page(tmp_path, capsys):
    def made(*texts: str, options: tuple[str, ...] = ()) -> str:
        paths = []
        for number, text in enumerate(texts):
            paths.append(tmp_path / f"{number}.txt")
            paths[-1].write_text(text)
        out = tmp_path / "page.html"
        with pytest.raises(SystemExit) as stop:
            main(["read", *map(str, paths), "--html", str(out), *options])
        assert stop.value.code == 0
        assert capsys.readouterr().out.startswith(f"{out}: {len(texts)} report")
        return out.read_text()

    return made


def test_every_claim_points_to_its_passage_and_every_passage_to_its_claim(page):
    tree = lxml.html.fromstring(page(TEXT, ARABIC))
    cards = tree.xpath("//li[contains(@class, 'card')]")
    assert len(cards) >= 3
    for card in cards:
        (back,) = tree.xpath(f"//a[@href='#{card.get('id')}'][@id]")
        assert card.xpath(f".//a[@href='#{back.get('id')}']")
        quoted = " ".join(card.xpath("string(.//blockquote)").split())
        paragraph = " ".join(back.getparent().xpath("string()").split())
        assert quoted in re.sub(r"[A-Z]\d+(?=\S)", "", paragraph)


def test_ids_are_unique_and_no_link_leads_nowhere_or_outside(page):
    tree = lxml.html.fromstring(page(TEXT, ARABIC, SORANI))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href.removeprefix("#") for href in tree.xpath("//@href")} <= set(ids)
    assert all(href.startswith("#") for href in tree.xpath("//@href"))


def test_the_page_has_no_script_no_outside_resource_and_a_policy_that_forbids_them(page):
    text = page(TEXT)
    tree = lxml.html.fromstring(text)
    assert not tree.xpath(
        "//script | //link | //img | //iframe | //form | //@src | //@style | //@*[starts-with(name(), 'on')]"
    )
    assert not re.search(r"url\(|@import|https?://", text)
    style = re.search(r"<style>(.*?)</style>", text, re.S).group(1)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in text


def test_words_of_a_report_stay_words(page):
    text = page(TEXT.replace("Diyala bridge", "<script>alert(1)</script> bridge &amp; \u202eevil"))
    assert "&lt;script&gt;" in text
    assert "<script" not in text
    assert "\u202e" not in text


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("ckb", "rtl")])
def test_labels_are_in_the_language_asked_for_and_texts_in_their_own(page, language, direction):
    tree = lxml.html.fromstring(page(TEXT, ARABIC, SORANI, options=("--language", language)))
    assert (tree.get("lang"), tree.get("dir")) == (language, direction)
    texts = tree.xpath("//section[@class='text']")
    assert [(t.get("lang"), t.get("dir")) for t in texts] == [("en", "ltr"), ("ar", "rtl"), ("ckb", "rtl")]
    words = tomllib.loads(files("vedette.cli").joinpath("templates", "reading.toml").read_text("utf-8"))[language]
    assert tree.xpath("string(//h1)") == words["title"]
    assert words["kinds"]["attack"] in tree.xpath("string(//li[contains(@class, 'k-attack')]//h3)")


def test_landmarks_and_labels_for_those_who_cannot_see_the_page(page):
    tree = lxml.html.fromstring(page(TEXT, ARABIC))
    assert len(tree.xpath("//main")) == len(tree.xpath("//h1")) == len(tree.xpath("/html/body/header")) == 1
    assert tree.xpath("//a[@class='skip'][@href='#reports']")
    assert tree.xpath("//nav[@aria-label]//a[@href='#r2']")
    assert all(tree.xpath("//section/@aria-label"))
    assert all(label.strip() for label in tree.xpath("//a[@class and contains(@class, 'n ')]/@aria-label"))


def test_one_report_needs_no_index_and_none_without_claims_looks_like_an_all_clear(page):
    text = page("School news\n\nTigris Daily, 12 May 2031\n\nThe governor spoke about schools and roads at length.\n")
    assert "<nav" not in text
    assert "That is not an all-clear." in text


def test_reasons_are_folded_away_unless_asked_for(page):
    assert "<details>" in page(TEXT)
    assert "<details open>" in page(TEXT, options=("--explain",))


def test_the_words_of_the_page_are_complete_in_three_languages_and_letters_differ():
    words = tomllib.loads(files("vedette.cli").joinpath("templates", "reading.toml").read_text("utf-8"))
    for language in ("ar", "ckb"):
        assert set(words[language]) == set(words["en"])
    for labels in words.values():
        assert set(labels["kinds"]) == set(labels["letters"]) == set(KINDS)
        assert set(labels["modalities"]) == {m.value for m in Modality}
        assert len(set(labels["letters"].values())) == len(KINDS)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_text_on_every_colour_is_legible_by_day_by_night_and_on_paper():
    style = files("vedette.cli").joinpath("templates", "reading.css").read_text("utf-8")
    blocks = re.findall(r":root \{(.*?)\}", style, re.S)
    assert len(blocks) == 3
    for block in blocks:
        found = {
            name: c if len(c) == 7 else "#" + "".join(2 * x for x in c[1:])
            for name, c in re.findall(r"--([\w-]+): (#\w+)", block)
        }
        assert _contrast(found["ink"], found["paper"]) >= 7
        assert _contrast(found["soft"], found["paper"]) >= 4.5
        assert _contrast(found["link"], found["paper"]) >= 4.5
        for kind in KINDS:
            assert _contrast(found["ink"], found[f"{kind}-bg"]) >= 7, kind
            assert _contrast(found["chip"], found[kind]) >= 4.5, kind
            assert _contrast(found[kind], found["paper"]) >= 3, kind


def test_a_page_does_not_go_with_other_outputs_and_has_an_end(tmp_path, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["read", "a.txt", "--html", "x.html", "--json"])
    assert stop.value.code == 2
    assert "leave --json" in capsys.readouterr().err
    pages = Pages()
    report = {
        "title": "",
        "origin": "o",
        "text": "t",
        "language": "en",
        "publisher": "",
        "published": None,
        "marking": "GREEN",
    }
    for _ in range(MOST_REPORTS):
        pages.add({"report": report, "claims": []})
    with pytest.raises(FieldError, match="--out DIR"):
        pages.add({"report": report, "claims": []})
