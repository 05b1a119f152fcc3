"""Who acts, what is hit and with what, in English sentences of many shapes. Published on Wednesday, 7 May 2025."""

from datetime import date

import pytest

from vedette.read import document, read

ACTORS = [
    ("Men believed to be bandits shot a grain trader near Funtua on Monday.", ["bandits"]),
    ("Youths thought to be members of the Red Cobra kidnapped two clerks near Jos on Monday.", ["Red Cobra"]),
    ("The union deplored the detention of twelve loggers by rangers in Virunga on Monday.", ["rangers"]),
    ("Sappers went from yard to yard and defused three mines in Izium on Monday.", ["Sappers"]),
    ("A dismissed cook stabbed the manager of a canteen in Tartus on Monday.", ["dismissed cook"]),
    ("Three widows blew themselves up at a bus station in Baidoa on Monday.", ["Three widows"]),
    ("It was the Lowland Guards who shelled the mill at Abyei on Monday, the mayor said.", ["Lowland Guards"]),
    ("Raiders blocked the Kaya road on Monday and kidnapped nine nurses.", ["Raiders"]),
    ("In Tillaberi, raiders burned down a granary on Monday.", ["raiders"]),
    ("The council voiced fears of reprisals by herders against farmers in Bor.", ["herders"]),
    ("The district office warned of the risk of rustlers attacking ranches near Maralal.", ["rustlers"]),
    ("The dock workers' union has called a march in Basra for 20 May.", ["dock workers' union"]),
    ("The Omani foreign minister will visit Baghdad on 20 May.", ["Omani foreign minister"]),
    ("Parliamentary elections will be held in Iraq on 11 November.", []),
    ("A rocket hit a bakery in Kherson on Monday.", []),
    (
        "The head of the Anbar Police, Brigadier Hadi Razij, ordered a search of all ferries.",
        ["head of the Anbar Police"],
    ),
    ("Fighting broke out between supporters of two clans in Amara on Monday.", ["supporters of two clans"]),
    ("A trawler was boarded by men armed with rifles 30 nautical miles off Eyl on Monday.", ["men armed with rifles"]),
    ("The U.S. Embassy ordered its staff to leave Port Sudan on Monday.", ["U.S. Embassy", "staff"]),
]
TARGETS = [
    ("The sect threatened that whoever opens a cinema will be killed.", ["whoever opens a cinema"]),
    ('The gang said that drivers "hauling for the company" would be dealt with.', ["drivers"]),
    ("The warlord threatened to turn the harbour into ashes.", ["harbour"]),
    ("The front threatened to flatten the customs house in Goma.", ["customs house"]),
    ("The council voiced fears of reprisals by herders against farmers in Bor.", ["farmers"]),
    ("The agency warned that fuel depots in Odesa could be struck.", ["fuel depots"]),
    ("A mine exploded as a water tanker was passing near Marib on Monday.", ["water tanker"]),
    ("A charge went off beneath a railway bridge near Sibi on Monday.", ["railway bridge"]),
    ("A petrol bomb was thrown at a notary's office in Tuzla on Monday.", ["office"]),
    ("The Cave Brigade threatened to target depots in Erbil if London attacks Iran.", ["depots"]),
    ("A bomb targeting a bus of customs clerks exploded on a highway near Hilla on Monday.", ["bus of customs clerks"]),
    ("A magnetic bomb fixed to a dentist's car exploded in Kirkuk on Monday.", ["dentist's car"]),
    ("Warplanes carried out a series of raids on the village of Kafra on Monday.", ["village of Kafra"]),
    ("The governor imposed a curfew in Kut on Monday after the killing of two nurses.", []),
    ("The ministry announced the deployment of 90 rangers to protect fishing boats.", ["fishing boats"]),
    ("Robbers stopped a minibus near Kapoeta on Monday and shot the driver.", ["minibus", "driver"]),
    ("Seven surveyors abducted by gunmen near Zinder on Monday are still missing.", ["surveyors"]),
    ("Marines will escort convoys to the port of Hodeidah from Thursday.", ["convoys"]),
    ("The mayor ordered the closure of cinemas and stadiums on Monday.", ["cinemas", "stadiums"]),
    ("The army ordered the residents of Kafra to leave at once.", ["Kafra"]),
    ("The governor decreed that pick-ups with covered plates are banned in Aden.", ["pick-ups with covered plates"]),
    ("A rocket hit a dairy in Sumy on Monday, killing three people.", ["dairy"]),
    ("Shells hit a dairy and a dentist's surgery in Sumy on Monday.", ["dairy", "surgery"]),
    ("Missiles struck the depots at Hasakah and Qamishli on Monday.", ["depots"]),
]
INSTRUMENTS = [
    ("Troops shelled a village near Pekon with howitzers on Monday.", ["howitzers"]),
    ("Two glide bombs hit a clinic in Vovchansk on Monday.", ["Two glide bombs"]),
    ("A bomber rammed an explosives-laden van into a barracks in Qamishli on Monday.", ["explosives-laden van"]),
    ("Twelve Shahed-type drones hit a substation in Odesa on Monday.", ["Twelve Shahed-type drones"]),
    ("A naval drone struck a grain carrier off Constanta on Monday.", ["naval drone"]),
    ("Assailants attacked a hamlet near Ituri with axes on Monday.", ["axes"]),
    ("Police sealed off the ministry with razor wire on Monday.", ["razor wire"]),
    ("The army deployed an air-defence battery to protect the refinery on Monday.", ["air-defence battery"]),
    ("A guard suffered bullet wounds when gunmen attacked a bank in Kut on Monday.", []),
    ("Border guards set up posts near Rabia on Monday.", ["posts"]),
]


def first_claim(sentence: str):
    body = f"It was a fine day.\n\n{sentence}\n\nThe shops were open."
    text = f"Notes of the day\n\nTigris Daily, 7 May 2025\n\n{body}\n"
    return read(document(text.encode(), "x.txt", published=date(2025, 5, 7)), reader="rules")[0]


def same(found: list[str], expected: list[str]) -> bool:
    """Whether each name found holds, or lies in, the name expected at its place."""
    folded = [(f.casefold(), e.casefold()) for f, e in zip(sorted(found), sorted(expected), strict=False)]
    return len(found) == len(expected) and all(e in f or f in e for f, e in folded)


@pytest.mark.parametrize(("sentence", "expected"), ACTORS, ids=[s[:50] for s, _ in ACTORS])
def test_who_acts(sentence, expected):
    found = [actor.text for actor in first_claim(sentence).actors]
    assert same(found, expected), found


@pytest.mark.parametrize(("sentence", "expected"), TARGETS, ids=[s[:50] for s, _ in TARGETS])
def test_what_is_hit_shut_or_meant(sentence, expected):
    found = [target.text for target in first_claim(sentence).targets]
    assert same(found, expected), found


@pytest.mark.parametrize(("sentence", "expected"), INSTRUMENTS, ids=[s[:50] for s, _ in INSTRUMENTS])
def test_with_what(sentence, expected):
    found = [thing.text for thing in first_claim(sentence).instruments]
    assert same(found, expected), found
