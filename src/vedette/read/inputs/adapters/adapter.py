"""What an adapter file says: by which columns a table is known, and what each of them is in a claim."""

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import Field

from vedette.terms.record import Probability, Term
from vedette.terms.report import ClaimKind, Modality, PlacePrecision, TimePrecision

__all__ = ["ActorColumn", "Adapter", "KindRule", "Spread", "Voice", "adapters"]


class Spread(Term):
    """What a code of time precision means: the precision, and how far the event may lie from the days given.

    `days` is added at both ends; `month` and `year` widen to the whole month or year.
    """

    precision: TimePrecision
    days: int = Field(default=0, ge=0)
    month: bool = False
    year: bool = False


class KindRule(Term):
    """What a value of the column of kinds is: the longest rule that the value begins with counts."""

    value: str
    kind: ClaimKind | None = Field(default=None, description="None: no claim; the row is passed over")
    type: str | None = None
    modality: Modality = Modality.HAPPENED
    role: str = Field(default="", description="Role of the actors of this kind, instead of that of their column")


class ActorColumn(Term):
    """A column that names who acts or, with `target`, what was struck."""

    column: str
    role: str = ""
    target: bool = False


class Voice(Term):
    """A link of the chain of sources: a fixed name, or the first filled of some columns."""

    text: str = ""
    columns: tuple[str, ...] = ()
    role: str
    split: str = Field(default="", description="Sign between several names in one cell")
    until: str = Field(default="", description="Sign that ends the name within the cell")
    host: bool = Field(default=False, description="Whether the cell is an address, whose host is the name")


class Adapter(Term):
    """One source of event tables. Columns are named as in its header; empty strings stand for none."""

    name: str
    version: str
    title: str
    source: str
    publisher: str = ""
    language: str = "und"
    delimiter: str = ","
    header: tuple[str, ...] = Field(default=(), description="The columns, where the file has no header line")
    columns: tuple[str, ...] = Field(min_length=1, description="Columns by which the table is known: all must be there")
    confidence: Probability
    less_sure: dict[str, dict[str, Probability]] = Field(
        default_factory=dict, description="Column → value → confidence"
    )
    passage: str = Field(
        default="", description="Column with the words of the coder; the whole row is evidence without"
    )
    lines: tuple[str, ...] = Field(description="Columns that make the text of the report, each `column: value`")
    headline: str = ""
    address: str = Field(default="", description="Column with the address of the article: the report's origin")
    published: str = Field(default="", description="Column with the day of publication of the sources, never of coding")
    id: str = ""
    dates: tuple[str, ...] = Field(description="Formats of days, as of strptime")
    start: str
    end: str = ""
    time_code: str = ""
    times: dict[str, Spread] = Field(default_factory=dict)
    places: tuple[str, ...] = Field(description="Columns with names of the place; the first filled counts")
    latitude: str = ""
    longitude: str = ""
    admin1: str = ""
    country: str = Field(default="", description="Column with a name or a code of the country")
    countries: dict[str, str] = Field(
        default_factory=dict, description="Code or name → ISO 3166-1 alpha-2; others are looked up"
    )
    place_code: str = ""
    place_precisions: dict[str, PlacePrecision] = Field(default_factory=dict)
    precision: PlacePrecision | None = None
    kind_column: str = ""
    kinds: tuple[KindRule, ...] = ()
    type_column: str = Field(default="", description="Column whose value is the type as it stands")
    actors: tuple[ActorColumn, ...] = ()
    unarmed: str = Field(default="", description="How names begin of those who only suffer: they are targets")
    killed: tuple[str, ...] = Field(default=(), description="Columns, the first that is there: the figure held best")
    killed_max: str = ""
    voices: tuple[Voice, ...] = ()


@cache
def adapters() -> tuple[Adapter, ...]:
    """All adapters, those that ask for most columns first: a table is known by the one that says most of it."""
    folder = files("vedette.read").joinpath("data", "adapters")
    found = [
        Adapter.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
        for file in sorted(folder.iterdir(), key=lambda f: f.name)
        if file.name.endswith(".toml")
    ]
    return tuple(sorted(found, key=lambda adapter: -len(adapter.columns)))
