"""Whatever comes in: passages are verbatim, readings are the same twice, and only VedetteError is raised."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.read import document, read
from vedette.terms.errors import VedetteError
from vedette.terms.report import Report

WORDS = st.sampled_from(
    [
        "A roadside bomb",
        "killed two soldiers",
        "near Baqubah",
        "on Tuesday",
        ", police said.",
        "The army denied that",
        "gunmen attacked",
        "a convoy",
        "in Mosul",
        ". Officials warned that attacks",
        "are likely",
        "before 3 June",
        "\n\n",
        "- ",
        "ANBAR\n",
        "“",
        "”",
        "late on Monday",
        "and wounded 5",
        "a curfew will begin",
        "from Friday",
        "until further notice",
        "ordered the police to close the road",
        ":",
        "(",
        ")",
        "If",
        "vowed to strike",
        ";",
        "—",
        "قُتل ثلاثة جنود",
        "في الموصل",
        "أمس",
        "، بحسب مصدر أمني.",
        "هدد",
        "باستهداف",
        "قبل نهاية آذار",
        "ـ",
        "\u200c",
        "٣",
        "أعلنت قيادة الشرطة، اليوم، اعتقال أربعة",
        "بۆمبێک تەقییەوە",
        "لە هەولێر",
        "دوێنێ",
        "، پۆلیس رایگەیاند.",
        "هەڕەشەی کردووە",
        "پێش کۆتایی مانگی شوبات",
        "🚁",
        "\x00",
        "İ",
        "ﬁ",
        "①",
    ]
)


def _checked(report: Report) -> None:
    claims = read(report)
    assert claims == read(report)
    for claim in claims:
        for span in claim.evidence:
            assert report.text[span.start : span.end] == span.text
            assert span.text.strip()
        for item in (*claim.targets, *claim.instruments, *claim.actors, *claim.places):
            assert item.text in report.text or item.text


@given(
    words=st.lists(WORDS, min_size=1, max_size=40),
    language=st.sampled_from(["en", "ar", "ckb"]),
    joined=st.sampled_from([" ", ""]),
)
@settings(max_examples=120, deadline=None)
def test_passages_are_verbatim_in_any_mixture_of_words(words, language, joined):
    text = joined.join(words)
    _checked(Report(id="r", language=language, text=text, published=date(2030, 5, 14), publisher="Tigris Daily"))


@given(text=st.text(max_size=400), language=st.sampled_from(["en", "ar", "ckb", "und"]))
@settings(max_examples=120, deadline=None)
def test_any_text_can_be_read(text, language):
    _checked(Report(id="r", language=language, text=text, published=date(2030, 5, 14)))


@given(raw=st.binary(max_size=600))
@settings(max_examples=150, deadline=None)
def test_any_bytes_give_a_report_or_a_clear_error(raw):
    try:
        _checked(document(raw, "x"))
    except VedetteError as error:
        assert str(error).startswith("x")


@given(
    body=st.text(max_size=200),
    head=st.sampled_from(["<html><body><p>", "<!doctype html><article>", "<html><head><meta charset=x><title>"]),
)
@settings(max_examples=60, deadline=None)
def test_any_page_gives_a_report_or_a_clear_error(body, head):
    try:
        _checked(
            document(
                f"{head}{body} A bomb killed two soldiers in Mosul on Friday.".encode("utf-8", "replace"), "x.html"
            )
        )
    except VedetteError as error:
        assert str(error).startswith("x.html")
