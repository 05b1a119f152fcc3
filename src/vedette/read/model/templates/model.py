"""The trained models of the template reader and how they are kept: arrays in one .npz, weights in 8 bits."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vedette.read.model.templates.counts import Counts
from vedette.read.model.templates.linear import Linear
from vedette.read.model.templates.trees import Trees
from vedette.terms.errors import VedetteError

__all__ = ["TREES", "Model", "is_shipped", "load", "pack", "unpack"]

TREES = [
    "right0",
    "right1",
    "right2",
    "right3",
    "right4",
    "types",
    "several2",
    "several3",
    "relevant",
    "items",
    "links",
    "tops",
    "entries",
]
"""Roles' candidates, types of the dispatch (one, two, three incidents or more), relevance, items, links, plans."""

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True)
class Model:
    """Everything that was trained. `most`: candidates kept per role; `bar`: the F1 aimed at; `encoded`: needs an encoder."""

    tokens: Linear
    sentences: Linear
    spans: Linear
    documents: Counts
    trees: Mapping[str, Trees]
    most: tuple[int, ...]
    bar: float
    encoded: bool


def _eight_bits(
    weights: NDArray[np.float32], least: float
) -> tuple[NDArray[np.int8], NDArray[np.float32], NDArray[np.bool_]]:
    kept = np.abs(weights).max(axis=1) >= least
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-6) / 127.0
    return np.round(weights[kept] / scale).astype(np.int8), scale.astype(np.float32), kept


def pack(model: Model, least: Mapping[str, float]) -> dict[str, NDArray[Any]]:
    """Arrays of a model for `numpy.savez_compressed`; traits whose weights are all under `least[part]` are dropped."""
    out: dict[str, NDArray[Any]] = {
        "most": np.array(model.most),
        "bar": np.array(model.bar),
        "encoded": np.array(model.encoded),
    }
    for name in ("tokens", "sentences", "spans"):
        part: Linear = getattr(model, name)
        small, scale, kept = _eight_bits(part.weights, least[name])
        out |= {
            f"{name}/known": part.known[kept],
            f"{name}/weights": small,
            f"{name}/scale": scale,
            f"{name}/bias": part.bias,
        }
    counts = model.documents
    small, scale, kept = _eight_bits(counts.weights, least["documents"])
    out |= {"documents/known": counts.known[kept], "documents/weights": small, "documents/scale": scale}
    out |= {"documents/bias": counts.bias, "documents/rarity": counts.rarity[kept].astype(np.float16)}
    for name, trees in model.trees.items():
        for field in ("feature", "threshold", "left", "right", "roots", "bag"):
            out[f"{name}/{field}"] = getattr(trees, field)
        out[f"{name}/value"] = trees.value.astype(np.float16)
    return out


def _trees(arrays: Arrays, name: str) -> Trees:
    feature, threshold, left, right, roots, bag = (
        arrays[f"{name}/{f}"] for f in ("feature", "threshold", "left", "right", "roots", "bag")
    )
    return Trees(feature, threshold, left, right, arrays[f"{name}/value"].astype(np.float32), roots, bag)


def unpack(arrays: Arrays) -> Model:
    """Build the model from the arrays of `pack`."""

    def linear(name: str) -> Linear:
        weights = arrays[f"{name}/weights"].astype(np.float32) * arrays[f"{name}/scale"]
        return Linear(arrays[f"{name}/known"], weights, arrays[f"{name}/bias"])

    weights = arrays["documents/weights"].astype(np.float32) * arrays["documents/scale"]
    documents = Counts(
        arrays["documents/known"], arrays["documents/rarity"].astype(np.float32), weights, arrays["documents/bias"]
    )
    trees = {name: _trees(arrays, name) for name in TREES}
    most = tuple(int(n) for n in arrays["most"])
    return Model(
        linear("tokens"),
        linear("sentences"),
        linear("spans"),
        documents,
        trees,
        most,
        float(arrays["bar"]),
        bool(arrays["encoded"]),
    )


def is_shipped(name: str) -> bool:
    """Whether the package holds the model of that name."""
    return files("vedette.read").joinpath(f"data/templates/{name}.npz").is_file()


@cache
def load(name: str | Path = "plain") -> Model:
    """Load the shipped model of that name, or the one of a path; `VedetteError` if it is absent or broken."""
    resource = files("vedette.read") / "data" / "templates" / f"{name}.npz" if isinstance(name, str) else None
    try:
        if resource is None:
            with np.load(name) as arrays:
                return unpack(dict(arrays))
        with as_file(resource) as path, np.load(path) as arrays:
            return unpack(dict(arrays))
    except (OSError, KeyError, ValueError, zlib.error) as error:
        where = resource if resource is not None else name
        raise VedetteError(
            f"{where}: the template model cannot be read ({error}); found no whole model, expected a .npz of this version"
        ) from error
