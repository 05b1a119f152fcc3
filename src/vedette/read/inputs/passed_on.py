"""What of a mail's text is the report: the innermost mail that was passed on, without quotation marks and furniture."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from email.utils import parseaddr
from functools import cache
from importlib.resources import files

from vedette.read.inputs.instants import day_of
from vedette.read.words.expressions import compiled

__all__ = ["Letter", "letter_of", "plain_subject", "sender_name"]

_QUOTE = re.compile(r"^(?:\s?>)+ ?")
_OWN_WORDS = 40
"""Words above a mail that was passed on, from which they are a report and not a note on it."""
_HEAD_LINES = 12


@dataclass(frozen=True)
class Letter:
    """The text, and what the head of the mail within the mail says; empty or None where it was not passed on."""

    text: str
    sender: str
    subject: str
    sent: date | None


def letter_of(text: str) -> Letter:
    """The report in the text of a mail. A note above a mail that was passed on is left out; a long one is the report."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").split("\n")]
    sender, subject, sent = "", "", None
    for _ in range(6):
        found = _head_within(lines)
        if found is None:
            break
        row, end, facts = found
        if len(" ".join(lines[:row]).split()) >= _OWN_WORDS:
            lines = _until(lines[:row], "forwarded")
            break
        lines = [_QUOTE.sub("", line) for line in lines[end:]]
        sender = facts.get("from") or sender
        subject = facts.get("subject") or subject
        sent = day_of(facts.get("sent", "")) or sent
    lines = _until(_without_quotes(lines), "ends")
    kept = [line for line in lines if not _cue("furniture").fullmatch(line.strip())]
    return Letter("\n".join(kept).strip(), sender_name(sender), subject, sent)


def sender_name(sender: str) -> str:
    """The name of a sender, or else the domain: of "Delta Wire <news@delta.example>" the first."""
    name, address = parseaddr(sender)
    if "@" not in address:
        return sender.strip(" \"'<>")
    return name.strip(" \"'") or address.rpartition("@")[2]


def plain_subject(subject: str) -> str:
    """A subject without Re:, Fwd: and the like, which may stand there several times."""
    for _ in range(10):
        shorter = compiled(rf"^\s*(?:{_cue('passed_on').pattern})\s*(?::|(?<=\]))\s*", re.I).sub("", subject)
        if shorter == subject:
            break
        subject = shorter
    return subject.strip()


def _head_within(lines: list[str]) -> tuple[int, int, dict[str, str]] | None:
    """First row, row after the end and facts of the first head of a mail within the text."""
    for row, line in enumerate(lines):
        bare = _QUOTE.sub("", line).strip(" *")
        marked = bool(_cue("forwarded").fullmatch(bare))
        if not marked and not _label("from").match(bare):
            continue
        facts: dict[str, str] = {}
        at = row + marked
        while at < len(lines) and at < row + _HEAD_LINES:
            bare = _QUOTE.sub("", lines[at]).replace("*", "").strip()
            name = next((n for n in ("from", "sent", "subject", "other") if _label(n).match(bare)), "")
            if name:
                facts.setdefault(name, _label(name).sub("", bare, count=1).strip())
            elif bare:
                break
            at += 1
            if not bare and len(facts) > 1:
                break
        if "from" in facts and ("sent" in facts or "subject" in facts):
            return row, at, facts
    return None


def _without_quotes(lines: list[str]) -> list[str]:
    """Own lines only where some are left; a text that is quoted as a whole is taken out of its marks."""
    own: list[str] = []
    for line in lines:
        if _cue("answered").fullmatch(line.strip()):
            if len(" ".join(own).split()) >= 8:
                break
            continue
        own.append(line)
    quoted = sum(1 for line in own if line.startswith(">"))
    filled = sum(1 for line in own if line.strip())
    if quoted > 0.5 * filled:
        return [_QUOTE.sub("", line) for line in own]
    return [line for line in own if not line.startswith(">")]


def _until(lines: list[str], name: str) -> list[str]:
    """The lines above the first that matches, if there is text above it."""
    for row, line in enumerate(lines):
        if _cue(name).fullmatch(line.strip()) and any(each.strip() for each in lines[:row]):
            return lines[:row]
    return lines


@cache
def _table() -> dict[str, list[str]]:
    """The words of data/mail.toml."""
    return tomllib.loads(files("vedette.read").joinpath("data", "mail.toml").read_text(encoding="utf-8"))


@cache
def _cue(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each})" for each in _table()[name]), re.I)


@cache
def _label(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_table()[name])})\s*:\s*", re.I)
