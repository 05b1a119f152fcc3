"""Where and when is an attack likely? Counts per area and day go in, a calibrated distribution per area and day comes out.

    forecast(history, as_of, horizon)     the forecast issued on a day: FORECAST_SCHEMA for as_of … as_of + horizon − 1
    hindcast(history, first, last)        the same for every day of the past, each from the events before it alone
    explain(history, as_of, area)         what the forecast of one area is made of, in words and factors
    fit(history, as_of, horizon)          what these are made with: fit once, then ask for forecasts and reasons,
                                          for .sums over a Hierarchy of areas and spans of days, and for the
                                          .update of the next day

`history` is terms.counts.AreaDays. Scheduled events, threats and silent areas of the picture are optional.
"""

from vedette.forecast.hierarchy import Hierarchy
from vedette.forecast.hindcast import hindcast
from vedette.forecast.issue import Fitted, fit
from vedette.forecast.verbs import explain, forecast

__all__ = ["Fitted", "Hierarchy", "explain", "fit", "forecast", "hindcast"]
