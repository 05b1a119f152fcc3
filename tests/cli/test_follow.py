"""`vedette read --follow`: feeds of a real server are read once, pages are fetched, and silence raises an alarm."""

import json
import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))

from loopback import HERE, loopback

from vedette.cli import main
from vedette.cli.follow import Follower, _sink
from vedette.store.feeds import read_feeds
from vedette.store.fetch import Fetcher
from vedette.store.following import read_memory
from vedette.store.manners import PoliteFetcher

RSS = {"Content-Type": "application/rss+xml"}
HTML = {"Content-Type": "text/html"}
START = datetime(2031, 5, 12, 6, tzinfo=UTC)


def _item(number, text=None, day="Mon, 12 May 2031 05:00:00 +0000"):
    words = text or f"A roadside bomb killed {number} soldiers near Baqubah on Monday, police said."
    return (
        f"<item><title>Bomb number {number} near Baqubah</title><guid>g{number}</guid><link>/page/{number}</link>"
        f"<pubDate>{day}</pubDate><description>{words}</description></item>"
    )


def _feed(*items):
    return f'<rss version="2.0"><channel><title>Tigris Daily</title>{"".join(items)}</channel></rss>'.encode()


class World:
    """A server, its feeds file, and followers of it that share a clock."""

    def __init__(self, server, folder):
        self.server, self.folder, self.now = server, folder, START
        self.settings = folder / "feeds.toml"
        self.out = folder / "out"

    def describe(self, *sources):
        tables = [
            f'[[source]]\nname = "{name}"\nurl = "{self.server.base}{path}"\nexpected_gap = "6h"\n{more}\n'
            for name, path, more in sources
        ]
        self.settings.write_text("\n".join(tables))

    def follower(self):
        """A follower as after a restart: what it knows is what stands in the file."""
        fetcher = PoliteFetcher(Fetcher(allowed=[HERE]), self.now.timestamp, lambda seconds: None, 0.5)
        memory = read_memory(self.out / "state.json", random.Random(1))
        sink = _sink(str(self.out), as_json=True)
        return Follower(read_feeds(self.settings), memory, fetcher, sink, "rules", lambda: self.now)

    def round(self, hours=0.0):
        self.now += timedelta(hours=hours)
        follower = self.follower()
        self.server.asked.clear()
        follower.round()
        return [str(alarm) for alarm in follower.alarms()]

    def lines(self):
        return [json.loads(path.read_text()) for path in sorted(self.out.glob("*/*.jsonl"))]


@pytest.fixture
def world(tmp_path):
    with loopback() as server:
        server.pages["/robots.txt"] = (404, {}, b"")
        made = World(server, tmp_path)
        made.describe(("Tigris Daily", "/rss", ""))
        yield made


def test_new_items_are_read_once_also_after_a_restart(world):
    world.server.pages["/rss"] = (200, RSS, _feed(_item(1), _item(2)))
    assert world.round() == []
    assert {line["report"]["title"] for line in world.lines()} == {
        "Bomb number 1 near Baqubah",
        "Bomb number 2 near Baqubah",
    }
    assert all(line["claims"][0]["kind"] == "attack" for line in world.lines())
    assert all(line["report"]["published"] == "2031-05-12" for line in world.lines())
    for path in world.out.glob("*/*.jsonl"):
        path.unlink()
    world.server.pages["/rss"] = (200, RSS, _feed(_item(3), _item(2), _item(1)))
    world.round(hours=0.5)
    assert [line["report"]["title"] for line in world.lines()] == ["Bomb number 3 near Baqubah"]


def test_a_source_is_asked_when_it_is_due_with_the_marks_of_its_last_answer(world):
    marks = {"ETag": '"v1"', "Last-Modified": "Mon, 12 May 2031 05:00:00 GMT"}
    world.server.pages["/rss"] = (200, RSS | marks, _feed(_item(1)))
    world.round()
    world.round(hours=0.1)
    assert world.server.paths() == []
    world.server.pages["/rss"] = (304, {}, b"")
    world.round(hours=0.5)
    path, headers = world.server.asked[-1]
    assert (path, headers["if-none-match"]) == ("/rss", '"v1"')
    assert headers["if-modified-since"] == "Mon, 12 May 2031 05:00:00 GMT"


def test_a_feed_that_dies_raises_an_alarm_and_never_looks_calm(world, capsys):
    world.server.pages["/rss"] = (200, RSS, _feed(_item(1)))
    assert world.round() == []
    world.server.pages["/rss"] = (503, {"Retry-After": "60"}, b"")
    assert world.round(hours=1) == []
    assert "status 503" in capsys.readouterr().err
    (alarm,) = world.round(hours=6)
    assert "Tigris Daily: no new item since 2031-05-12 05:00 UTC, expected one every 6 h" in alarm
    assert "ALARM" in capsys.readouterr().err
    world.server.pages["/rss"] = (200, RSS, _feed(_item(2, day="Mon, 12 May 2031 13:00:00 +0000")))
    assert world.round(hours=3) == []


def test_a_feed_that_is_frozen_raises_an_alarm_although_it_answers(world):
    world.server.pages["/rss"] = (200, RSS, _feed(_item(1)))
    assert world.round() == []
    (alarm,) = world.round(hours=7)
    assert "nothing new" in alarm


def test_one_dead_feed_does_not_stop_the_others(world, capsys):
    world.describe(("Gone", "/gone", ""), ("No feed", "/page", ""), ("Tigris Daily", "/rss", ""))
    world.server.pages["/page"] = (200, HTML, b"<html><body><p>Not a feed.</p></body></html>")
    world.server.pages["/rss"] = (200, RSS, _feed(_item(1)))
    alarms = world.round()
    assert [alarm.split(":")[0] for alarm in alarms] == ["Gone", "No feed"]
    assert len(world.lines()) == 1
    shown = capsys.readouterr().err
    assert "status 404" in shown
    assert "XML that is no feed" in shown


def test_pages_are_fetched_where_asked_and_the_feed_gives_their_day(world):
    world.describe(("Tigris Daily", "/rss", "pages = true"))
    world.server.pages["/rss"] = (200, RSS, _feed(_item(1, "Teaser of the story, read more.")))
    page = "<html><body><article><h1>Bomb number 1 near Baqubah</h1><p>Gunmen attacked a checkpoint in Mosul on Monday, the army said.</p><p>Three policemen were wounded in Mosul, an officer said.</p></article></body></html>"
    world.server.pages["/page/1"] = (200, HTML, page.encode())
    world.round()
    (line,) = world.lines()
    assert "Gunmen attacked a checkpoint in Mosul" in line["report"]["text"]
    assert line["report"]["published"] == "2031-05-12"
    assert line["report"]["origin"] == f"{world.server.base}/page/1"
    assert line["report"]["publisher"] == "Tigris Daily"


def test_a_page_that_fails_is_tried_again_and_then_the_words_of_the_feed_are_read(world, capsys):
    world.describe(("Tigris Daily", "/rss", "pages = true"))
    world.server.pages["/rss"] = (200, RSS | {"ETag": '"v1"'}, _feed(_item(1)))
    world.server.pages["/page/1"] = (503, {}, b"")
    for expected in (0, 0, 1):
        world.round(hours=0.5)
        assert len(world.lines()) == expected
    assert "A roadside bomb killed 1 soldiers" in world.lines()[0]["report"]["text"]
    capsys.readouterr()


def test_a_page_on_an_inner_network_is_refused_and_the_words_of_the_feed_are_read(world, capsys):
    world.describe(("Tigris Daily", "/rss", "pages = true"))
    item = _item(1).replace("/page/1", "http://169.254.169.254/latest/meta-data/")
    world.server.pages["/rss"] = (200, RSS, _feed(item))
    world.round()
    assert len(world.lines()) == 1
    assert "metadata" in capsys.readouterr().err


def test_an_item_that_cannot_be_read_is_named_once_and_skipped(world, capsys):
    world.server.pages["/rss"] = (200, RSS, _feed("<item><guid>e</guid><title>x</title></item>", _item(1)))
    world.round()
    assert len(world.lines()) == 1
    assert "item 1: found" in capsys.readouterr().err
    world.round(hours=0.5)
    assert "item 1" not in capsys.readouterr().err


def test_what_is_written_is_what_the_picture_takes(world, capsys):
    world.server.pages["/rss"] = (200, RSS, _feed(_item(1), _item(2)))
    world.round()
    joined = world.folder / "claims.jsonl"
    joined.write_bytes(b"".join(path.read_bytes() for path in sorted(world.out.glob("*/*.jsonl"))))
    with pytest.raises(SystemExit) as stop:
        main(["picture", str(joined), "--json"])
    assert stop.value.code == 0
    assert json.loads(capsys.readouterr().out)["incidents"]


def _command(capsys, *arguments):
    with pytest.raises(SystemExit) as stop:
        main(["read", *map(str, arguments)])
    return stop.value.code, capsys.readouterr()


def test_the_command_never_reaches_loopback_and_says_so_with_its_exit_code(world, capsys):
    world.server.pages["/rss"] = (200, RSS, _feed(_item(1)))
    code, shown = _command(capsys, "--follow", world.settings, "--once", "--out", world.out)
    assert code == 1
    assert world.server.asked == []
    assert "an address of this host, 127.0.0.1" in shown.err
    assert "ALARM: Tigris Daily: no new item ever" in shown.err
    status = json.loads((world.out / "status.json").read_text())
    assert status["sources"][0]["standing"] == "silent"


def test_a_wrong_feeds_file_is_bad_input(tmp_path, capsys):
    path = tmp_path / "feeds.toml"
    path.write_text('[[source]]\nname = "x"\nurl = "file:///etc/passwd"\nexpected_gap = "1h"\n')
    code, shown = _command(capsys, "--follow", path, "--once")
    assert code == 2
    assert "source x: url" in shown.err
    assert not list(tmp_path.glob("*state*"))


def test_paths_and_feeds_do_not_go_together(tmp_path, capsys):
    code, shown = _command(capsys, "--follow", tmp_path / "feeds.toml", tmp_path / "a.txt")
    assert code == 2
    assert "--follow" in shown.err
