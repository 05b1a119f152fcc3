"""Averages over the neighbourhood of each area."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.spatial import cKDTree

from vedette.terms.geometry import plane_km

__all__ = ["neighbour_average"]

Floats = NDArray[np.float64]

_AT_ONCE = 4096


def neighbour_average(latitude: Floats, longitude: Floats, width: float, reach: float) -> csr_matrix:
    """Sparse matrix, shape (areas, areas), that averages a rate over each area's neighbours, itself left out.

    latitude and longitude are area centres in WGS84 degrees, shape (areas,). The weight of a neighbour at distance d is
    exp(−d² / (2 s²)) with s = `width` spacings, cut off at `reach` spacings; the spacing is the median distance to the
    nearest area at another place, so that cells of any size and districts are treated alike. Each row adds up to 1, or
    to 0 where no area is near.
    """
    number = len(latitude)
    points = plane_km(latitude, longitude)
    if number < 2:
        return csr_matrix((number, number))
    tree, spacing = cKDTree(points), _spacing(points)
    columns, weights, sizes = [], [], []
    for begin in range(0, number, _AT_ONCE):
        some = np.arange(begin, min(begin + _AT_ONCE, number))
        column, size = _within(tree, points[some], reach * spacing * (1 + 1e-9))
        row = np.repeat(some, size)
        other = column != row
        row, column = row[other], column[other]
        weight = np.exp(-((points[row] - points[column]) ** 2).sum(axis=1) / (2 * (width * spacing) ** 2))
        own = np.bincount(row - begin, minlength=len(some))
        total = np.bincount(row - begin, weights=weight, minlength=len(some))
        columns.append(column.astype(np.int32))
        weights.append(weight / total[row - begin])
        sizes.append(own)
    start = np.concatenate([[0], np.cumsum(np.concatenate(sizes))])
    return csr_matrix((np.concatenate(weights), np.concatenate(columns), start), shape=(number, number))


def _within(tree: cKDTree, points: Floats, distance: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The numbers of the places within `distance` of each point, in order, and how many these are for each."""
    found = tree.query_ball_point(points, distance, return_sorted=True)
    size = np.array([len(numbers) for numbers in found])
    return np.concatenate([np.asarray(numbers, dtype=np.int64) for numbers in found]), size


def _spacing(points: Floats) -> float:
    """Median distance to the nearest other place; areas with the same centre count once."""
    places = np.unique(points, axis=0)
    if len(places) < 2:
        return 1.0
    return float(np.median(cKDTree(places).query(places, 2)[0][:, 1]))
