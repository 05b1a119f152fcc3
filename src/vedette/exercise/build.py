"""Make the derived files of a shipped exercise: `python -m vedette.exercise.build [FOLDER]`.

exercise.toml, story.toml, world.toml, posts.csv and forces.csv are written by hand; areas.csv, events.csv, reports/
and truth.json follow from them and from the seeds, byte for byte.
"""

import csv
import io
import sys
from datetime import timedelta
from importlib import resources
from pathlib import Path

import polars as pl

from vedette.exercise.package import Exercise, load
from vedette.exercise.simulate import Simulation, simulate
from vedette.exercise.write import Written, write_reports
from vedette.store.basemap import governorates, towns
from vedette.store.files import write_atomic
from vedette.terms.places import Area

__all__ = ["build", "main"]

AREA_COLUMNS = ("area", "latitude", "longitude", "name_en", "name_ar", "name_ckb", "kind", "parent", "zone")


def build(exercise: Exercise) -> dict[str, bytes]:
    """The derived files by name, from the hand-written ones alone."""
    areas = _areas(exercise)
    history = _history(exercise)
    written = _first_week(exercise, areas, history)
    files = {
        "areas.csv": _areas_csv(areas),
        "events.csv": history.write_csv().encode(),
        "truth.json": (written.truth.model_dump_json(indent=1) + "\n").encode(),
    }
    return files | {f"reports/{report.name}": report.text.encode() for report in written.reports}


def main(arguments: list[str] | None = None) -> None:
    """Write the derived files of two_weeks into FOLDER (default: the exercise's own), and drop reports that are no more."""
    given = sys.argv[1:] if arguments is None else arguments
    exercise = load("two_weeks")
    folder = Path(given[0]) if given else Path(str(resources.files("vedette.exercise"))) / exercise.name
    files = build(exercise)
    for name, content in files.items():
        write_atomic(folder / name, content)
    for old in (folder / "reports").glob("*.txt"):
        if f"reports/{old.name}" not in files:
            old.unlink()
    sys.stdout.write(f"{len(files)} files, {sum(map(len, files.values()))} bytes in {folder.name}\n")


def _areas(exercise: Exercise) -> list[Area]:
    known = {town.id: town for town in towns()}
    chosen = [known[name] for name in exercise.settings["areas"]["towns"]]
    parents = {town.parent for town in chosen}
    return [*(g for g in governorates() if g.id in parents), *chosen]


def _history(exercise: Exercise) -> pl.DataFrame:
    """The attacks before the first week, after a warm-up that lets the process settle."""
    plot = exercise.plot
    start = plot.history_first - timedelta(days=plot.warm_up_days)
    days = (plot.history_last - start).days + 1
    return simulate(exercise.world, start, days, plot.seed_history).events.filter(pl.col("date") >= plot.history_first)


def _first_week(exercise: Exercise, areas: list[Area], history: pl.DataFrame) -> Written:
    plot = exercise.plot
    days = (plot.reports_last - plot.reports_first).days + 1
    week: Simulation = simulate(exercise.world, plot.reports_first, days, plot.seed_history, history=history)
    return write_reports(
        week, areas, plot.seed_reports, exercise.notices, silent=exercise.silent, until=plot.reports_last
    )


def _areas_csv(areas: list[Area]) -> bytes:
    table = io.StringIO()
    rows = csv.writer(table, lineterminator="\n")
    rows.writerow(AREA_COLUMNS)
    for a in areas:
        names = (a.name.en, a.name.ar, a.name.ckb)
        rows.writerow((a.id, a.latitude, a.longitude, *names, a.kind.value, a.parent or "", a.zone))
    return table.getvalue().encode()


if __name__ == "__main__":
    main()
