from datetime import date

import pytest

from vedette.picture import merge
from vedette.picture.actors import actor_keys, learnt_names, skeleton
from vedette.terms.report import Actor


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kata'ib Hezbollah", "Kataib Hizballah"),
        ("Kata'ib Hezbollah", "كتائب حزب الله"),
        ("Ashab al-Wadi", "أصحاب الوادي"),
        ("Tal Afar", "تلعفر"),
        ("Harakat al-Nujaba", "Harakat Nujaba"),
    ],
)
def test_spellings_share_their_consonants(one, other):
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Free Tribes", "Black Banner"), ("Reed Front", "Gravel Brigade"), ("PKK", "PUK")]
)
def test_other_names_have_others(one, other):
    assert skeleton(one) != skeleton(other)


def keys(claim, *actors, learnt=None):
    told = claim("1", "report-a").model_copy(update={"actors": actors})
    return actor_keys(told, learnt or {})


@pytest.mark.parametrize("name", ["ISIS", "Islamic State", "داعش", "Daesh", "تنظيم الدولة الإسلامية", "چەکدارانی داعش"])
def test_a_known_group_has_one_key(claim, name):
    assert keys(claim, Actor(text=name)) == keys(claim, Actor(text="IS"))


def test_a_spelling_that_was_resolved_once_is_known_everywhere(claim):
    resolved = claim("1", "report-a").model_copy(
        update={"actors": (Actor(text="the Valley Men", name="Ashab al-Wadi"),)}
    )
    learnt = learnt_names([resolved])
    assert keys(claim, Actor(text="Valley Men"), learnt=learnt) == keys(claim, Actor(text="Ashab al-Wadi"))


def test_anybody_is_no_name(claim):
    assert keys(claim, Actor(text="unknown gunmen")) == (frozenset(), False)
    assert keys(claim, Actor(text="مسلحون مجهولون")) == (frozenset(), False)


def test_another_doer_is_another_attack_and_another_script_is_not(claim, report, areas):
    a, b = report("a"), report("b", "Karkh Post", language="ar")

    def count(first, second):
        told = [
            claim("1", a, actors=(first,), evidence="a bomb went off in Ramadi"),
            claim("2", b, actors=(second,), type=None, killed=1, evidence="there was an explosion at the gate"),
        ]
        return len(merge([a, b], told, areas(), date(2031, 5, 12)).incidents)

    assert count("Ashab al-Wadi", "Black Banner") == 2
    assert count("Ashab al-Wadi", "أصحاب الوادي") == 1
    assert count("Ashab al-Wadi", "gunmen") == 1
