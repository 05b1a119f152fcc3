"""Picture: claims of many reports in, one graded picture out.

picture = merge(reports, claims, areas, as_of)     incidents, threats, measures and scheduled events, each with its
                                                   grade and independent origins, and what is known of each area
originals = duplicates(reports)                    report id → id of the first report with the same text
"""

from vedette.picture.duplicates import duplicates
from vedette.picture.events import events_of
from vedette.picture.merging import merge

__all__ = ["duplicates", "events_of", "merge"]
