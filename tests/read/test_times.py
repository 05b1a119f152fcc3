"""Relative and explicit times against the day of publication. Thursday, 16 May 2030 stands at the top of every table."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.read.days.dates import find_dates
from vedette.read.days.times import find_times, resolve
from vedette.read.words.letters import fold
from vedette.read.words.lexicon import lexicon

PUBLISHED = date(2030, 5, 16)  # a Thursday

# phrase, start, end, future tense
ENGLISH = [
    ("on Tuesday", "2030-05-14", "2030-05-14", False),
    ("on Thursday", "2030-05-16", "2030-05-16", False),  # publication itself counts in the past tense
    ("on Friday", "2030-05-10", "2030-05-10", False),
    ("on Thursday", "2030-05-23", "2030-05-23", True),  # and does not in the future tense
    ("on Friday", "2030-05-17", "2030-05-17", True),
    ("early Sunday", "2030-05-12", "2030-05-12", False),
    ("late on Monday", "2030-05-13", "2030-05-13", False),
    ("next Monday", "2030-05-20", "2030-05-20", False),
    ("next Thursday", "2030-05-23", "2030-05-23", False),
    ("last Thursday", "2030-05-09", "2030-05-09", False),
    ("last Tuesday", "2030-05-14", "2030-05-14", False),
    ("this Saturday", "2030-05-18", "2030-05-18", True),
    ("Monday's elections", "2030-05-20", "2030-05-20", True),
    ("overnight", "2030-05-15", "2030-05-16", False),
    ("last night", "2030-05-15", "2030-05-16", False),
    ("the night between Monday and Tuesday", "2030-05-13", "2030-05-14", False),
    ("today", "2030-05-16", "2030-05-16", False),
    ("this morning", "2030-05-16", "2030-05-16", False),
    ("before dawn", "2030-05-16", "2030-05-16", False),
    ("yesterday", "2030-05-15", "2030-05-15", False),
    ("the day before yesterday", "2030-05-14", "2030-05-14", False),
    ("tomorrow", "2030-05-17", "2030-05-17", False),
    ("the day after tomorrow", "2030-05-18", "2030-05-18", False),
    ("three days ago", "2030-05-13", "2030-05-13", False),
    ("a week ago", "2030-05-09", "2030-05-09", False),
    ("a fortnight ago", "2030-05-02", "2030-05-02", False),
    ("two weeks ago", "2030-05-02", "2030-05-02", False),
    ("two months ago", "2030-03-01", "2030-03-31", False),
    ("three years ago", "2027-01-01", "2027-12-31", False),
    ("last week", "2030-05-06", "2030-05-12", False),
    ("this week", "2030-05-13", "2030-05-16", False),
    ("this week", "2030-05-16", "2030-05-19", True),
    ("next week", "2030-05-20", "2030-05-26", False),
    ("this weekend", "2030-05-18", "2030-05-19", True),
    ("last weekend", "2030-05-11", "2030-05-12", False),
    ("in the coming five days", "2030-05-16", "2030-05-21", False),
    ("within the next two weeks", "2030-05-16", "2030-05-30", False),
    ("over the coming week", "2030-05-16", "2030-05-23", False),
    ("over the past ten days", "2030-05-06", "2030-05-16", False),
    ("by Sunday", None, "2030-05-19", True),
    ("before the end of the month", None, "2030-05-31", True),
    ("until 25 May", None, "2030-05-25", True),
    ("by the end of June", None, "2030-06-30", True),
    ("since Monday", "2030-05-13", None, False),
    ("from Monday until further notice", "2030-05-20", None, True),
    ("from 20 to 24 May", "2030-05-20", "2030-05-24", True),
    ("from Friday to Sunday", "2030-05-17", "2030-05-19", True),
    ("on 3 May", "2030-05-03", "2030-05-03", False),
    ("on Dec. 22", "2029-12-22", "2029-12-22", False),
    ("on December 22", "2030-12-22", "2030-12-22", True),
    ("on 9 April 2028", "2028-04-09", "2028-04-09", False),
    ("on Friday, 24 May", "2030-05-24", "2030-05-24", True),
    ("in March", "2030-03-01", "2030-03-31", False),
    ("in November", "2029-11-01", "2029-11-30", False),
    ("in November", "2030-11-01", "2030-11-30", True),
    ("in February 2024", "2024-02-01", "2024-02-29", False),
    ("early April", "2030-04-01", "2030-04-10", False),
    ("mid-April", "2030-04-11", "2030-04-20", False),
    ("late April", "2030-04-21", "2030-04-30", False),
    ("last August", "2029-08-01", "2029-08-31", False),
    ("last month", "2030-04-01", "2030-04-30", False),
    ("next month", "2030-06-01", "2030-06-30", False),
    ("in 2026", "2026-01-01", "2026-12-31", False),
    ("last year", "2029-01-01", "2029-12-31", False),
    ("last summer", "2029-06-01", "2029-08-31", False),
    ("in the spring", "2030-03-01", "2030-05-31", False),
    ("last autumn", "2029-09-01", "2029-11-30", False),
]

ARABIC = [
    ("أمس", "2030-05-15", "2030-05-15", False),
    ("أمس الأربعاء", "2030-05-15", "2030-05-15", False),
    ("ليلة أمس", "2030-05-15", "2030-05-15", False),
    ("اليوم الخميس", "2030-05-16", "2030-05-16", False),
    ("الليلة الماضية", "2030-05-15", "2030-05-16", False),
    ("مساء الأحد", "2030-05-12", "2030-05-12", False),
    ("يوم الاثنين الماضي", "2030-05-13", "2030-05-13", False),
    ("يوم الجمعة المقبل", "2030-05-17", "2030-05-17", False),
    ("منذ فجر الثلاثاء", "2030-05-14", None, False),
    ("اعتباراً من يوم غد الجمعة", "2030-05-17", None, True),
    ("قبل يومين", "2030-05-14", "2030-05-14", False),
    ("قبل ثلاثة أيام", "2030-05-13", "2030-05-13", False),
    ("الأسبوع الماضي", "2030-05-06", "2030-05-12", False),
    ("خلال الأسبوعين المقبلين", "2030-05-16", "2030-05-30", False),
    ("في آذار", "2030-03-01", "2030-03-31", False),
    ("في شباط 2028", "2028-02-01", "2028-02-29", False),
    ("في ١٢ نيسان", "2030-04-12", "2030-04-12", False),
    ("حتى نهاية حزيران", None, "2030-06-30", True),
    ("أواخر نيسان", "2030-04-21", "2030-04-30", False),
    ("الشهر الماضي", "2030-04-01", "2030-04-30", False),
]

SORANI = [
    ("دوێنێ", "2030-05-15", "2030-05-15", False),
    ("دوێنێ چوارشەممە", "2030-05-15", "2030-05-15", False),
    ("شەوی رابردوو", "2030-05-15", "2030-05-16", False),
    ("پێرێ", "2030-05-14", "2030-05-14", False),
    ("سبەی", "2030-05-17", "2030-05-17", False),
    ("رۆژی سێشەممە", "2030-05-14", "2030-05-14", False),
    ("رۆژی یەکشەممەی داهاتوو", "2030-05-19", "2030-05-19", False),
    ("لە بەیانیی ئەمڕۆوە", "2030-05-16", None, False),
    ("هەفتەی رابردوو", "2030-05-06", "2030-05-12", False),
    ("پێش سێ رۆژ", "2030-05-13", "2030-05-13", False),
    ("لە ئازاری رابردوودا", "2030-03-01", "2030-03-31", False),
    ("لە 12ی نیساندا", "2030-04-12", "2030-04-12", False),
    ("پێش کۆتایی مانگی حوزەیران", None, "2030-06-30", True),
]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(("phrase", "start", "end", "future"), ENGLISH)
def test_english_times_follow_the_conventions(phrase, start, end, future):
    found = resolve(phrase, PUBLISHED, lexicon("en"), future)
    assert found is not None
    assert (found.start, found.end) == (_day(start), _day(end))


@pytest.mark.parametrize(("phrase", "start", "end", "future"), ARABIC)
def test_arabic_times_follow_the_conventions(phrase, start, end, future):
    found = resolve(phrase, PUBLISHED, lexicon("ar"), future)
    assert found is not None
    assert (found.start, found.end) == (_day(start), _day(end))


@pytest.mark.parametrize(("phrase", "start", "end", "future"), SORANI)
def test_sorani_times_follow_the_conventions(phrase, start, end, future):
    found = resolve(phrase, PUBLISHED, lexicon("ckb"), future)
    assert found is not None
    assert (found.start, found.end) == (_day(start), _day(end))


@pytest.mark.parametrize("phrase", ["He sat down", "They may march on", "a rocket in the sky", "seven shops"])
def test_words_that_are_no_time_give_none(phrase):
    assert resolve(phrase, PUBLISHED, lexicon("en")) is None


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("15 March 2023", "en", "2023-03-15"),
        ("Mar. 15, 2023", "en", "2023-03-15"),
        ("2024/02/07", "en", "2024-02-07"),
        ("07.02.2024", "en", "2024-02-07"),
        ("2024-02-07T23:10:00+03:00", "en", "2024-02-07"),
        ("31 كانون الثاني 2024", "ar", "2024-01-31"),
        ("٩ / ٢ / ٢٠٢٥", "ar", "2025-02-09"),
        ("25 آذار/مارس 2024", "ar", "2024-03-25"),
        ("12 أيلول 2023م", "ar", "2023-09-12"),
        ("31ی کانوونی دووەمی 2024", "ckb", "2024-01-31"),
        ("18ی ئازاری 2024", "ckb", "2024-03-18"),
        ("٦ی شوباتی ٢٠٢٥", "ckb", "2025-02-06"),
    ],
)
def test_explicit_dates_of_the_three_languages(text, language, day):
    assert [d.on() for d in find_dates(fold(text), language)] == [date.fromisoformat(day)]


@pytest.mark.parametrize("text", ["31 February 2023", "1446/8/10", "45/45/2024", "version 1.2.3", "10/0/2024"])
def test_figures_that_are_no_day_are_no_date(text):
    assert [d.on() for d in find_dates(text, "en") if d.on()] == []


@given(
    day=st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    row=st.sampled_from([(p, f, "en") for p, _, _, f in ENGLISH] + [(p, f, "ar") for p, _, _, f in ARABIC]),
)
@settings(max_examples=120, deadline=None)
def test_no_interval_ends_before_it_starts(day, row):
    phrase, future, language = row
    found = resolve(phrase, day, lexicon(language), future)
    assert found is None or found.start is None or found.end is None or found.start <= found.end


@given(text=st.text(max_size=80), number=st.integers(0, 10**12))
@settings(max_examples=60, deadline=None)
def test_any_text_and_any_number_are_taken(text, number):
    for language in ("en", "ar", "ckb"):
        find_times(fold(f"{text} {number} days ago, in {number} weeks"), date.max, lexicon(language))
        find_times(fold(f"{number} days ago {text} last year"), date.min, lexicon(language))
