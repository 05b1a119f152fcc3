from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.picture import merge
from vedette.terms.places import LocalName

AS_OF = date(2031, 5, 12)


def known(picture):
    return {k.area: k for k in picture.knowledge}


def test_a_fresh_area_says_what_is_known_and_on_whose_word(report, claim, areas):
    a, b = report("a"), report("b", "Karkh Post", day=date(2031, 5, 11))
    told = [claim("1", a), claim("2", b), claim("3", b, "Hit", type="rocket")]
    ramadi = known(merge([a, b], told, areas(), AS_OF))["Ramadi"]
    assert ramadi.statement == (
        "1 incident in 30 days, 2 independent origins, on the word of Tigris Observer, last report 11 May"
    )
    assert (ramadi.reports, ramadi.last_report, ramadi.unknown_since) == (2, date(2031, 5, 11), None)


def test_an_area_counts_what_lies_within_it(report, claim, areas):
    a, b = report("a"), report("b", "Karkh Post", day=date(2031, 5, 11))
    told = [claim("1", a), claim("2", b), claim("3", b, "Hit", type="rocket")]
    anbar = known(merge([a, b], told, areas(), AS_OF))["Anbar"]
    assert anbar.statement == (
        "2 incidents in 30 days, 2 independent origins, on the word of Karkh Post and Tigris Observer, last report 11 May"
    )


def test_silence_makes_an_area_unknown_from_the_day_after_the_last_report(report, claim, areas):
    a = report("a", day=date(2031, 5, 3))
    ramadi = known(merge([a], [claim("1", a, day=date(2031, 5, 2))], areas(), AS_OF))["Ramadi"]
    assert ramadi.unknown_since == date(2031, 5, 4)
    assert ramadi.statement.startswith("unknown since 4 May: no report for 9 days")


def test_a_report_within_the_expected_gap_keeps_an_area_known(report, claim, areas):
    a = report("a", day=date(2031, 5, 5))
    told = [claim("1", a, day=date(2031, 5, 2))]
    assert known(merge([a], told, areas(), AS_OF))["Ramadi"].unknown_since is None
    strict = known(merge([a], told, areas(), AS_OF, expected_gap_days=6))
    assert strict["Ramadi"].unknown_since == date(2031, 5, 6)


def test_the_gap_may_be_set_for_one_source(report, claim, areas):
    a = report("a", day=date(2031, 5, 5))
    told = [claim("1", a, day=date(2031, 5, 2))]
    slow = known(merge([a], told, areas(), AS_OF, expected_gap_days={"tigris observer": 20, "*": 2}))
    other = known(merge([a], told, areas(), AS_OF, expected_gap_days={"Karkh Post": 20, "*": 2}))
    assert slow["Ramadi"].unknown_since is None
    assert other["Ramadi"].unknown_since == date(2031, 5, 6)


def test_a_source_that_reports_rarely_is_given_its_own_rhythm(report, claim, areas):
    days = [date(2031, 3, 29), date(2031, 4, 8), date(2031, 4, 18), date(2031, 4, 28)]
    reports = [report(str(n), day=day) for n, day in enumerate(days)]
    told = [claim(str(n), r, day=r.published) for n, r in enumerate(reports)]
    assert known(merge(reports, told, areas(), AS_OF))["Ramadi"].unknown_since is None


def test_an_area_that_nobody_ever_reported_on_is_unknown_since_the_first_report(report, claim, areas):
    a = report("a", day=date(2031, 5, 10))
    mosul = known(merge([a], [claim("1", a)], areas(), AS_OF))["Mosul"]
    assert (mosul.reports, mosul.last_report, mosul.unknown_since) == (0, None, date(2031, 5, 10))
    assert mosul.statement == "unknown since 10 May: no report on this area"


def test_without_any_report_every_area_is_unknown(areas):
    picture = merge([], [], areas(), AS_OF)
    assert {k.unknown_since for k in picture.knowledge} == {AS_OF}
    assert len(picture.knowledge) == len(areas())


def test_reports_without_incidents_are_reports_and_not_an_all_clear(report, claim, areas):
    a = report("a")
    ramadi = known(merge([a], [claim("1", a, kind="measure", type="patrol")], areas(), AS_OF))["Ramadi"]
    assert ramadi.unknown_since is None
    assert ramadi.statement == "no incident reported in 30 days, last report 10 May"


def test_an_undated_report_is_counted_but_is_not_fresh(report, claim, areas):
    a = report("a", day=None)
    ramadi = known(merge([a], [claim("1", a)], areas(), AS_OF))["Ramadi"]
    assert (ramadi.reports, ramadi.last_report) == (1, None)
    assert ramadi.unknown_since is not None


@settings(max_examples=40, deadline=None)
@given(last=st.dates(date(2031, 4, 1), AS_OF), gap=st.integers(1, 40))
def test_unknown_exactly_when_the_last_report_is_older_than_the_gap(last, gap, report, claim, areas):
    a = report("a", day=last)
    ramadi = known(merge([a], [claim("1", a, day=last)], areas(), AS_OF, expected_gap_days=gap))["Ramadi"]
    assert (ramadi.unknown_since is not None) == ((AS_OF - last).days > gap)
    assert "clear" not in ramadi.statement
    assert ramadi.last_report == last


@pytest.mark.parametrize(
    "text",
    [
        "The situation in Ramadi was calm on Friday.",
        "RAMADI was calm.",
        "كان الوضع هادئاً بالرمادي يوم الجمعة",
        "بارودۆخی رومادی هێمن بوو",
        "لە رومادیدا هیچ ڕووی نەدا",
    ],
)
def test_a_quiet_report_tells_that_somebody_was_there(report, areas, text):
    named = [
        a.model_copy(update={"name": LocalName(en=a.name.en, ar="الرمادي", ckb="رومادی")}) if a.id == "Ramadi" else a
        for a in areas()
    ]
    picture = merge([report("a", text=text)], [], named, AS_OF)
    assert {k.area for k in picture.knowledge if k.unknown_since is None} == {"Ramadi", "Anbar"}
    assert known(picture)["Ramadi"].statement == "no incident reported in 30 days, last report 10 May"


def test_a_common_word_is_no_place(report, areas):
    picture = merge([report("a", text="Hit by rain, the road to the mosul of the story was shut.")], [], areas(), AS_OF)
    assert all(k.reports == 0 for k in picture.knowledge)


def test_a_report_of_tomorrow_makes_nothing_known_today(report, areas):
    picture = merge([report("a", text="All quiet in Ramadi.", day=date(2031, 5, 13))], [], areas(), AS_OF)
    assert known(picture)["Ramadi"].unknown_since is not None


@pytest.mark.parametrize("text", ["Friday passed quietly in Ain al-Tamr.", "Calm in AIN AL-TAMR."])
def test_an_article_within_a_name_may_be_written_small(report, areas, text):
    named = [a.model_copy(update={"name": LocalName(en="Ain al-Tamr")}) if a.id == "Ramadi" else a for a in areas()]
    picture = merge([report("a", text=text)], [], named, AS_OF)
    assert "Ramadi" in {k.area for k in picture.knowledge if k.unknown_since is None}


def test_a_slow_source_does_not_keep_an_area_known_where_the_daily_press_fell_silent(report, claim, areas):
    daily = [report(f"d{n}", day=date(2031, 4, 24 + n)) for n in range(7)]
    slow = [report(f"s{n}", "Karkh Monthly", day=day) for n, day in enumerate((date(2031, 4, 2), date(2031, 4, 16)))]
    last = report("s9", "Karkh Monthly", day=date(2031, 4, 30))
    reports = [*daily, *slow, last]
    told = [claim(r.id, r, day=r.published) for r in reports]
    ramadi = known(merge(reports, told, areas(), AS_OF))["Ramadi"]
    assert ramadi.unknown_since == date(2031, 5, 1)


def test_the_statement_names_the_voices_behind_most_incidents(report, claim, areas):
    names = ["Ava Post", "Beta Post", "Gamma Post"]
    reports = [report(name, name) for name in names]
    told = [claim(r.id, r, day=date(2031, 4, 20 + 5 * n)) for n, r in enumerate(reports)]
    told.append(claim("more", reports[2], type="kidnapping", day=date(2031, 5, 9)))
    ramadi = known(merge(reports, told, areas(), AS_OF))["Ramadi"]
    assert "on the word of Gamma Post, Ava Post and 1 more, last report 10 May" in ramadi.statement
