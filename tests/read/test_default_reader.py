"""The default reader: rules, weighed by a trained model that adds what they missed and fills what they left empty."""

from datetime import date
from pathlib import Path

import pytest

from vedette.read import document, read
from vedette.read.model.learned import Learned, claim_figures
from vedette.read.words.lexicon import limits
from vedette.terms.errors import FieldError
from vedette.terms.report import Report

OWN = Path(__file__).parents[2] / "training/reports"


def report_of(text: str, language: str = "en") -> Report:
    return Report(id="r", title="", publisher="Tigris Daily", published=date(2031, 5, 12), language=language, text=text)


def own(language: str, number: int) -> Report:
    path = OWN / language / f"{number:03}.txt"
    return document(path.read_bytes(), path.name)


@pytest.mark.parametrize(("language", "number"), [("en", 3), ("en", 10), ("ar", 4), ("ckb", 6)])
def test_claims_quote_the_text_and_are_held_at_a_share_between_the_limits(language, number):
    report = own(language, number)
    claims = read(report, reader="default")
    assert claims
    for claim in claims:
        assert limits()["dropped_below"] <= claim.confidence <= limits()["most_confident"]
        assert all(report.text[s.start : s.end] == s.text for s in claim.evidence)
        assert all(report.text[t.span.start : t.span.end] == t.span.text for t in claim.traces if t.span)


def test_the_same_report_gives_the_same_claims():
    report = own("en", 5)
    assert read(report, reader="default") == read(report, reader="default")


def test_what_the_rules_read_keeps_its_words_in_the_default_reader():
    report = report_of("Gunmen killed two guards in Baqubah on 3 May 2031, police said.")
    by_rules, by_default = read(report, reader="rules")[0], read(report, reader="default")[0]
    assert by_default.evidence == by_rules.evidence
    assert (by_default.kind, by_default.modality, by_default.casualties) == (
        by_rules.kind,
        by_rules.modality,
        by_rules.casualties,
    )


def test_a_plain_attack_is_held_surer_than_a_doubtful_one():
    sure = report_of("Gunmen killed two guards at a checkpoint in Baqubah on 3 May 2031, police said.")
    doubtful = report_of("He said the team had been bombed in the second half of the evening in Baqubah.")
    plain = read(sure, reader="default")[0].confidence
    assert plain > 0.8
    assert all(claim.confidence < plain for claim in read(doubtful, reader="rules"))


def test_a_claim_of_the_model_alone_says_so_in_its_trace():
    added = [c for n in range(1, 81) for c in _read_own(n) if c.reader == "default:encoder"]
    assert added
    for claim in added:
        kind = next(t for t in claim.traces if t.field == "kind")
        assert kind.rule == "trigger encoder"
        assert kind.span is not None


def _read_own(number: int) -> list:
    path = OWN / "en" / f"{number:03}.txt"
    return read(document(path.read_bytes(), path.name), reader="default") if path.exists() else []


def test_the_model_adds_no_claim_without_an_encoder():
    text = "خبر قصير عن السوق"
    assert Learned.of(report_of(text, "ar"), model=True).missed((0, len(text))) is None


def test_a_text_without_words_is_weighed_all_the_same():
    assert Learned.of(report_of("…"), model=True).kinds((0, 1), []).shape == (7,)


def test_figures_of_a_claim_have_a_fixed_order():
    figures = claim_figures(0.5, 2, (True, False, True, False, True), 3, doubtful=True, borrowed=False)
    assert figures.tolist() == [0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 1.0, 3.0, 1.0, 0.0]


def test_a_reader_that_there_is_not_is_refused():
    with pytest.raises(FieldError, match=r"reader.*oracle"):
        read(report_of("Text."), reader="oracle")
