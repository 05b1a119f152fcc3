"""Who acts, what is only the name of a thing, which areas a warning names, and what nobody said. Published on Wednesday."""

from datetime import date

import pytest

from vedette.read import document, read

WEDNESDAY = date(2025, 5, 7)


def claims_of(body: str, head: str = "Tigris Daily, 7 May 2025"):
    return read(document(f"{head}\n\n{body}\n".encode(), "x.txt", published=WEDNESDAY), reader="rules")


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


@pytest.mark.parametrize(
    "sentence",
    [
        "My telephone attacks me every morning.",
        "The talks blew up again when one side walked out.",
        "Tanker rates shot up 40 percent in a week.",
        "The minister was bombarded with calls.",
        "Beekeepers threatened to sue the ministry.",
        "The drains are a threat to public health.",
        "She has been under fire from critics over the budget.",
    ],
)
def test_figures_of_speech_are_no_claims(sentence):
    assert claims_of(sentence) == []


_QUAKE = (
    "The quake had a magnitude of 5.8. Aftershocks have struck the valleys. At least 90 people are dead. "
    "Landslides and floods followed. Schools are shut and tents were sent. The epicentre was near Zakho."
)
_PEST = (
    "Locusts crossed the border. The swarm attacked millet and maize. Aircraft bombed the pests with a fungus. "
    "The armyworm conducts raids on crops. Hectares were laid waste. Beekeepers lost hives."
)
_GAME = (
    "The players stormed the level. A drone strike cost me the map in co-op mode. The boss was shot by my partner. "
    "The console exploded with pixels. The studio promised a patch for the gameplay."
)


@pytest.mark.parametrize("text", [_QUAKE, _PEST, _GAME])
def test_quakes_pests_and_games_tell_no_attacks(text):
    assert claims_of(text) == []


@pytest.mark.parametrize(
    ("sentence", "kind", "modality"),
    [
        ("Reports that a helicopter was shot down near Taji are baseless, the army said.", "attack", "denied"),
        ("There is no curfew in Hit, the governor said.", "measure", "denied"),
        ("The army said that its forces had not shelled the village of Zab.", "attack", "denied"),
        ("Gunmen reportedly kidnapped a trader near Hit on Monday.", "attack", "possible"),
        ("Fighting between the army and militants has continued near Hit since Friday.", "attack", "ongoing"),
        ("The road between Hit and Baghdadi has been closed since Sunday.", "measure", "ongoing"),
        ("Motorcycles are banned in Hit from 20 May.", "measure", "planned"),
        ("Police will search all vehicles in Hit on Friday.", "measure", "planned"),
        ("A leaflet said that whoever works at the base in Hit will pay for it on Friday.", "threat", "threatened"),
        ("The faction gave lorry drivers until Friday to leave the Hit road.", "threat", "threatened"),
        ("The mission is concerned that an assault on Hit may be launched within days.", "warning", "possible"),
        ("The governor has forbidden all gatherings in Hit until Friday.", "directive", "happened"),
        ("Troops stormed a militant hideout near Hit on Sunday and freed four hostages.", "operation", "happened"),
        ("The rally planned in Hit on Friday will not take place.", "calendar", "denied"),
    ],
)
def test_kind_and_modality_of_many_forms(sentence, kind, modality):
    assert [(c.kind.value, c.modality.value) for c in claims_of(sentence)] == [(kind, modality)]


@pytest.mark.parametrize(
    ("sentence", "actors", "targets"),
    [
        ("Clashes between soldiers and tribesmen broke out near Hit on Monday.", ["soldiers", "tribesmen"], []),
        ("A teacher was gunned down in Hit by two men on a motorcycle on Monday.", ["two men"], ["teacher"]),
        ("A Turkish drone struck a car near Sinjar on Monday.", ["Turkish"], ["car"]),
        ("Masked men set fire to four cars and a wheat store near Hit.", ["Masked men"], ["four cars", "wheat store"]),
        ("The army said its jets hit a depot near Hit on Monday.", ["army"], ["depot"]),
    ],
)
def test_who_did_what_to_whom(sentence, actors, targets):
    attacks = [c for c in claims_of(sentence) if c.kind == "attack"]
    assert [a.text for c in attacks for a in c.actors] == actors
    assert [t.text for c in attacks for t in c.targets] == targets


@pytest.mark.parametrize(
    ("sentence", "toll"),
    [
        ("Gunmen killed the driver of a lorry near Hit on Monday.", (1, None)),
        ("A 31-year-old teacher was stabbed in Hit on Monday.", (None, 1)),
        ("A bomb in Hit on Monday wounded between fifteen and twenty people.", (None, 15)),
        ("Two rockets hit a base near Hit on Monday; nobody was hurt.", (0, 0)),
        ("A bomb in Hit killed two more people, bringing the toll to seven.", (7, None)),
        ("A soldier and a farmer were injured when a bomb went off in Hit on Monday.", (None, 2)),
    ],
)
def test_tolls_in_many_words(sentence, toll):
    found = [c for c in claims_of(sentence) if c.kind == "attack"]
    assert [(c.casualties.killed, c.casualties.injured) for c in found if c.casualties] == [toll]
