"""How `vedette read` shows a reading to people: the report with its claims marked, the claims, and why they say so."""

from typing import TYPE_CHECKING, Any

from vedette.cli.output import open_console
from vedette.cli.reading_marks import Gap, Mark, Piece, Stretch, clean, marks_of, pieces, stretches

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

__all__ = ["days", "show", "toll"]

_STYLES = {
    "attack": "red",
    "threat": "magenta",
    "warning": "yellow",
    "measure": "green",
    "directive": "cyan",
    "operation": "blue",
    "calendar": "bright_black",
}
_RIGHT_TO_LEFT = frozenset({"ar", "ckb"})
_TABLE_WIDTH = 130
"""Columns of a terminal from which the claims are a table and not one below the other."""
_TEXT_WIDTH = 100
_FIELDS = (("who", "actors"), ("whom", "targets"), ("with", "instruments"), ("where", "places"))


def show(result: dict[str, Any], *, explain: bool = False, whole: bool = False) -> None:
    """Print {report, claims}: head, text with its claims marked, then the claims.

    Of a long text the passages are printed, all of it with `whole`; `explain` adds the trace of every field. A terminal
    gets colours; NO_COLOR, a file or a pipe gets marks such as [A1: …]. In a text that runs from right to left no Latin
    letter is added, and the claims stand one below the other, so that a terminal that orders directions mixes nothing up.
    """
    report, claims = result["report"], result["claims"]
    console = open_console()
    reverse = report["language"] in _RIGHT_TO_LEFT
    _line(console, _plain(report["title"] or report["origin"]), "bold")
    _line(console, f"{_plain(report['publisher']) or 'publisher not named'}, {report['published'] or 'day not known'}")
    _line(console, "")
    marks = marks_of(claims)
    body = _without_title(report)
    for part in stretches(report["text"], marks, whole):
        if isinstance(part, Stretch) and part.end <= body:
            continue
        _print_part(console, report["text"], part, marks, reverse)
    if not claims:
        _line(console, "No claim of an attack, threat, warning, measure, order, operation or coming event.\n")
        return
    if reverse or console.width < _TABLE_WIDTH or explain:
        for number, claim in enumerate(claims, 1):
            _print_claim(console, number, claim, reverse, explain)
    else:
        _print_claims(console, claims)
    _line(console, "")


def days(time: dict[str, Any] | None) -> str:
    """`2031-05-12`, `2031-05-12 – 2031-05-14`, `… – 2031-05-14`; empty without a time."""
    if not time:
        return ""
    return time["start"] if time["start"] == time["end"] else f"{time['start'] or '…'} – {time['end'] or '…'}"


def toll(figures: dict[str, Any] | None, killed: str = "killed", injured: str = "injured", comma: str = ", ") -> str:
    """`2–3 killed, 5 injured`, in the words given; what is not said is left out."""
    out = []
    for key, word in (("killed", killed), ("injured", injured)):
        least, most = (figures or {}).get(key), (figures or {}).get(f"{key}_max")
        if least is not None:
            out.append(f"{least}–{most} {word}" if most is not None and most != least else f"{least} {word}")
    return comma.join(out)


def _without_title(report: dict[str, Any]) -> int:
    """Where the body begins: the title is printed above it."""
    title = report["title"]
    return len(title) if title and report["text"].startswith(f"{title}\n\n") else 0


def _print_part(console: "Console", text: str, part: Stretch | Gap, marks: list[Mark], reverse: bool) -> None:
    if isinstance(part, Gap):
        word = "paragraph" if part.paragraphs == 1 else "paragraphs"
        _line(
            console, f"[… {part.paragraphs} {word} without claims, {part.characters:,} characters; --whole …]\n", "dim"
        )
        return
    from rich.text import Text

    out = Text("… " if part.cut[0] else "")
    coloured = _coloured(console)
    for piece in pieces(text, part.start, part.end, marks):
        _append(out, piece, reverse, coloured)
    out.append(" …" if part.cut[1] else "")
    out.append("\n")
    _wrapped(console, out)


def _append(out: "Text", piece: Piece, reverse: bool, coloured: bool) -> None:
    """A piece with the numbers of the claims that begin at it: on a ground of colour, or in brackets."""
    if coloured:
        for mark in piece.begins:
            out.append(f" {_label(mark, reverse)} ", f"bold reverse {_STYLES[mark.kind]}")
        style = f"underline {_STYLES[piece.covers[0].kind]}" if piece.covers else ""
        out.append(clean(piece.text), style)
    else:
        opening = "".join(f"[{_label(mark, reverse)}: " for mark in piece.begins)
        out.append(f"{opening}{clean(piece.text)}{']' * piece.ends}")


def _label(mark: Mark, reverse: bool) -> str:
    return str(mark.number) if reverse else f"{mark.letter}{mark.number}"


def _print_claims(console: "Console", claims: list[dict[str, Any]]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("", "what", "who", "whom", "where", "when", "toll", "said by"):
        table.add_column(column)
    for number, claim in enumerate(claims, 1):
        head = Text(f"{claim['kind'][:1].upper()}{number}", f"bold {_STYLES[claim['kind']]}")
        fields = [_texts(claim[name]) for _, name in _FIELDS if name != "instruments"]
        cells = [_what(claim), *fields, days(claim["time"]), toll(claim["casualties"]), _voices(claim, " → ")]
        table.add_row(head, *(Text(cell) for cell in cells))
    console.print(table)


def _print_claim(console: "Console", number: int, claim: dict[str, Any], reverse: bool, explain: bool) -> None:
    from rich.text import Text

    head = Text(f"{claim['kind'][:1].upper()}{number}".ljust(4), f"bold {_STYLES[claim['kind']]}")
    _wrapped(console, head.append(_what(claim), "bold"))
    rows = [(label, _texts(claim[name])) for label, name in _FIELDS]
    rows += [("when", days(claim["time"])), ("toll", toll(claim["casualties"]))]
    rows.append(("said by", _voices(claim, " › " if reverse else " → ")))
    for label, value in rows:
        if value:
            _wrapped(console, Text(f"    {label.ljust(8)} {value}"))
    if explain:
        _print_why(console, claim)


def _print_why(console: "Console", claim: dict[str, Any]) -> None:
    """For every field the words that it was read from, the rule or model with its meaning, and the confidence."""
    from rich.text import Text

    from vedette.read.traces import rule_meaning

    _wrapped(console, Text(f"    why      {claim['reader']}, confidence {claim['confidence']:.2f}"))
    for trace in claim.get("traces", ()):
        words = f" “{_plain(trace['span']['text'])}”" if trace["span"] else ""
        meaning = rule_meaning(trace["rule"])
        _wrapped(console, Text(f"      {trace['field']}{words}"))
        told = f"{_plain(trace['rule'])} ({trace['confidence']:.2f})" + (f": {meaning}" if meaning else "")
        _wrapped(console, Text(f"        {told}", "dim"))


def _what(claim: dict[str, Any]) -> str:
    kind = f"{claim['kind']} ({_plain(claim['type'])})" if claim["type"] else str(claim["kind"])
    return f"{kind}, {claim['modality']}"


def _voices(claim: dict[str, Any], arrow: str) -> str:
    return arrow.join(_plain(link["text"]) for link in claim["attribution"]) or "unattributed"


def _texts(items: list[dict[str, Any]]) -> str:
    return ", ".join(_plain(item["text"]) for item in items)


def _line(console: "Console", text: str, style: str = "") -> None:
    from rich.text import Text

    _wrapped(console, Text(text, style))


def _wrapped(console: "Console", text: "Text") -> None:
    """Print at the width of the terminal, at most 100 columns; what goes to a file or a pipe is not broken."""
    if console.is_terminal:
        console.print(text, width=min(console.width, _TEXT_WIDTH))
    else:
        console.print(text, soft_wrap=True)


def _coloured(console: "Console") -> bool:
    return bool(console.is_terminal and not console.no_color and console.color_system)


def _plain(text: str) -> str:
    """Words of anybody on one line, without what could steer a terminal or turn the direction of writing."""
    return " ".join(clean(text or "").split())
