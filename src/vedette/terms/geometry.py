"""Distances on the sphere, in one place, so that a ring of 15 km is the same ring in every room."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

__all__ = ["EARTH_RADIUS_KM", "great_circle_km", "plane_km", "within_km"]

EARTH_RADIUS_KM = 6371.0

Floats = NDArray[np.float64]


def great_circle_km(latitude: Any, longitude: Any, other_latitude: Any, other_longitude: Any) -> Floats:
    """Great-circle distance in km (haversine) between points in WGS84 degrees; arrays broadcast."""
    a, b, c, d = (
        np.radians(np.asarray(v, dtype=float)) for v in (latitude, longitude, other_latitude, other_longitude)
    )
    h = np.sin((c - a) / 2) ** 2 + np.cos(a) * np.cos(c) * np.sin((d - b) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(h, 0, 1))))


def plane_km(latitude: Floats, longitude: Floats) -> Floats:
    """Points, shape (n, 2), on a plane in km: equirectangular about their mean latitude; good to 1 % over a country."""
    middle = np.radians(np.mean(latitude)) if len(latitude) else 0.0
    return np.column_stack([np.radians(longitude) * np.cos(middle), np.radians(latitude)]) * EARTH_RADIUS_KM


def within_km(latitude: Floats, longitude: Floats, radius_km: float) -> list[list[int]]:
    """For each point the sorted indices of the points within `radius_km` of it, itself included (plane distances)."""
    points = plane_km(latitude, longitude)
    if not len(points):
        return []
    return [sorted(near) for near in cKDTree(points).query_ball_point(points, radius_km)]
