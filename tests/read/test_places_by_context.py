"""Which place a name means: by the words beside it, the country of the story and the places named with it."""

import pytest

from vedette.read.places.gazetteer import lookup, nearest
from vedette.read.places.places import as_place, country_of_story, find_places, home_of_story
from vedette.read.words.letters import fold
from vedette.read.words.lexicon import lexicon
from vedette.terms.report import PlacePrecision


def _refs(text: str, tag: str = "en"):
    found = find_places(fold(text), lexicon(tag))
    country = country_of_story(found)
    home = home_of_story(found, country)
    return [as_place(m, country, None, m.text, home)[0] for m in found]


@pytest.mark.parametrize(
    ("text", "tag", "name", "country", "precision"),
    [
        ("Gunmen raided a village in Borno state on Sunday.", "en", "Borno", "NG", PlacePrecision.GOVERNORATE),
        ("A mine exploded in Kandahar province.", "en", "Kandahar", "AF", PlacePrecision.GOVERNORATE),
        ("A mine exploded in Kandahar on Sunday.", "en", "Kandahar", "AF", PlacePrecision.TOWN),
        ("Drones hit a depot in the Sumy region overnight.", "en", "Sumy Oblast", "UA", PlacePrecision.GOVERNORATE),
        ("Two men were shot in the city of Kunduz.", "en", "Kunduz", "AF", PlacePrecision.TOWN),
        ("Clashes broke out in northern Iraq.", "en", "northern Iraq", "IQ", PlacePrecision.REGION),
        ("انفجرت عبوة في محافظة كركوك.", "ar", "Kirkuk province", "IQ", PlacePrecision.GOVERNORATE),
        ("انفجرت عبوة في كركوك.", "ar", "Kirkuk", "IQ", PlacePrecision.TOWN),
        ("لە پارێزگای کەرکووک هێرشێک کرا.", "ckb", "Kirkuk province", "IQ", PlacePrecision.GOVERNORATE),
        ("لە نزیک دووکان هێرشێک کرا.", "ckb", "Dukan", "IQ", PlacePrecision.TOWN),
    ],
)
def test_the_words_beside_a_name_tell_province_from_town(text, tag, name, country, precision):
    (ref,) = _refs(text, tag)
    assert (ref.name, ref.country, ref.precision) == (name, country, precision)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Gunmen blocked the Mocha-Taiz road on Sunday.", ["Mocha", "Taiz"]),
        ("Checkpoints dot the Baiji-Kirkuk highway.", ["Baiji", "Kirkuk"]),
        ("The road between Hit and Haditha was closed.", ["Hit", "Haditha"]),
    ],
)
def test_both_ends_of_a_road_are_places(text, names):
    assert [ref.name for ref in _refs(text)] == names


def test_a_site_without_an_entry_lies_where_the_story_does():
    known, site = _refs("Police in Mosul were hit. A bomb went off at Rafidain Market.")
    assert (site.text, site.name) == ("Rafidain Market", None)
    assert (site.latitude, site.longitude) == (known.latitude, known.longitude)


@pytest.mark.parametrize(
    "text",
    [
        "A bomb went off in Salah al-Din Street.",
        "Shots were heard at Bab al-Nasr in Mosul.",
        "He joined the Kirkuk Police.",
    ],
)
def test_part_of_a_longer_name_is_not_the_place_of_that_name(text):
    assert not {"Salah al-Din", "al-Bab", "Kirkuk"} & {ref.name for ref in _refs(text)}


def test_of_two_towns_of_one_name_the_nearer_is_meant():
    goma = nearest(lookup("Goma"), "CD")
    beni = nearest(lookup("Beni"), "CD", goma)
    assert (beni.country, round(beni.latitude)) == ("CD", 0)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("طالب الشعب بالحرية ورفع العلم.", "ar"),
        ("قال الناطق إن المدينة هادئة وإن الدور مهم.", "ar"),
        ("وتی بارزانی لە هەولێر.", "ckb"),
        ("The tank fired. May the day be calm.", "en"),
    ],
)
def test_common_words_and_persons_are_no_places(text, tag):
    assert {ref.name for ref in _refs(text, tag)} <= {"Erbil"}
