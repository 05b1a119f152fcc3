"""The transition table and the deadlines of directives, read from rules.toml."""

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files

from vedette.terms.directive import DirectiveState

__all__ = ["Rules", "rules"]


@dataclass(frozen=True)
class Rules:
    """Which state may follow which, how soon an addressee answers, and how soon the next step of the chain is told."""

    transitions: dict[DirectiveState, frozenset[DirectiveState]]
    acknowledge: timedelta
    lead: timedelta
    step: timedelta


@cache
def rules() -> Rules:
    """The rules in force."""
    table = tomllib.loads(files(__package__).joinpath("rules.toml").read_text("utf-8"))
    return Rules(
        transitions={
            DirectiveState(state): frozenset(DirectiveState(name) for name in following)
            for state, following in table["transitions"].items()
        },
        acknowledge=timedelta(minutes=table["acknowledge_minutes"]),
        lead=timedelta(minutes=table["lead_minutes"]),
        step=timedelta(minutes=table["escalation_step_minutes"]),
    )
