"""The public windows that forecasts are validated on, and hindcasts of them by the command line."""

import gzip
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

SHARED = Path(__file__).parents[2].parent / "shared"
TOOLS = SHARED / "tools"
VEDETTE = (sys.executable, "-c", "from vedette.cli import main; main()")


@dataclass(frozen=True)
class Window:
    """Days of one public data set, scored at one lead; `name` is what the bars call it."""

    name: str
    data: str
    events_file: str
    areas_file: str
    first: str
    last: str
    lead: int = 1

    @property
    def events(self) -> Path:
        return SHARED / "data" / self.data / self.events_file

    @property
    def areas(self) -> Path:
        return SHARED / "data" / self.data / self.areas_file

    @property
    def days(self) -> tuple[date, date]:
        return date.fromisoformat(self.first), date.fromisoformat(self.last)


DECEMBER = ("iraq_attacks", "events.csv.gz", "areas_10km.csv", "2007-12-01", "2007-12-31")
NEXT_DAY = Window("Iraq 10 km", *DECEMBER)
WEEK_AHEAD = Window("Iraq 10 km, 7 days ahead", *DECEMBER, lead=7)
FINE = Window("Iraq 5 km", "iraq_attacks", "events_5km.csv.gz", "areas_5km.csv", "2007-12-01", "2007-12-31")
GED = Window("UCDP GED Iraq", "ged_iraq", "events.csv.gz", "areas_10km.csv", "2015-01-01", "2016-12-31")
SIRENS = Window("sirens", "sirens_ua", "events.csv.gz", "areas.csv", "2023-08-01", "2023-10-31")


def hindcast(window: Window, out: Path, *, events: Path | None = None, last: str | None = None) -> float:
    """Write the hindcast as a user would, from other events or to an earlier last day on demand; seconds that it took."""
    begun = time.perf_counter()
    days = ("--first", window.first, "--last", last or window.last, "--horizon", str(window.lead))
    files = (str(events or window.events), "--areas", str(window.areas), "--out", str(out))
    subprocess.run([*VEDETTE, "hindcast", *files, *days, "--json"], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def cut(window: Window, last: str, out: Path) -> Path:
    """The window's events up to `last`, as a file."""
    with gzip.open(window.events, "rt") as file:
        out.write_text("".join(line for line in file if line.startswith("date") or line[:10] <= last))
    return out
