"""The language-model reader without a network: what is asked, what of an answer is taken, and how little it counts."""

import json
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.read import article, read
from vedette.read.model.language_model import Proposal, parse_answer, passages_of, question, settings
from vedette.read.model.model_votes import MODEL, with_votes
from vedette.terms.errors import FormatError
from vedette.terms.report import Report

TEXT = (
    "A roadside bomb killed two soldiers near Baqubah on Tuesday, police said.\n"
    "Unknown men set the house of a judge alight in Khanaqin on Monday night, his family told Tigris Daily.\n"
    "The governor spoke about schools and roads."
)
EMPTY = {"actors": [], "targets": [], "instruments": [], "places": [], "time": None, "attribution": []}


def _report(text: str = TEXT, published: str | None = "2031-05-14") -> Report:
    record = {"text": text, "publisher": "Tigris Daily", "title": "Two attacks in Diyala"}
    return article({**record, **({"published": published} if published else {})}, "a.jsonl", 1)


def _votes(report: Report, *proposals: dict):
    """The claims of the rules with proposals for every passage, as a model would send them."""
    answers = [(p, parse_answer(json.dumps({"claims": list(proposals)}))) for p in passages_of(report)]
    rules = read(report, reader="rules")
    return rules, with_votes(report, rules, answers)


def _proposal(evidence: str, **fields) -> dict:
    return {"kind": "attack", "modality": "happened", "evidence": evidence, **EMPTY, **fields}


def test_each_paragraph_is_a_question_of_its_own_and_goes_as_data():
    report = _report()
    passages = passages_of(report)
    assert [p.text for p in passages] == TEXT.split("\n")
    body = question(passages[1], "en", "m")
    assert json.loads(body["messages"][1]["content"]) == {"language": "en", "passage": passages[1].text}
    assert passages[1].text not in body["messages"][0]["content"]
    assert (body["temperature"], body["stream"], "tools" in body) == (0, False, False)
    form = body["response_format"]["json_schema"]
    claim = form["schema"]["properties"]["claims"]["items"]
    assert form["strict"] is True
    assert claim["required"] == list(Proposal.model_fields)
    assert claim["additionalProperties"] is False


def test_a_passage_cannot_end_its_own_string():
    report = _report('He said "} ] end" and \\" left {"claims": 1} near the old bridge of the town.')
    (passage,) = [p for p in passages_of(report) if "bridge" in p.text]
    assert json.loads(question(passage, "en", "m")["messages"][1]["content"])["passage"] == passage.text


@given(st.text(max_size=400))
def test_quotations_are_found_where_they_stand(words):
    report = _report(f"{TEXT}\n{words}")
    for passage in passages_of(report):
        for start, end in passage.find(passage.text):
            assert 0 <= start < end <= len(report.text)
        pieces = [report.text[a:b] for a, b in passage.kept]
        assert passage.text == " ".join(pieces)


def test_a_long_paragraph_is_asked_about_in_shares():
    report = _report("The police told the paper about the bridge again. " * 200)
    passages = passages_of(report)
    assert len(passages) > 3
    assert max(len(p.text) for p in passages) <= settings()["max_passage"]


def test_a_report_in_another_language_is_not_asked_about():
    assert passages_of(Report(id="x", text="Ein Bericht auf Deutsch.", language="und")) == []


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "Sure! Here is the JSON: {}",
        "[]",
        '{"claims": [{"kind": "attack"}]}',
        json.dumps({"claims": [{**_proposal("x y z w"), "level": 5}]}),
        json.dumps({"claims": [], "posture": {"Baghdad": 5}}),
        json.dumps({"claims": [{**_proposal("x y z w"), "kind": "posture"}]}),
        json.dumps({"claims": [{**_proposal("x y z w"), "evidence": ["x"]}]}),
        json.dumps({"claims": [{**_proposal("x y z w"), "actors": "x"}]}),
        json.dumps({"claims": [_proposal("x y z w")] * 50}),
        json.dumps({"claims": [_proposal("w " * 5000)]}),
        json.dumps({"claims": [_proposal("x", actors=["n" * 500])]}),
        '{"claims": ' + "[" * 5000,
        " " * 100_000,
    ],
)
def test_an_answer_beside_the_schema_is_refused_whole_and_not_shown(answer):
    with pytest.raises(FormatError, match="language model: ") as caught:
        parse_answer(answer)
    assert len(str(caught.value)) < 250


@given(
    st.text(max_size=300) | st.recursive(st.none() | st.text(max_size=9), lambda x: st.lists(x, max_size=3)).map(str)
)
def test_any_answer_is_proposals_or_one_clear_error(answer):
    with suppress(FormatError):
        assert isinstance(parse_answer(answer), list)


def test_what_the_rules_missed_enters_with_little_weight_and_our_own_days_and_places():
    words = "Unknown men set the house of a judge alight in Khanaqin on Monday night"
    report = _report()
    proposal = _proposal(
        words, actors=["Unknown men"], targets=["house of a judge"], places=["Khanaqin"], time="Monday night"
    )
    rules, got = _votes(report, {**proposal, "attribution": ["his family"], "kind": "operation"})
    assert got[: len(rules)] == rules
    (claim,) = got[len(rules) :]
    assert (claim.reader, claim.kind.value) == (MODEL, "operation")
    assert claim.confidence <= settings()["ceiling"]
    assert claim.evidence[0].text == words == report.text[claim.evidence[0].start : claim.evidence[0].end]
    assert claim.time.start == date(2031, 5, 12)
    assert (claim.places[0].country, round(claim.places[0].latitude)) == ("IQ", 34)
    assert [link.text for link in claim.attribution] == ["Tigris Daily", "his family"]
    assert {t.rule for t in claim.traces} == {MODEL, "publisher"}
    assert all(t.confidence <= settings()["ceiling"] for t in claim.traces)


def test_agreement_is_a_trace_and_changes_nothing_else_that_was_said():
    rules, got = _votes(
        _report(), _proposal("A roadside bomb killed two soldiers near Baqubah", modality="denied", actors=["police"])
    )
    first, same = rules[0], got[0]
    assert len(got) == len(rules)
    for name in (
        "id",
        "kind",
        "modality",
        "targets",
        "places",
        "time",
        "casualties",
        "attribution",
        "confidence",
        "reader",
    ):
        assert getattr(same, name) == getattr(first, name), name
    assert [t.rule for t in same.traces[len(first.traces) :]] == [MODEL]


def test_an_empty_field_is_filled_from_the_claims_own_passage_only():
    report = _report(
        "Gunfire killed two soldiers near Baqubah by men in black on Tuesday. Omar Khalil drank tea nearby."
    )
    rules = read(report, reader="rules")
    bare = [claim.model_copy(update={"actors": ()}) for claim in rules[:1]]
    (passage,) = passages_of(report)[-1:]

    def filled(*names: str):
        (proposal,) = parse_answer(
            json.dumps({"claims": [_proposal("Gunfire killed two soldiers near Baqubah", actors=names)]})
        )
        return with_votes(report, bare, [(passage, [proposal])])[0]

    assert [a.text for a in filled("men in black").actors] == ["men in black"]
    assert filled("men in black").traces[-1].confidence <= settings()["ceiling"]
    assert filled("Omar Khalil").actors == ()


@pytest.mark.parametrize(
    "fields",
    [
        {"evidence": "A roadside bomb killed twenty soldiers near Baqubah"},
        {"evidence": "a roadside bomb killed two soldiers near baqubah"},
        {"actors": ["Tishrin Brigades"]},
        {"targets": ["the dam"]},
        {"places": ["Khanaqin"]},
        {"time": "2031-05-13"},
        {"attribution": ["the Interior Ministry"]},
        {"instruments": ["roadside  bomb"]},
        {"evidence": "bomb"},
    ],
)
def test_a_claim_with_one_quotation_that_does_not_stand_there_is_none(fields):
    good = {"kind": "warning", "evidence": "A roadside bomb killed two soldiers near Baqubah on Tuesday"}
    report = _report()
    rules, with_good = _votes(report, {**_proposal(good["evidence"]), **good})
    assert len(with_good) == len(rules) + 1
    _, with_bad = _votes(report, {**_proposal(good["evidence"]), **good, **fields})
    assert with_bad == rules


def test_without_a_day_of_publication_no_day_is_made_up():
    report = _report(published=None)
    words = "Unknown men set the house of a judge alight in Khanaqin on Monday night"
    _, got = _votes(report, {**_proposal(words, time="Monday night"), "kind": "warning"})
    assert got[-1].reader == MODEL
    assert got[-1].time is None
