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
    (claim,) = read(report)
    assert [link.text for link in claim.attribution] == ["Delta Wire", *chain]


def test_a_pronoun_and_a_short_name_speak_for_the_voice_before():
    body = (
        "General Karim Aziz said a bomb had hit a patrol in Hawija on Friday.\n\n"
        "He said soldiers had arrested two men in Daquq on Saturday.\n\nAziz said a drone had attacked a depot in Dibis."
    )
    report = document(f"Notes from Kirkuk\n\nDelta Wire, 12 May 2031\n\n{body}\n".encode(), "x.txt")
    assert [c.attribution[-1].text for c in read(report)] == ["General Karim Aziz"] * 3


def test_two_voices_in_one_sentence_give_two_tolls():
    body = "Police said a bomb in Samarra killed four people on Friday; the governor put the toll at six."
    report = document(f"Notes from Samarra\n\nDelta Wire, 12 May 2031\n\n{body}\n".encode(), "x.txt")
    assert [(c.attribution[-1].text, c.casualties.killed) for c in read(report)] == [("Police", 4), ("governor", 6)]
