"""What a language model is asked about a report, and what of its answer is even looked at (decision page 0019).

Every paragraph is a question of its own: words in one can then touch nothing but the answer about that one. Sentences that
address a program are left out of it. The model quotes; it gives no date, coordinate, figure, level or address.
"""

import json
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from vedette.read.words.letters import fold
from vedette.read.words.lexicon import LANGUAGES, lexicon
from vedette.read.words.sentences import sentences
from vedette.terms.errors import FormatError
from vedette.terms.report import ClaimKind, Modality, Report

__all__ = ["Passage", "Proposal", "addresses_machine", "parse_answer", "passages_of", "question", "settings"]


@cache
def settings() -> dict[str, Any]:
    """The figures and the instructions of data/language_model.toml."""
    return tomllib.loads(files("vedette.read").joinpath("data", "language_model.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Passage:
    """A paragraph as it is asked about: `text` is what is sent, `kept` the spans of the report's text that it is made of."""

    text: str
    kept: tuple[tuple[int, int], ...]

    def find(self, words: str) -> list[tuple[int, int]]:
        """Where words stand verbatim in what was sent, as spans of the report's text; several where a sentence between
        them was left out, none where they do not stand there."""
        at = self.text.find(words)
        if at < 0 or not words.strip():
            return []
        out: list[tuple[int, int]] = []
        position = 0
        for start, end in self.kept:
            first, last = max(at - position, 0), min(at + len(words) - position, end - start)
            if first < last:
                if out and start - out[-1][1] == 1:
                    out[-1] = (out[-1][0], start + last)
                else:
                    out.append((start + first, start + last))
            position += end - start + 1
        return out


_FIGURES = settings()
_Words = Annotated[str, StringConstraints(min_length=1, max_length=_FIGURES["max_words"])]
_Names = Annotated[tuple[_Words, ...], Field(max_length=_FIGURES["max_items"])]


class Proposal(BaseModel):
    """A claim as a model proposes it: nothing but quotations beside its kind and modality; anything more is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: ClaimKind
    modality: Modality
    evidence: Annotated[str, StringConstraints(min_length=1, max_length=_FIGURES["max_evidence"])]
    actors: _Names
    targets: _Names
    instruments: _Names
    places: _Names
    time: _Words | None
    attribution: _Names


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    claims: Annotated[tuple[Proposal, ...], Field(max_length=_FIGURES["max_claims"])]


def passages_of(report: Report) -> list[Passage]:
    """The paragraphs of a report to ask about, in order, at most `max_passages`.

    Sentences that address a program are left out, so that a paragraph reads as if they had never stood in it. A report in
    another language than English, Arabic or Sorani has none.
    """
    if report.language not in LANGUAGES:
        return []
    lex = lexicon(report.language)
    paragraphs: dict[int, list[tuple[int, int]]] = {}
    for sentence in sentences(report.text, 0, lex):
        if not addresses_machine(sentence.raw):
            paragraphs.setdefault(sentence.paragraph, []).append((sentence.start, sentence.end))
    out: list[Passage] = []
    for spans in paragraphs.values():
        for kept in _shares(spans):
            text = " ".join(report.text[start:end] for start, end in kept)
            if len(text.split()) >= _FIGURES["min_words"]:
                out.append(Passage(text, tuple(kept)))
    return out[: _FIGURES["max_passages"]]


def addresses_machine(words: str, *, broadly: bool = False) -> bool:
    """Whether words speak to a program that reads them, in any of the languages, whatever that of the report.

    `broadly` also takes words that are merely of that genre.
    """
    folded = fold(words)
    names = ("to_machine", "order_first", *(("machine_words",) if broadly else ()))
    return any(lexicon(tag).cue(name).search(folded) for tag in sorted(LANGUAGES) for name in names)


def question(passage: Passage, language: str, model: str) -> dict[str, Any]:
    """The body of a chat completion (OpenAI's protocol): instructions, the passage as data, the schema of the answer.

    Temperature 0, no tools, no stream; the passage stands in a string of JSON, so that none of its signs ends it.
    """
    data = json.dumps({"language": language, "passage": passage.text}, ensure_ascii=False)
    return {
        "model": model,
        "messages": [
            {"role": "system", "content": settings()["instructions"].strip()},
            {"role": "user", "content": data},
        ],
        "temperature": 0,
        "stream": False,
        "max_tokens": settings()["max_tokens"],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "claims", "strict": True, "schema": _schema()},
        },
    }


def parse_answer(content: str) -> list[Proposal]:
    """The proposals of an answer. Raises FormatError for anything but the JSON that the schema allows."""
    wanted = "the JSON of the schema that was asked for"
    if len(content) > _FIGURES["max_answer"]:
        raise FormatError("language model", field="answer", found=f"{len(content)} characters", expected=wanted)
    try:
        return list(_Answer.model_validate_json(content).claims)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])[:60] or "answer"
        raise FormatError("language model", field=where, found=first["type"], expected=wanted) from None


def _shares(spans: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Sentences of a paragraph in shares of at most `max_passage` characters."""
    out: list[list[tuple[int, int]]] = []
    size = 0
    for start, end in spans:
        if out and size + end - start < _FIGURES["max_passage"]:
            out[-1].append((start, end))
        else:
            out.append([(start, end)])
            size = 0
        size += end - start + 1
    return out


def _schema() -> dict[str, Any]:
    """The schema in the subset that strict decoding knows: every field required, nothing else allowed."""
    words = {"type": "string"}
    names = {"type": "array", "items": words}
    fields: dict[str, Any] = {
        "kind": {"type": "string", "enum": [kind.value for kind in ClaimKind]},
        "modality": {"type": "string", "enum": [modality.value for modality in Modality]},
        "evidence": words,
        **dict.fromkeys(("actors", "targets", "instruments", "places"), names),
        "time": {"type": ["string", "null"]},
        "attribution": names,
    }
    claim = {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}
    claims = {"type": "array", "items": claim}
    return {"type": "object", "properties": {"claims": claims}, "required": ["claims"], "additionalProperties": False}
