"""Who acts, what is only the name of a thing, which areas a warning names, and what nobody said. Published on Wednesday."""

from datetime import date

import pytest

from vedette.read import document, read

WEDNESDAY = date(2025, 5, 7)


def claims_of(body: str, head: str = "Tigris Daily, 7 May 2025"):
    return read(document(f"{head}\n\n{body}\n".encode(), "x.txt", published=WEDNESDAY))


@pytest.mark.parametrize(
    ("sentence", "actors"),
    [
        ("A roadside bomb killed two soldiers and wounded three near Baqubah.", []),
        ("Two rockets struck an army base in Taji on Monday, killing two policemen and wounding three.", []),
        ("An explosion killed four people in Kirkuk on Monday and wounded six.", []),
        ("Shells killed a farmer near Hawija on Monday.", []),
        ("Gunmen killed two soldiers and wounded three near Baqubah.", ["Gunmen"]),
        ("The Ashen Banner attacked a patrol and wounded three soldiers near Baqubah.", ["Ashen Banner"]),
    ],
)
def test_an_instrument_is_no_actor(sentence, actors):
    attacks = [c for c in claims_of(sentence) if c.kind == "attack"]
    assert [a.text for c in attacks for a in c.actors] == actors


def test_gunmen_who_seize_people_kidnap_them_and_police_who_seize_arms_do_not():
    taken = claims_of("An armed group seized a shop owner at a false checkpoint near Hit on Monday.")
    assert [(c.kind.value, c.type) for c in taken] == [("attack", "kidnapping")]
    found = claims_of("Police seized two rockets near Hit on Monday.")
    assert [(c.kind.value, c.type) for c in found] == [("operation", "seizure")]


def test_that_nobody_claimed_an_attack_tells_no_second_one():
    text = (
        "A bomb hit a patrol in Taji on Monday. No group has said that it was behind the attack. Nobody has claimed it."
    )
    assert len(claims_of(text)) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "A convoy carrying ballot boxes was hit by a bomb in Kirkuk on Sunday.",
        "A bomb planted by the road was detonated as a convoy carrying ballot boxes passed through Dibis late on Tuesday.",
        "Gunmen attacked the electoral office in Hawija on Sunday, before it opened.",
        "A polling centre in Taji will be repaired by Sunday.",
    ],
)
def test_ballot_boxes_and_polling_centres_are_no_election(sentence):
    assert [c for c in claims_of(sentence) if c.kind == "calendar"] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Provincial elections will be held on Monday.",
        "The vote is set for 12 May, the electoral commission said.",
        "Police tightened security in Hit ahead of next Monday's elections.",
    ],
)
def test_a_vote_with_its_day_is_one(sentence):
    votes = [c for c in claims_of(sentence) if c.kind == "calendar"]
    assert [(c.type, c.time.start, c.time.end) for c in votes] == [("election", date(2025, 5, 12), date(2025, 5, 12))]


@pytest.mark.parametrize(
    "text",
    [
        "BAGHDAD — The ministry warned on Wednesday that attacks are likely, most of all in Baqubah, Hawija, Daquq, Taji and Hit.",
        "BAGHDAD — The ministry warned of attacks on bases. It named Baqubah, Hawija, Daquq, Taji and Hit as exposed.",
        "BAGHDAD — The Reed Front threatened to attack polling centres in Baqubah, Hawija, Daquq, Taji and Hit.",
    ],
)
def test_a_warning_keeps_every_area_that_it_names_and_not_the_datelines_city(text):
    late = [c for c in claims_of(text) if c.kind in {"warning", "threat"}]
    assert [[p.text for p in c.places] for c in late] == [["Baqubah", "Hawija", "Daquq", "Taji", "Hit"]]
    assert all(c.evidence[0].text in text for c in late)


def test_the_day_of_a_warning_is_not_the_day_that_it_speaks_of():
    (claim,) = claims_of("The ministry warned on Wednesday of attacks in the coming days.")
    assert (claim.time.start, claim.time.end) == (date(2025, 5, 7), date(2025, 5, 14))


@pytest.mark.parametrize(
    ("sentence", "kind", "toll"),
    [
        ("قال مصدر أمني إن هجوماً صاروخياً استهدف معسكراً للجيش في التاجي يوم الاثنين.", "rocket", None),
        ("أفاد مصدر طبي بإطلاق ثلاثة صواريخ على ثكنة للجيش في الخالص يوم الثلاثاء.", "rocket", None),
        ("أطلق مسلحون مجهولون النار على دورية للجيش في الكوفة مساء الاثنين.", "shooting", None),
        ("ألقى ملثمون زجاجات حارقة على مديرية الشرطة في تكريت مساء الاثنين.", "arson", None),
        ("دوێنێ تەقینەوەیەک لە کەرکووک ڕوویدا، کە بووە هۆی کوژرانی 3 کەس و برینداربوونی 5 کەس.", "bombing", (3, 5)),
        ("دوێنێ گوللە هاوەنێک کەوتە خوارەوە لە مووسڵ، کە بووە هۆی برینداربوونی کەسێک.", "shelling", (None, 1)),
        ("دوێنێ هێرشێکی مووشەکی کرایە سەر بنکەیەکی سەربازی لە خانەقین.", "rocket", None),
    ],
)
def test_attacks_and_tolls_of_the_region(sentence, kind, toll):
    (claim,) = claims_of(sentence, head="7/5/2025")
    assert (claim.kind, claim.type) == ("attack", kind)
    assert (claim.casualties and (claim.casualties.killed, claim.casualties.injured)) == toll
    assert len(claim.places) == 1


def test_a_closing_warned_is_the_voice_and_no_second_warning():
    text = "BAGHDAD — Attacks on bases are likely in Baqubah and Taji, the Security Office warned on Tuesday."
    late = [c for c in claims_of(text) if c.kind == "warning"]
    assert [[p.text for p in c.places] for c in late] == [["Baqubah", "Taji"]]


@pytest.mark.parametrize(
    ("sentence", "head"),
    [
        ("The commission repeated today, Wednesday, that the elections will be held next Monday.", "Tigris Daily, 7 May 2025"),
        ("کۆمسیۆن ئەمڕۆ چوارشەممە دووپاتی کردەوە کە هەڵبژاردنی ئەنجوومەن، ڕۆژی دووشەممەی داهاتوو، دەکرێت.", "7/5/2025"),
    ],
)  # fmt: skip
def test_the_day_on_which_a_vote_is_announced_is_not_the_day_of_the_vote(sentence, head):
    votes = [c for c in claims_of(sentence, head=head) if c.kind == "calendar"]
    assert [c.time.start for c in votes] == [date(2025, 5, 12)]
