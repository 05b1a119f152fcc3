"""Who repeats another is no origin beside him."""

from datetime import date

import pytest

from vedette.picture import merge
from vedette.picture.voices import voice_key

AS_OF = date(2031, 5, 12)


def only(reports, told, areas):
    found = merge(reports, told, areas(), AS_OF).incidents
    assert len(found) == 1
    return found[0]


def voices(*names):
    return tuple((name, "outlet" if n == 0 else None) for n, name in enumerate(names))


def test_an_outlet_that_cites_another_adds_nobody_even_where_that_one_cites_a_third(report, claim, areas):
    a, b = report("a", "Karkh Post"), report("b", "Jazira Monitor")
    told = [
        claim("1", a, voices=voices("Karkh Post", "Anbar Police Command")),
        claim("2", b, voices=voices("Jazira Monitor", "Karkh Post")),
    ]
    assert only([a, b], told, areas).origins == 1


def test_a_relay_does_not_join_what_is_independent(report, claim, areas):
    a, c, b = report("a", "Karkh Post"), report("c", "Karkh Post"), report("b", "Jazira Monitor")
    told = [
        claim("1", a, voices=voices("Karkh Post", "Anbar Police Command")),
        claim("2", c, voices=voices("Karkh Post", "Ramadi Teaching Hospital")),
        claim("3", b, voices=voices("Jazira Monitor", "Karkh Post")),
    ]
    assert only([a, c, b], told, areas).origins == 2


def test_two_who_cite_each_other_are_one(report, claim, areas):
    a, b = report("a", "Karkh Post"), report("b", "Jazira Monitor")
    told = [
        claim("1", a, voices=voices("Karkh Post", "Jazira Monitor")),
        claim("2", b, voices=voices("Jazira Monitor", "Karkh Post")),
    ]
    assert only([a, b], told, areas).origins == 1


def test_a_spokesman_is_his_office(report, claim, areas):
    a, b = report("a", "Karkh Post"), report("b", "Jazira Monitor")
    told = [
        claim("1", a, voices=voices("Karkh Post", "Anbar police")),
        claim("2", b, voices=voices("Jazira Monitor", "Colonel Salim, spokesman for Anbar police")),
    ]
    assert only([a, b], told, areas).origins == 1


def test_police_and_governor_of_one_province_are_two(report, claim, areas):
    a, b = report("a", "Karkh Post"), report("b", "Jazira Monitor")
    told = [
        claim("1", a, voices=voices("Karkh Post", "Anbar police")),
        claim("2", b, voices=voices("Jazira Monitor", "the governor of Anbar")),
    ]
    assert only([a, b], told, areas).origins == 2


def row(claim, name, of, *listed):
    return claim(name, of, voices=voices(*listed)).model_copy(update={"reader": "table:ged-1"})


def test_a_table_and_the_press_it_was_made_from_are_one_origin(report, claim, areas):
    press, table = report("a", "Rudaw"), report("t", "UCDP", text="1,Ramadi")
    told = [claim("1", press), row(claim, "2", table, "UCDP", "Agence France Presse", "rudaw.net")]
    assert only([press, table], told, areas).origins == 1


def test_a_table_with_a_source_of_its_own_adds_one(report, claim, areas):
    press, table = report("a", "Rudaw"), report("t", "UCDP", text="1,Ramadi")
    told = [claim("1", press), row(claim, "2", table, "UCDP", "Agence France Presse")]
    assert only([press, table], told, areas).origins == 2


def test_two_tables_without_a_source_are_one_origin_and_none_beside_the_press(report, claim, areas):
    one, other, press = report("t", "UCDP", text="1"), report("u", "ACLED", text="2"), report("a", "Rudaw")
    told = [row(claim, "1", one, "UCDP"), row(claim, "2", other, "ACLED")]
    assert only([one, other], told, areas).origins == 1
    assert only([one, other, press], [*told, claim("3", press)], areas).origins == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Reuters", "the Reuters news agency"),
        ("Rudaw", "www.rudaw.net"),
        ("AFP", "Agence France-Presse"),
        ("خلية الإعلام الأمني", "Iraq's Security Media Cell"),
    ],
)
def test_spellings_of_one_voice_have_one_key(one, other):
    assert voice_key(one) == voice_key(other)


def test_a_rumour_told_by_three_channels_confirms_nothing(report, claim, areas):
    a, b, c, d = (report(n, p) for n, p in zip("abcd", ("Karkh Post", "Ava", "Beta", "Gamma"), strict=True))
    told = [claim("1", a)]
    told += [
        claim(r.id, r, voices=voices(r.publisher, f"a {word} channel on Telegram"))
        for r, word in ((b, "Valley"), (c, "River"), (d, "Hill"))
    ]
    incident = only([a, b, c, d], told, areas)
    assert incident.origins == 4
    assert str(incident.grade) == "C3"
    assert incident.grade.rules == ("reliability.outlet", "credibility.one-origin")


def test_the_grade_names_the_rules_that_gave_it(report, claim, areas):
    a, b = report("a", "Reuters"), report("b", "Karkh Post")
    told = [claim("1", a), claim("2", b, voices=voices("Karkh Post", "Anbar Police Command"))]
    grade = only([a, b], told, areas).grade
    assert grade.rules == ("named.reuters", "credibility.confirmed-with-official")
