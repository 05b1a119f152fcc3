"""Where an area of a grid lies, in words that people know: the nearest town of the shipped base map."""

import math

__all__ = ["near"]

_KM_PER_DEGREE, _FAR_KM = 111.2, 40.0


def near(latitude: float, longitude: float) -> str | None:
    """Such as "Ramadi" within 8 km of a town and "21 km NW of Ramadi" within 40; None where no town is near."""
    from vedette.store.basemap import towns

    best, north, east = math.inf, 0.0, 0.0
    name = ""
    for town in towns():
        up = (latitude - town.latitude) * _KM_PER_DEGREE
        right = (longitude - town.longitude) * _KM_PER_DEGREE * math.cos(math.radians(latitude))
        if math.hypot(up, right) < best:
            best, north, east, name = math.hypot(up, right), up, right, town.name.en or town.id
    if best > _FAR_KM:
        return None
    if best <= 8:
        return name
    way = ("E", "NE", "N", "NW", "W", "SW", "S", "SE")[round(math.degrees(math.atan2(north, east)) / 45) % 8]
    return f"{best:.0f}\u00a0km {way} of {name}"
