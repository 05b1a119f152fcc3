"""Averages over the neighbourhood of each area."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.spatial import cKDTree

from vedette.terms.geometry import plane_km

__all__ = ["neighbour_average"]

Floats = NDArray[np.float64]


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
    tree = cKDTree(points)
    spacing = _spacing(points)
    pairs = tree.query_pairs(reach * spacing * (1 + 1e-9), output_type="ndarray")
    row = np.concatenate([pairs[:, 0], pairs[:, 1]])
    column = np.concatenate([pairs[:, 1], pairs[:, 0]])
    distance2 = ((points[row] - points[column]) ** 2).sum(axis=1)
    weight = np.exp(-distance2 / (2 * (width * spacing) ** 2))
    total = np.bincount(row, weights=weight, minlength=number)
    matrix = csr_matrix((weight / total[row], (row, column)), shape=(number, number))
    matrix.sort_indices()
    return matrix


def _spacing(points: Floats) -> float:
    """Median distance to the nearest other place; areas with the same centre count once."""
    places = np.unique(points, axis=0)
    if len(places) < 2:
        return 1.0
    return float(np.median(cKDTree(places).query(places, 2)[0][:, 1]))
