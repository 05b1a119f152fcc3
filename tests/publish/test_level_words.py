"""The words and codes of levels that alerts use agree with the level systems that postures come from."""

import tomllib
from importlib.resources import files

import pytest

from vedette.posture import load_system
from vedette.publish.levels import LANGUAGES

TABLE = tomllib.loads((files("vedette.publish") / "data" / "levels.toml").read_text(encoding="utf-8"))
SHIPPED = sorted(
    entry.name.removesuffix(".toml")
    for entry in (files("vedette.posture") / "data").iterdir()
    if entry.name.endswith(".toml")
)


@pytest.mark.parametrize("system", SHIPPED)
def test_alerts_name_every_level_as_its_own_system_does(system: str) -> None:
    levels = load_system(system).levels
    assert system in TABLE["systems"], f"{system}: data/levels.toml does not say how CAP codes its levels"
    for language in LANGUAGES:
        own = [getattr(level.name, language).casefold() for level in levels]
        assert TABLE["names"][system][language] == own, f"{system}, {language}"


def test_no_names_are_kept_of_a_system_that_is_not_shipped() -> None:
    assert set(TABLE["names"]) == set(SHIPPED)


@pytest.mark.parametrize("system", sorted(TABLE["systems"]))
def test_the_codes_of_a_system_never_fall_as_its_levels_rise(system: str) -> None:
    ladder = TABLE["systems"][system]
    assert ladder == sorted(set(ladder))
    assert set(ladder) <= set(range(1, len(TABLE["rank"]) + 1))
    if system in SHIPPED:
        assert len(ladder) == len(load_system(system).levels)
