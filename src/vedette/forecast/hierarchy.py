"""Which area lies in which: the tree that sums of the forecast are taken over."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vedette.terms.errors import FieldError

__all__ = ["ALL", "Hierarchy"]

Floats = NDArray[np.float64]
Figures = TypeVar("Figures", NDArray[np.float64], NDArray[np.int32])

ALL = "all areas"


@dataclass(frozen=True)
class Hierarchy:
    """A tree of areas. Its nodes are the `leaves` first, then the areas that hold others, each after all its parts, last ALL.

    parent [nodes] is the number of the node that holds each, −1 for ALL; height [nodes] is 0 for a leaf, else 1 more than
    that of the highest part.
    """

    names: tuple[str, ...]
    leaves: int
    parent: NDArray[np.int64]
    height: NDArray[np.int64]

    @classmethod
    def of(cls, areas: pl.DataFrame) -> "Hierarchy":
        """The tree of a table of areas by its column `parent` (null or empty: none); flat where there is no such column.

        A parent without a row of its own is an area that holds others, too. The leaves have the order of the table, as in
        store.tables.leaves_of. Raises FieldError where areas hold each other in a ring.
        """
        names = areas["area"].to_list()
        above = areas["parent"].to_list() if "parent" in areas.columns else [None] * len(names)
        holder = {name: up or None for name, up in zip(names, above, strict=True)}
        holder.update({up: None for up in list(holder.values()) if up is not None and up not in holder})
        inner = {up for up in holder.values() if up is not None}
        height = _heights(holder, [name for name in holder if name not in inner])
        for name, up in holder.items():
            if name not in height:
                raise FieldError(None, None, "parent", f"{up} of {name}", "areas that do not hold each other in a ring")
        order = sorted(holder, key=lambda name: height[name])
        number = {name: at for at, name in enumerate(order)}
        top = len(order)
        return cls(
            names=(*order, ALL),
            leaves=sum(height[name] == 0 for name in order),
            parent=np.array([*(top if (up := holder[name]) is None else number[up] for name in order), -1]),
            height=np.array([*(height[name] for name in order), 1 + max(height.values(), default=0)]),
        )

    @classmethod
    def flat(cls, areas: Sequence[str]) -> "Hierarchy":
        """Areas side by side, held by ALL alone."""
        return cls.of(pl.DataFrame({"area": list(areas)}, schema={"area": pl.String}))

    @property
    def levels(self) -> tuple[str, ...]:
        """Of each node: "area" (a leaf), "parent" or "all"."""
        inner = len(self.names) - 1 - self.leaves
        return ("area",) * self.leaves + ("parent",) * inner + ("all",)

    def sums(self, values: Floats) -> Floats:
        """Values of the leaves, shape (leaves,), and of every node above them, shape (nodes,).

        The figure of a node is 0 plus those of its parts, added one by one in the order of the nodes.
        """
        out = np.concatenate([values, np.zeros(len(self.names) - self.leaves)])
        for step in range(int(self.height[-1])):
            parts = np.flatnonzero(self.height == step)
            np.add.at(out, self.parent[parts], out[parts])
        return out

    def raised(self, values: Figures) -> Figures:
        """Figures of the nodes, shape (…, nodes), each at least that of every part."""
        out = values.copy()
        by_node = out.T
        for step in range(int(self.height[-1])):
            parts = np.flatnonzero(self.height == step)
            np.maximum.at(by_node, self.parent[parts], by_node[parts])
        return out


def _heights(holder: dict[str, str | None], leaves: Sequence[str]) -> dict[str, int]:
    """The height of every area that can be reached from the leaves without walking in a ring."""
    waiting = dict.fromkeys(holder, 0)
    for up in holder.values():
        if up is not None:
            waiting[up] += 1
    height, ready = dict.fromkeys(leaves, 0), list(leaves)
    for name in ready:
        up = holder[name]
        if up is None:
            continue
        waiting[up] -= 1
        height_up = max(height.get(up, 0), height[name] + 1)
        if waiting[up] == 0:
            ready.append(up)
        height[up] = height_up
    return {name: height[name] for name in ready}
