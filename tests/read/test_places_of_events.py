"""Which places an English report gives an event, by the way they stand in it; the reports are of our own making."""

import pytest

from vedette.read import read
from vedette.read.inputs.document import document

HEAD = "The Test Wire\nAmman, 14 May 2025\n\n"


def _claims(text):
    return read(document((HEAD + text).encode(), "a.txt"), reader="rules")


PLACES = [
    # a name that no gazetteer holds, where only names of places stand
    ("Gunmen ambushed a patrol near Tin-Zidan on Friday, killing two soldiers.", ["Tin-Zidan"]),
    ("A bus was attacked between Qarsha and Bilmaz on Monday.", ["Qarsha", "Bilmaz"]),
    ("Militants attacked the villages of Dorfa, Zemka and Balsha on Monday.", ["Dorfa", "Zemka", "Balsha"]),
    # people, months, bodies and nationalities are none
    ("Gunmen killed two farmers in Operation Iron Sand on Monday in Konduga.", ["Konduga"]),
    ("Gunmen attacked the base of the Iraqi border guard near Rutba on Monday.", ["Rutba"]),
    # the name of a town before a common noun, and at the opening of a sentence
    ("The Torkham crossing was shelled on Monday, killing one guard.", ["Torkham"]),
    ("A bomb exploded in Mosul near the University on Monday, wounding two students.", ["Mosul"]),
    # what stands behind it tells where it lies
    ("A corporal was shot dead in Patikul, Sulu on Monday.", ["Patikul"]),
    ("Rebels attacked Rutshuru in North Kivu on Monday, killing three people.", ["Rutshuru"]),
    # a country that acts is no place
    ("Ukraine's army said a drone killed two people in Nikopol on Monday.", ["Nikopol"]),
]


@pytest.mark.parametrize(("text", "names"), PLACES)
def test_an_event_has_its_finest_places(text, names):
    attacks = [c for c in _claims(text) if c.kind.value == "attack"]
    assert [p.text for p in attacks[0].places] == names


def test_the_capital_is_that_of_the_country_of_the_story():
    text = "Soldiers patrol Kaya and Djibo in Burkina Faso.\n\nA guard was stabbed by an unknown man in the capital on Monday."
    attack = next(c for c in _claims(text) if c.kind.value == "attack")
    assert (attack.places[0].text, attack.places[0].name) == ("capital", "Ouagadougou")


def test_an_unlisted_village_lies_where_the_town_beside_it_does():
    attack = _claims("Gunmen attacked the mosque in Zemka, 12 kilometres from Konduga, on Monday, killing two people.")[
        0
    ]
    assert attack.places[0].text == "Zemka"
    assert attack.places[0].latitude == pytest.approx(11.65, abs=0.1)


def test_the_place_of_the_title_holds_where_no_other_is_told():
    text = "Gunmen attack bakery in Hawija\n\nMasked gunmen shot dead two bakers on Monday, police said."
    attacks = [c for c in _claims(text) if c.kind.value == "attack" and c.casualties]
    assert [p.name for p in attacks[0].places] == ["Hawija"]


def test_a_measure_takes_no_place_from_another_paragraph():
    text = (
        "A bomb killed two people in Hawija on Monday.\n\nThe schools will stay closed on Thursday, the ministry said."
    )
    measures = [c for c in _claims(text) if c.kind.value == "measure"]
    assert [c.places for c in measures] == [()] or [list(c.places) for c in measures] == [[]]


def test_weekdays_of_what_is_in_force_are_not_those_just_gone():
    measure = next(
        c for c in _claims("Airports are closed from Tuesday evening until Friday.") if c.kind.value == "measure"
    )
    assert (str(measure.time.start), str(measure.time.end)) == ("2025-05-13", "2025-05-16")


def test_an_arrest_told_after_an_attack_in_one_paragraph_has_its_day():
    text = "Gunmen shot dead a trader in Hawija on Sunday. Police arrested two suspects nearby."
    operation = next(c for c in _claims(text) if c.kind.value == "operation")
    assert str(operation.time.start) == "2025-05-11"


MISSED = [
    ("A vigil for the dead will be held in Tahrir Square on Friday evening.", "calendar"),
    ("The new governor is to be sworn in on Monday.", "calendar"),
    ("The Eid holiday begins on 6 June.", "calendar"),
    ("The memorial service for the victims takes place in Sinjar on Saturday.", "calendar"),
    ('The leaflet said: "Whoever opens his shop signs his own death warrant."', "threat"),
    ('"The answer will come, and it will hurt," the militia said.', "threat"),
    ("The faction says that its fighters will target any convoy on the road.", "threat"),
    ("In an audio message the emir called on followers to attack polling stations.", "threat"),
    ("Bandits raided Maradun overnight and drove off 200 cattle.", "attack"),
    ("The vessel was approached by three skiffs south-west of Aden on Monday.", "attack"),
    ("The convoy was caught in an ambush near Konduga on Tuesday.", "attack"),
]


@pytest.mark.parametrize(("text", "kind"), MISSED)
def test_a_claim_in_other_words_is_found(text, kind):
    assert [c.kind.value for c in _claims(text)] == [kind]


def test_a_blast_without_casualties_has_happened():
    claim = _claims("Police said there were no casualties in the blast at the Zubair depot on Monday.")[0]
    assert (claim.modality.value, claim.casualties.killed, claim.casualties.injured) == ("happened", 0, 0)
