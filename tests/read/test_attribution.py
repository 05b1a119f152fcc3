"""Who says it: the chain behind the publisher, outermost first, in the ways that the press writes it."""

import pytest

from vedette.read import document, read

EVENT = "gunmen had killed two farmers near Khalis on Friday"
SAID = "Gunmen killed two farmers near Khalis on Friday"


@pytest.mark.parametrize(
    ("body", "chain"),
    [
        (f"{SAID}, police said.", ["police"]),
        (f"{SAID}, said Colonel Hamid Salman, a spokesman for the police.", ["Colonel Hamid Salman"]),
        (f"{SAID}, according to a local official.", ["local official"]),
        (f"{SAID}, a police captain, speaking on condition of anonymity, told Delta Wire.", ["police captain"]),
        (f"The mayor told Delta Wire that {EVENT}.", ["mayor"]),
        (f"Col. Hamid Salman, a police spokesman, said {EVENT}.", ["Col. Hamid Salman"]),
        (
            f"The Baghdad Ledger, citing a security source, reported that {EVENT}.",
            ["Baghdad Ledger", "security source"],
        ),
        (f"The state agency INA quoted the governor as saying that {EVENT}.", ["state agency INA", "governor"]),
        (f"A doctor told the Rafid Times newspaper that {EVENT}.", ["Rafid Times", "doctor"]),
        (f"{SAID}.", []),
    ],
)
def test_the_chain_of_voices(body, chain):
    report = document(f"Notes from Diyala\n\nDelta Wire, 12 May 2031\n\n{body}\n".encode(), "x.txt")
    (claim,) = read(report, reader="rules")
    assert [link.text for link in claim.attribution] == ["Delta Wire", *chain]


def test_a_pronoun_and_a_short_name_speak_for_the_voice_before():
    body = (
        "General Karim Aziz said a bomb had hit a patrol in Hawija on Friday.\n\n"
        "He said soldiers had arrested two men in Daquq on Saturday.\n\nAziz said a drone had attacked a depot in Dibis."
    )
    report = document(f"Notes from Kirkuk\n\nDelta Wire, 12 May 2031\n\n{body}\n".encode(), "x.txt")
    assert [c.attribution[-1].text for c in read(report, reader="rules")] == ["General Karim Aziz"] * 3


def test_two_voices_in_one_sentence_give_two_tolls():
    body = "Police said a bomb in Samarra killed four people on Friday; the governor put the toll at six."
    report = document(f"Notes from Samarra\n\nDelta Wire, 12 May 2031\n\n{body}\n".encode(), "x.txt")
    assert [(c.attribution[-1].text, c.casualties.killed) for c in read(report, reader="rules")] == [
        ("Police", 4),
        ("governor", 6),
    ]


@pytest.mark.parametrize(
    ("body", "chain"),
    [
        (f"{SAID}, a resident and a medical source said.", ["resident", "medical source"]),
        (f"{SAID}, the brigade's spokesman, Captain Omar Said, told reporters.", ["Captain Omar Said"]),
        (f"{SAID}, said Omar Said, a farmer.", ["Omar Said"]),
        (f"The army said in a statement carried by Radio Alwan that {EVENT}.", ["Radio Alwan", "army"]),
        (f"{SAID}, according to the rescue service, quoted by Radio Alwan.", ["Radio Alwan", "rescue service"]),
        (f"{SAID}, the mayor said, citing a letter of the health office.", ["mayor", "letter of the health office"]),
        (f"The governor was quoted by the agency Nahrain as saying that {EVENT}.", ["Nahrain", "governor"]),
        (f"Diyala police: {SAID}.", ["Diyala police"]),
        (f'Khalis Alerts, 21:40: "{SAID}."', ["Khalis Alerts"]),
        (f"18:05 A police source: {SAID}.", ["police source"]),
        (f"{SAID}, as a customs officer confirms.", ["customs officer"]),
        (f"{SAID} (police).", ["police"]),
        (f"{SAID}, the mayor told us.", ["mayor"]),
        (f"{SAID}, a driver told Delta Wire.", ["driver"]),
    ],
)
def test_chains_in_other_clothes(body, chain):
    report = document(f"Notes from Diyala\n\nDelta Wire, 12 May 2031\n\n{body}\n".encode(), "x.txt")
    (claim,) = read(report, reader="rules")
    assert [link.text for link in claim.attribution] == ["Delta Wire", *chain]


def test_three_voices_in_one_sentence_keep_their_own_words():
    body = (
        "Police said gunmen had killed two farmers near Khalis on Friday, while a doctor put the toll at three. "
        "The army denied that its soldiers had attacked the farm."
    )
    report = document(f"Notes from Diyala\n\nDelta Wire, 12 May 2031\n\n{body}\n".encode(), "x.txt")
    found = [
        (c.attribution[-1].text, c.modality, c.casualties and c.casualties.killed) for c in read(report, reader="rules")
    ]
    assert found == [("Police", "happened", 2), ("doctor", "happened", 3), ("army", "denied", None)]


def test_a_bare_figure_in_another_mouth_is_a_second_toll():
    body = (
        "Gunmen killed two farmers near Khalis on Friday, police said. The farmers' union counts four. "
        "The union counts 300 members."
    )
    report = document(f"Notes from Diyala\n\nDelta Wire, 12 May 2031\n\n{body}\n".encode(), "x.txt")
    first, second = read(report, reader="rules")[:2]
    assert (first.casualties.killed, second.casualties.killed) == (2, 4)
    assert second.attribution[-1].text == "farmers' union"


def test_every_field_knows_its_passage_and_its_rule():
    body = "Gunmen killed two soldiers at a checkpoint in Hawija on Friday, a police source told Radio Alwan."
    report = document(f"Notes from Kirkuk\n\nDelta Wire, 12 May 2031\n\n{body}\n".encode(), "x.txt")
    (claim,) = read(report, reader="rules")
    traces = {t.field: (t.span and t.span.text, t.rule) for t in claim.traces}
    assert traces["kind"] == ("killed", "trigger toll")
    assert traces["actors/0"] == ("Gunmen", "subject before the word")
    assert traces["targets/0"] == ("two soldiers", "object behind the word")
    assert traces["places/0"] == ("Hawija", "gazetteer")
    assert traces["time"] == ("Friday", "words of time")
    assert traces["casualties"] == ("two", "figures of a toll")
    assert traces["attribution/1"] == ("Radio Alwan", "verb of saying behind what is said")
    assert traces["attribution/2"] == ("police source", "verb of saying behind what is said")
    assert all(t.span is None or report.text[t.span.start : t.span.end] == t.span.text for t in claim.traces)


def test_a_borrowed_field_points_to_where_it_was_told():
    body = "A bomb killed two soldiers in Hawija on Friday, police said.\n\nThe mayor put the toll at five."
    report = document(f"Notes from Kirkuk\n\nDelta Wire, 12 May 2031\n\n{body}\n".encode(), "x.txt")
    second = read(report, reader="rules")[1]
    (place,) = (t for t in second.traces if t.field == "places/0")
    assert (place.span.text, place.rule) == ("Hawija", "borrowed from the event before")
    assert place.span.end < second.evidence[0].start
