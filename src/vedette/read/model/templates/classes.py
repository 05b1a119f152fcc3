"""Word classes of the genre: which tokens of a dispatch belong to which class of data/templates/classes.toml."""

import tomllib
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from vedette.read.model.templates.words import Dispatch

__all__ = ["CLASSES", "EVENTS", "class_index", "classes"]

EVENTS = ("kill", "wound", "shoot", "attack", "bomb", "kidnap", "burn", "rob", "stoppage", "damage")


@cache
def _lexicon() -> tuple[
    tuple[str, ...], dict[str, tuple[int, ...]], dict[str, tuple[tuple[tuple[str, ...], int], ...]]
]:
    path = files("vedette.read") / "data" / "templates" / "classes.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    names = (*data["words"], *data["phrases"])
    number = {name: n for n, name in enumerate(names)}
    words: dict[str, list[int]] = {}
    for name, line in data["words"].items():
        for word in line.split():
            words.setdefault(word, []).append(number[name])
    phrases: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for name, entries in data["phrases"].items():
        for entry in entries:
            parts = tuple(entry.replace(",", " ,").replace("'S", " 'S").split())
            phrases.setdefault(parts[0], []).append((parts, number[name]))
    ordered = {w: tuple(sorted(p, key=lambda q: -len(q[0]))) for w, p in phrases.items()}
    return names, {w: tuple(c) for w, c in words.items()}, ordered


def class_index(name: str) -> int:
    """Return the column of a class in the result of `classes`."""
    return _lexicon()[0].index(name)


CLASSES = _lexicon()[0]


def classes(page: Dispatch) -> NDArray[np.bool_]:
    """Which classes each token belongs to, [tokens, classes]; phrases mark all of their tokens."""
    names, words, phrases = _lexicon()
    out = np.zeros((len(page), len(names)), dtype=np.bool_)
    for t, word in enumerate(page.word):
        for c in words.get(word, ()):
            out[t, c] = True
        for parts, c in phrases.get(word, ()):
            if tuple(page.word[t : t + len(parts)]) == parts:
                out[t : t + len(parts), c] = True
                break
    return out
