"""vedette demo: the whole loop, on the shipped exercise or on your own files."""

import fcntl
import glob
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click
import orjson
import polars as pl

from vedette.cli.forecast import day_of, write_parquet
from vedette.cli.output import open_console, plain_json
from vedette.store.files import write_atomic
from vedette.terms.errors import FieldError, FormatError, VedetteError

if TYPE_CHECKING:
    from vedette.loop import Document, Retrospect, Situation
    from vedette.terms.country import Country
    from vedette.terms.report import Claim

__all__ = ["command", "play_shipped"]

OPEN_FIRST = "situation-report.html"
MARK = ".vedette-demo"
LOCK = ".vedette-demo-at-work"
SHOWN = 6


@click.command("demo")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("vedette-demo"),
    show_default=True,
    help="Folder that the demo leaves.",
)
@click.option(
    "--reports", "reports", type=click.Path(path_type=Path), help="Your own reports: a folder of .txt, .html, .htm."
)
@click.option("--events", type=click.Path(path_type=Path), help="Your own past events: EVENTS.csv (date,area[,…]).")
@click.option(
    "--areas", type=click.Path(path_type=Path), help="Your own areas: AREAS.csv (area,latitude,longitude[,…])."
)
@click.option(
    "--forces", type=click.Path(path_type=Path), help="Your own forces: FORCES.csv (group,base,area,service,units,…)."
)
@click.option("--posts", type=click.Path(path_type=Path), help="Your own posts: POSTS.csv; default one in each area.")
@click.option("--first", metavar="DAY", help="First day to protect; default the day after the newest report or event.")
@click.option("--days", default=7, show_default=True, type=click.IntRange(1, 28), help="Days to protect (own files).")
@click.option(
    "--unpack",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Only write the shipped exercise's files there: reports, areas, posts, forces, events.",
)
@click.option("--fresh-draw", is_flag=True, help="Draw with new secret shares instead of the exercise's own.")
def command(
    out: Path,
    reports: Path | None,
    events: Path | None,
    areas: Path | None,
    forces: Path | None,
    posts: Path | None,
    first: str | None,
    days: int,
    unpack: Path | None,
    fresh_draw: bool,
) -> None:
    """Run the whole loop: from raw reports to an honest review.

    Without further options it plays the shipped exercise. With --reports, --events, --areas and --forces it runs on your
    own files, as an exercise too: nothing that it writes can leave as an actual alert.
    """
    if unpack is not None:
        from vedette.exercise import load

        click.echo(f"Unpacked {load().title!r} into {load().unpack(unpack)}")
        return
    own = {"--reports": reports, "--events": events, "--areas": areas, "--forces": forces}
    given = [name for name, path in own.items() if path is not None]
    if given and len(given) < len(own):
        raise click.UsageError(f"your own files need all four: missing {', '.join(n for n in own if n not in given)}")
    if reports and events and areas and forces:
        _own(out, reports, events, areas, forces, posts, first, days)
    else:
        play_shipped(out, fresh_draw)


def play_shipped(out: Path, fresh_draw: bool = False) -> None:
    """Play the shipped exercise into the folder `out`, print one screen, and end with the path to open."""
    from vedette.exercise import load
    from vedette.exercise.play import play
    from vedette.store import open_workspace
    from vedette.store.basemap import outlines

    exercise = load()
    shares = [secrets.token_bytes(32), secrets.token_bytes(32)] if fresh_draw else []
    screen = _Screen(exercise.title)
    with _fresh(out) as folder, open_workspace(folder / "workspace", exercise=True) as workspace:
        played = play(exercise, workspace, outlines(), screen.say, shares)
        _leave(folder, played.situation, played.files, played.retrospect)
        workspace.checkpoint(folder / "checkpoint.jsonl")
    screen.summary(played.situation, played.country)
    truth = played.continuation.simulation
    counted = int(played.retrospect.counts.counts[-played.mandate.days :].sum())
    screen.note(
        f"The truth, which the loop never saw: {truth.events.height} attacks in the week, of which the picture counts "
        f"{counted}; the deployment prevented {int(truth.prevented.sum())} more and moved {int(truth.moved_to.sum())} elsewhere."
    )
    screen.end(out)


def _own(
    out: Path, reports: Path, events: Path, areas: Path, forces: Path, posts: Path | None, first: str | None, days: int
) -> None:
    from vedette import loop
    from vedette.store import open_workspace
    from vedette.store.basemap import outlines
    from vedette.store.places import posts_of_areas, read_area_records, read_forces, read_posts
    from vedette.store.tables import read_areas, read_events
    from vedette.terms.country import Country, Mandate

    known = read_area_records(areas)
    country = Country(
        areas=tuple(known),
        posts=tuple(read_posts(posts, known) if posts else posts_of_areas(known)),
        forces=tuple(read_forces(forces, known)),
    )
    past = read_events(events, read_areas(areas))
    documents = _documents(reports)
    start = _first_day(first, documents, max(past["date"].to_list(), default=None))
    zone = ZoneInfo(country.leaves[0].zone)
    mandate = Mandate(
        now=datetime.combine(start, time(5), zone),
        first=start,
        days=days,
        command="Your command (exercise)",
        author="Planner (exercise)",
        approver="Commander (exercise)",
        exercise=f"Demo on {reports.name}",
        shares=(secrets.token_bytes(32), secrets.token_bytes(32)),
    )
    screen = _Screen(mandate.exercise)
    with _fresh(out) as folder, open_workspace(folder / "workspace", exercise=True) as workspace:
        situation = loop.decide(documents, past, country, mandate, workspace, screen.say)
        files = loop.tell(situation, country, mandate, outlines(), workspace, screen.say)
        _leave(folder, situation, files, None)
        workspace.checkpoint(folder / "checkpoint.jsonl")
    screen.say("review", "cannot say yet: the days that are to be protected have not been reported on")
    for line in situation.refused:
        screen.note(f"refused: {line}")
    screen.summary(situation, country)
    screen.end(out)


@contextmanager
def _fresh(out: Path) -> Iterator[Path]:
    """A folder that takes the place of `out` when everything in it is complete, and leaves no trace otherwise.

    What a killed run left beside it is cleared away; a run that is still at work holds the lock of its folder.
    """
    out = out.absolute()
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / MARK).exists())):
        raise FormatError(out, found="a file or folder that no demo left", expected="a new or empty folder")
    out.parent.mkdir(parents=True, exist_ok=True)
    for left in out.parent.glob(f".{glob.escape(out.name)}.*"):
        _clear(left)
    folder = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}."))
    lock = folder / LOCK
    try:
        with lock.open("wb") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield folder
            write_atomic(folder / MARK, "Left by `vedette demo`; the next run replaces this folder.\n")
            folder.chmod(0o755)
            if out.exists():
                aside = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}."))
                (aside / LOCK).touch()
                out.replace(aside / "before")
                folder.replace(out)
                shutil.rmtree(aside, ignore_errors=True)
            else:
                folder.replace(out)
            (out / LOCK).unlink()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _clear(folder: Path) -> None:
    """Remove the folder of a run that was killed: it has the lock file of a demo, and nobody holds the lock."""
    try:
        with (folder / LOCK).open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
    except OSError:
        return


def _leave(folder: Path, situation: "Situation", files: dict[str, bytes], retrospect: "Retrospect | None") -> None:
    """Every result of the loop as a file that the verbs read."""
    claims: dict[str, list[Claim]] = {report.id: [] for report in situation.reports}
    for claim in situation.claims:
        claims[claim.report].append(claim)
    lines = [
        orjson.dumps({"report": report, "claims": claims[report.id]}, default=plain_json)
        for report in situation.reports
    ]
    write_atomic(folder / "claims.jsonl", b"\n".join(lines) + b"\n")
    findings = {"findings": [retrospect.finding, retrospect.scores] if retrospect else []}
    results = {
        "picture.json": situation.picture,
        "postures.json": situation.postures,
        "problem.json": situation.problem,
        "plan.json": situation.plan,
        "directives.json": situation.directives,
        "findings.json": findings,
    }
    for name, value in results.items():
        write_atomic(folder / name, orjson.dumps(value, default=plain_json, option=orjson.OPT_INDENT_2))
    write_parquet(situation.frame, str(folder / "forecast.parquet"))
    for name, raw in files.items():
        write_atomic(folder / name, raw)


def _documents(folder: Path) -> "list[Document]":
    if not folder.is_dir():
        raise FormatError(folder, expected="a folder with reports (.txt, .html, .htm)")
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in {".txt", ".html", ".htm"})
    if not paths:
        raise FormatError(folder, found="no report", expected="at least one file .txt, .html or .htm")
    return [(str(path), path.read_bytes()) for path in paths]


def _first_day(given: str | None, documents: "list[Document]", newest_event: date | None) -> date:
    """The day asked for, else the day after the newest report or event."""
    from vedette.read import document

    if given is not None:
        return day_of("--first", given)
    days = [newest_event] if newest_event is not None else []
    for origin, raw in documents:
        # what cannot be read is named when the loop reads it
        with suppress(VedetteError):
            published = document(raw, origin).published
            days += [published] if published is not None else []
    if not days:
        raise FieldError(None, "--first", None, "no dated report and no event", "a day, YYYY-MM-DD")
    return max(days) + timedelta(days=1)


class _Screen:
    """What the person at the terminal sees."""

    def __init__(self, title: str) -> None:
        self._console = open_console()
        self._console.print(f"[reverse] EXERCISE [/] {title}\n", soft_wrap=True)

    def say(self, verb: str, sentence: str) -> None:
        """One step is done."""
        self._console.print(f"[bold]{verb:<9}[/]{sentence}", soft_wrap=True)

    def note(self, sentence: str) -> None:
        """A line beside the loop."""
        self._console.print(f"\n{sentence}", soft_wrap=True)

    def summary(self, situation: "Situation", country: "Country") -> None:
        """What was decided and why: the areas that come first, and what is not known."""
        names = {area.id: area.name.en for area in country.areas}
        expected = dict(situation.frame.group_by("area").agg(pl.col("mean").sum()).iter_rows())
        leaves = [level for level in situation.postures if level.area in country.rows]
        first = sorted(leaves, key=lambda level: (-level.level, -expected[level.area]))[:SHOWN]
        self._console.print("\n[bold]Most exposed, and why[/]")
        for level in first:
            head = f"  {names[level.area]:<14} level {level.level} ({level.level_name}): "
            self._console.print(head + level.reasons[0].text, soft_wrap=True)
        silent = [known for known in situation.picture.knowledge if known.unknown_since and known.area in country.rows]
        for known in silent[:SHOWN]:
            self._console.print(
                f"  {names[known.area]:<14} [bold]unknown since {known.unknown_since}[/]", soft_wrap=True
            )
        if len(silent) > SHOWN:
            self._console.print(f"  and {len(silent) - SHOWN} more areas are unknown", soft_wrap=True)

    def end(self, out: Path) -> None:
        """The path to open, last."""
        self._console.print(f"\nOpen {out / OPEN_FIRST}", soft_wrap=True)
