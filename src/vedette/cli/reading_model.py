"""`vedette read --reader language-model`: where a language model is asked, and what becomes of a report when it is not there."""

import os
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from vedette.terms.errors import FetchError, FieldError, FormatError
from vedette.terms.report import Claim, Report

if TYPE_CHECKING:
    from vedette.store.completions import Completions

__all__ = ["KEY", "Model", "model_of", "vote"]

KEY = "VEDETTE_ENDPOINT_KEY"
"""The variable of the environment that holds the key, the only way to give it."""

_PATIENCE = 3
"""Failures one after another from which the endpoint is not asked again in this run."""


@dataclass(frozen=True)
class Model:
    """An endpoint (an address up to /v1) and the name of a model there."""

    endpoint: str
    name: str


@dataclass
class _Asked:
    """A connection to a model and how many questions failed one after another."""

    server: "Completions"
    failed: int = field(default=0)


def model_of(endpoint: str | None, name: str | None) -> Model:
    """The model that options or environment name. Raises FieldError where one is missing or the address is not allowed."""
    if not endpoint:
        wanted = "the address of a language model, such as http://127.0.0.1:8080/v1"
        raise FieldError("--endpoint", None, None, "nothing", wanted)
    if not name:
        raise FieldError("--model", None, None, "nothing", "the name of a model at the endpoint")
    model = Model(endpoint, name)
    _asked(model)
    return model


def vote(report: Report, claims: list[Claim], model: Model) -> tuple[list[Claim], str | None]:
    """The claims with the votes of the model, and a line about what was not answered.

    A paragraph without a good answer has no vote; the claims given are never lost. Rows of event tables are not asked about.
    """
    from vedette.read.model.language_model import parse_answer, passages_of, question
    from vedette.read.model.model_votes import with_votes

    if any(claim.reader.startswith("table:") for claim in claims):
        return claims, None
    asked = _asked(model)
    answers, problem, lost = [], "", 0
    passages = passages_of(report)
    for passage in passages:
        if asked.failed >= _PATIENCE:
            lost += 1
            problem = problem or "it failed before in this run"
            continue
        try:
            content = asked.server.ask(question(passage, report.language, model.name))
            asked.failed = 0
            answers.append((passage, parse_answer(content)))
        except FetchError as error:
            asked.failed += 1
            lost, problem = lost + 1, str(error)
        except FormatError as error:
            lost, problem = lost + 1, str(error)
    told = f"{lost} of {len(passages)} passages without the language model's vote: {problem}" if lost else None
    return with_votes(report, claims, answers), told


@cache
def _asked(model: Model) -> _Asked:
    from vedette.store.completions import Completions

    return _Asked(Completions(model.endpoint, os.environ.get(KEY) or None))
