"""The two pages about forecasts: what they say, that they carry everything with them, and that silence is never calm."""

import json
import re
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from vedette.cli import main
from vedette.cli.forecast_pages import forecast_page
from vedette.cli.forecast_places import near
from vedette.cli.forecast_render import attacks, chance, month_words, number, signed, span_words, thousandth
from vedette.forecast import fit
from vedette.terms.counts import AreaDays
from vedette.terms.picture import AreaKnowledge

START, ISSUED = date(2030, 1, 1), date(2030, 5, 1)


class _Page(HTMLParser):
    """What a browser would load, the ids, and the charts with what they are called."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.labels: list[str] = []
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        self.loads += [str(found[name]) for name in ("src", "href", "xlink:href") if found.get(name)]
        self.ids += [str(found["id"])] if "id" in found else []
        if tag == "svg" and found.get("role") == "img":
            self.labels += str(found.get("aria-labelledby")).split()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Events of 150 days in 12 areas around Baghdad, one of them with a name that is markup, and their areas."""
    folder = tmp_path_factory.mktemp("pages")
    generator = np.random.default_rng(20300101)
    names = ["a0", "<b>&", *(f"a{n}" for n in range(2, 12))]
    counts = generator.poisson(2.0 * 0.7 ** np.arange(12), size=(150, 12))
    days = [START + timedelta(days=n) for n in range(150)]
    rows = [
        f"{day},{name}"
        for day, seen in zip(days, counts, strict=True)
        for name, n in zip(names, seen, strict=True)
        for _ in range(n)
    ]
    (folder / "events.csv").write_text("\n".join(["date,area", *rows, f"{days[-1]},a0", ""]))
    places = [f"{name},33.{30 + n},44.4" for n, name in enumerate(names)]
    (folder / "areas.csv").write_text("\n".join(["area,latitude,longitude", *places, ""]))
    return folder


def _run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as stop:
        main([str(argument) for argument in arguments])
    return int(stop.value.code or 0)


@pytest.fixture(scope="module")
def hindcast(files: Path) -> Path:
    out = files / "hindcast.parquet"
    span = ("--first", "2030-04-01", "--last", "2030-05-30", "--horizon", 2)
    assert _run("hindcast", files / "events.csv", "--areas", files / "areas.csv", *span, "--out", out) == 0
    return out


@pytest.fixture(scope="module")
def verified(files: Path, hindcast: Path) -> str:
    page = files / "page.html"
    assert (
        _run("forecast", "verify", hindcast, files / "events.csv", "--areas", files / "areas.csv", "--out", page) == 0
    )
    return page.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def briefing(files: Path) -> str:
    page, out = files / "forecast.html", files / "forecast.parquet"
    given = ("--areas", files / "areas.csv", "--as-of", ISSUED, "--horizon", 5, "--out", out, "--html", page)
    assert _run("forecast", files / "events.csv", *given) == 0
    return page.read_text(encoding="utf-8")


@pytest.mark.parametrize("which", ["verified", "briefing"])
def test_a_page_loads_nothing_and_every_chart_has_title_and_description(
    which: str, request: pytest.FixtureRequest
) -> None:
    text = request.getfixturevalue(which)
    page = _Page(text)
    assert all(target.startswith("#") for target in page.loads)
    assert "script" not in page.tags
    assert not re.search(r'\sstyle="', text)  # the policy of the page would drop it
    assert len(page.ids) == len(set(page.ids))
    assert page.labels
    assert set(page.labels) <= set(page.ids)
    assert "nan" not in text.lower().replace("nanosecond", "")


@pytest.mark.parametrize("which", ["verified", "briefing"])
def test_names_of_areas_are_text(which: str, request: pytest.FixtureRequest) -> None:
    text = request.getfixturevalue(which)
    assert "<b>&" not in text
    assert "&lt;b&gt;&amp;" in text


def test_the_answer_comes_first_and_the_baselines_are_named(verified: str) -> None:
    answer = verified.index('class="answer"')
    assert answer < verified.index("<table>")
    assert re.search(r"<strong>(Yes\.|Yes, with|No|Too)", verified[answer:])
    assert all(name in verified for name in ("Last 30 days", "EWMA mix 7/150", "Conflictology"))
    assert "2,000 resamples of circular blocks of 7 days" in verified
    assert all(f"<h3>{title}" in verified for title in ("Hit-rate curve", "Reliability of", "Is the spread right?"))


def test_verify_says_in_json_what_the_page_says(files: Path, hindcast: Path, capfd: pytest.CaptureFixture[str]) -> None:
    given = ("--areas", files / "areas.csv", "--out", files / "again.html", "--json")
    assert _run("forecast", "verify", hindcast, files / "events.csv", *given, "--lead", 2) == 0
    told = json.loads(capfd.readouterr().out)
    assert [one["lead"] for one in told["leads"]] == [2]
    scores = told["leads"][0]
    assert scores["days"] == 60
    page = (files / "again.html").read_text(encoding="utf-8")
    assert told["verdict"] in page
    assert thousandth(scores["standings"]["forecast"]["scores"]["crps"]) in page


def test_days_after_the_last_event_are_left_out_unless_the_record_is_said_to_be_complete(
    files: Path, hindcast: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    lines = (files / "events.csv").read_text().splitlines()
    (tmp_path / "early.csv").write_text(
        "\n".join(line for line in lines if line[:10] <= "2030-05-20" or "date" in line)
    )
    given = ("--areas", files / "areas.csv", "--out", tmp_path / "page.html", "--json", "--lead", 1)
    spans = []
    for more in ((), ("--until", "2030-05-25")):
        assert _run("forecast", "verify", hindcast, tmp_path / "early.csv", *given, *more) == 0
        told = json.loads(capfd.readouterr().out)
        spans.append((told["leads"][0]["last"], told["left_out_to"]))
    assert spans == [("2030-05-20", "2030-05-30"), ("2030-05-25", "2030-05-30")]
    assert "2030-05-30" in (tmp_path / "page.html").read_text()


BROKEN = [
    # not a Parquet table
    ("events.csv", (), "Parquet"),
    # a lead that the file does not have
    ("hindcast.parquet", ("--lead", "9"), "lead"),
    ("hindcast.parquet", ("--lead", "0"), "--lead"),
    ("hindcast.parquet", ("--until", "yesterday"), "--until"),
    # the record ends before the first day that was forecast
    ("hindcast.parquet", ("--until", "2030-01-05"), "nothing from 2030-04-01"),
]


@pytest.mark.parametrize(("forecasts", "more", "says"), BROKEN)
def test_what_cannot_be_verified_is_said_in_one_line(
    files: Path, hindcast: Path, forecasts: str, more: tuple[str, ...], says: str, capfd: pytest.CaptureFixture[str]
) -> None:
    out = files / "never.html"
    given = (files / forecasts, files / "events.csv", "--areas", files / "areas.csv", "--out", out)
    assert _run("forecast", "verify", *given, *more) == 2
    told = capfd.readouterr().err
    assert says in told
    assert told.count("\n") == 1
    assert not out.exists()


def test_only_the_word_verify_leads_away_from_the_forecast(
    files: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "verify").write_text((files / "events.csv").read_text())
    given = ("--areas", files / "areas.csv", "--as-of", ISSUED, "--out", "out.parquet")
    assert _run("forecast", "./verify", *given) == 0
    assert (tmp_path / "out.parquet").exists()
    assert _run("forecast", *given[:4], "./verify", *given[4:]) == 0  # options may stand before the file as ever
    assert _run("forecast", "./verify", "extra", *given) == 2


def test_the_briefing_names_the_highest_area_and_explains_it(briefing: str) -> None:
    assert "1 to 5\u00a0May\u00a02030" in briefing
    assert re.search(r"the highest is a\d+ \(", briefing)
    assert "own record" in briefing
    assert briefing.count('class="steps"') == 6
    assert "not calm" in briefing


def test_the_reasons_make_up_the_mean(files: Path, briefing: str) -> None:
    rows = re.findall(
        r'<td class="n">([^<]*)</td></tr>\s*<tr class="sum">.*?<td class="n">([^<]*)</td>', briefing, re.S
    )
    assert len(rows) == 6
    assert all(last == mean for last, mean in rows)


def _history(counts: np.ndarray) -> AreaDays:  # type: ignore[type-arg]
    number_of = counts.shape[1]
    areas = tuple(f"a{n}" for n in range(number_of))
    return AreaDays(START, areas, np.full(number_of, 33.3), 44 + 0.1 * np.arange(number_of), counts.astype(np.float32))


def test_a_silent_area_is_hatched_and_named_not_shown_as_calm() -> None:
    counts = np.ones((120, 4))
    counts[60:, 3] = 0
    history, since = _history(counts), START + timedelta(days=60)
    fitted = fit(history, ISSUED, 3, knowledge=[AreaKnowledge(area="a3", reports=0, statement="", unknown_since=since)])
    page = forecast_page(fitted, fitted.forecast(), history, {"a3": since})
    assert 'class="unknown" d="M' in page
    assert "since 2\u00a0March\u00a02030 a3" in page
    assert "No reports do not mean no danger" in page
    assert "<b>1</b><span>areas of which nothing is known" in page
    plain = forecast_page(fitted, fitted.forecast(), history)
    assert 'class="unknown" d="M' not in plain


def test_a_record_that_ended_leaves_every_area_unknown() -> None:
    counts = np.full((120, 4), 3.0)
    counts[100:] = 0
    history = _history(counts)
    fitted = fit(history, ISSUED, 2)
    page = forecast_page(fitted, fitted.forecast(), history)
    assert "Nothing was reported from any area since 11\u00a0April\u00a02030" in page
    assert "20 days are without data" in page
    assert "<b>4</b><span>areas of which nothing is known" in page


def test_a_history_without_any_event_is_called_a_bare_prior() -> None:
    history = _history(np.zeros((120, 2)))
    fitted = fit(history, ISSUED, 1)
    assert "no event at all" in forecast_page(fitted, fitted.forecast(), history)


def test_numbers_and_days_are_said_for_people() -> None:
    assert [chance(p) for p in (0.9999, 0.42, 0.0456, 1e-5)] == [
        "over\u00a099\u00a0%",
        "42\u00a0%",
        "4.6\u00a0%",
        "under\u00a00.1\u00a0%",
    ]
    assert [attacks(v) for v in (1234.5, 11.04, 0.0123)] == ["1,234", "11.0", "0.012"]
    assert [number(v) for v in (0, 12345, 3.14159)] == ["0", "12,345", "3.14"]
    assert [signed(v) for v in (0.1234, -0.1234, -0.0001)] == ["+0.123", "−0.123", "−0.000"]
    assert span_words(date(2030, 1, 3), date(2030, 1, 9)) == "3 to 9\u00a0January\u00a02030"
    assert span_words(date(2030, 12, 3), date(2031, 1, 9)) == "3\u00a0December\u00a02030 to 9\u00a0January\u00a02031"
    assert month_words(date(2030, 2, 1), date(2030, 2, 28)) == "February\u00a02030"
    assert month_words(date(2030, 2, 2), date(2030, 2, 28)) == "2 to 28\u00a0February\u00a02030"


def test_places_are_told_by_the_nearest_town() -> None:
    assert near(33.42, 43.30) == "Ramadi"
    assert near(33.42 + 0.27, 43.30) == "30\u00a0km N of Ramadi"
    assert near(0.0, 0.0) is None


def test_one_day_is_too_early_to_judge(files: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    areas, events, out = files / "areas.csv", files / "events.csv", tmp_path / "one.parquet"
    assert _run("forecast", events, "--areas", areas, "--as-of", ISSUED, "--horizon", 1, "--out", out) == 0
    assert _run("forecast", "verify", out, events, "--areas", areas, "--out", tmp_path / "one.html") == 0
    assert "Too early to say. On 1 May 2030" in capfd.readouterr().out
    page = (tmp_path / "one.html").read_text(encoding="utf-8")
    assert "No intervals: they need at least 14 days" in page
    assert "[+" not in page
