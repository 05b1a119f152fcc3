"""Event tables of others as reports and claims, by one versioned file per source in read/data/adapters/.

rows(raw, "ged.csv")          bytes of a table → a Report and a Claim per row, or the error that names line and field
recognised("id,relid,…")      whether a text begins as a table that an adapter knows
adapters()                    the adapters that there are
"""

from vedette.read.inputs.adapters.adapter import Adapter, adapters
from vedette.read.inputs.adapters.rows import recognised, rows

__all__ = ["Adapter", "adapters", "recognised", "rows"]
