"""The incidents of a picture as a table of events, which forecast and review count."""

from collections.abc import Collection
from datetime import date

import polars as pl

from vedette.terms.counts import EVENT_SCHEMA
from vedette.terms.picture import Picture

__all__ = ["events_of"]


def events_of(picture: Picture, areas: Collection[str], after: date | None = None) -> pl.DataFrame:
    """One row per incident that lies in one of `areas` (ids) and began after the local day `after` (EVENT_SCHEMA).

    An incident without a day or outside the areas is left out: it is believed, but nobody can count it.
    """
    rows = [
        (i.start, i.area, i.place.latitude if i.place else None, i.place.longitude if i.place else None, i.type)
        for i in picture.incidents
        if i.area in areas and i.start is not None and (after is None or i.start > after)
    ]
    return pl.DataFrame(rows, schema=EVENT_SCHEMA, orient="row")
