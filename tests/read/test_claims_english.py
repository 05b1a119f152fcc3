"""English news, bulletins and statements become claims. Published on Monday, 12 May 2031."""

from datetime import date

import pytest

from vedette.read import document, read

HEAD = "Notes from the province\n\nTigris Daily, 12 May 2031\n\n"


def _claims(body: str):
    return read(document((HEAD + body).encode(), "x.txt"), reader="rules")


def _one(body: str, kind: str):
    found = [c for c in _claims(body) if c.kind == kind]
    assert len(found) == 1, [c.evidence[0].text for c in found]
    return found[0]


def _texts(items):
    return [item.text for item in items]


def test_a_bombing_with_toll_place_day_and_source():
    claim = _one("A roadside bomb killed two soldiers near Baqubah on Tuesday, the Interior Ministry said.", "attack")
    assert (claim.type, claim.modality) == ("bombing", "happened")
    assert _texts(claim.instruments) == ["roadside bomb"]
    assert _texts(claim.targets) == ["two soldiers"]
    assert (claim.casualties.killed, claim.casualties.injured) == (2, None)
    assert [(p.text, p.country) for p in claim.places] == [("Baqubah", "IQ")]
    assert (claim.time.start, claim.time.end) == (date(2031, 5, 6), date(2031, 5, 6))
    assert _texts(claim.attribution) == ["Tigris Daily", "Interior Ministry"]


def test_gunmen_at_a_checkpoint():
    claim = _one(
        "Gunmen attacked a checkpoint in Tikrit late on Monday, wounding three policemen, police said.", "attack"
    )
    assert (claim.type, _texts(claim.actors), _texts(claim.targets)) == (
        "shooting",
        ["Gunmen"],
        ["checkpoint", "three policemen"],
    )
    assert claim.casualties.injured == 3
    assert claim.time.start == date(2031, 5, 12)


def test_an_order_and_the_elections_it_is_for():
    body = "The Joint Operations Command ordered additional patrols in Mosul ahead of Monday's elections."
    order, election = _one(body, "directive"), _one(body, "calendar")
    assert _texts(order.actors) == ["Joint Operations Command"]
    assert _texts(order.places) == ["Mosul"]
    assert (election.type, election.time.start) == ("election", date(2031, 5, 19))


def test_a_warning_with_its_period_and_speaker():
    body = "Intelligence officials warned that attacks on bases and towns are likely around next Monday's provincial elections."
    claim = _one(body, "warning")
    assert claim.modality == "possible"
    assert claim.time.start == date(2031, 5, 19)
    assert _texts(claim.attribution) == ["Tigris Daily", "Intelligence officials"]
    assert "bases" in claim.targets[0].text


def test_a_threat_by_a_group_that_names_itself():
    claim = _one(
        "A group calling itself Ashbal al-Sahra threatened to attack convoys in Ramadi within ten days.", "threat"
    )
    assert (claim.modality, _texts(claim.actors)) == ("threatened", ["Ashbal al-Sahra"])
    assert claim.time.end == date(2031, 5, 22)


def test_a_second_toll_by_a_second_source_is_a_second_claim_of_the_same_attack():
    body = (
        "A car bomb exploded outside a bank in Kirkuk on Saturday, killing four people, police said.\n\n"
        "A doctor at the city hospital put the toll at six dead and nine wounded."
    )
    first, second = [c for c in _claims(body) if c.kind == "attack"]
    assert (first.casualties.killed, second.casualties.killed, second.casualties.injured) == (4, 6, 9)
    assert second.places == first.places
    assert second.time == first.time
    assert second.attribution[-1].text.startswith("doctor")


def test_a_denial_is_a_claim_of_the_kind_denied():
    claim = _one("The army denied that its base at Hit had been hit by rockets.", "attack")
    assert (claim.modality, claim.type) == ("denied", "rocket")
    assert claim.attribution[-1].text == "army"


def test_a_claim_of_responsibility_is_the_word_of_the_group():
    body = "Gunmen shot dead a farmer near Khalis on Friday, police said.\n\nIslamic State claimed responsibility in a statement."
    claim = [c for c in _claims(body) if c.kind == "attack"][-1]
    assert [a.name for a in claim.actors] == ["Islamic State"]
    assert claim.attribution[-1].text == "Islamic State"
    assert claim.places[0].text == "Khalis"


def test_what_is_to_come_is_planned_and_what_lasts_is_ongoing():
    curfew = _one("A curfew in Samarra will begin at dusk on Wednesday, the governor announced.", "measure")
    assert (curfew.modality, curfew.type, curfew.time.start) == ("planned", "curfew", date(2031, 5, 14))
    manned = _one("Troops have since Friday been manning extra checkpoints between Hit and Haditha.", "measure")
    assert (manned.modality, manned.time.start, manned.time.end) == ("ongoing", date(2031, 5, 9), None)
    assert {p.text for p in manned.places} == {"Hit", "Haditha"}


def test_an_arrest_with_its_reason_is_one_operation_and_no_attack():
    claims = _claims("Police arrested three men in Zakho on suspicion of planting bombs on Sunday.")
    assert [(c.kind, c.type) for c in claims] == [("operation", "arrest")]
    assert _texts(claims[0].targets) == ["three men"]


def test_the_chain_runs_from_the_outlet_through_a_newspaper_to_the_first_voice():
    body = "A commander in the border guard, speaking to the Rafid Times newspaper, said that two rockets had landed near Rabia before dawn."
    claim = _one(body, "attack")
    assert _texts(claim.attribution) == ["Tigris Daily", "Rafid Times", "commander in the border guard"]


def test_a_bulletin_gives_places_by_heading_and_days_by_bullet():
    body = "DIYALA\n- Sat 10 May, 2100h: Gunmen opened fire on a police patrol in Jalawla, wounding one officer.\n\nANBAR\n- No incidents recorded."
    (claim,) = _claims(body)
    assert claim.time.start == date(2031, 5, 10)
    assert claim.places[0].text == "Jalawla"
    assert claim.evidence[0].text.startswith("Gunmen")


@pytest.mark.parametrize(
    "body",
    [
        "The minister came under attack from critics over bread prices, which have exploded this year.",
        "If such an attack did take place, analysts say, oil prices would double within a week.",
        "Residents are advised to avoid the road after dark because of attacks.",
        "The blast heard in Ankawa on Friday was a controlled explosion during a training exercise.",
        "No incidents were recorded in the province this week, the governor said.",
        "Bread became dearer in Baghdad on Sunday, traders said.",
    ],
)
def test_what_nobody_asserts_is_no_claim(body):
    assert _claims(body) == []


def test_a_match_report_stays_empty():
    body = (
        "The striker fired a rocket from thirty yards and the bombardment began. The visitors' defence was under attack "
        "for the whole second-half, and the goalkeeper was ambushed twice before the penalty. The league leaders have "
        "killed every match this season, said their coach, and the derby on Friday is a threat to nobody but the cup."
    )
    assert _claims(body) == []


def test_without_a_day_of_publication_weekdays_stay_open():
    report = document(
        b"Bomb near Baqubah\n\nA roadside bomb killed two soldiers near Baqubah on Tuesday, police said.", "x"
    )
    (claim,) = read(report, reader="rules")
    assert report.published is None
    assert claim.time is None
