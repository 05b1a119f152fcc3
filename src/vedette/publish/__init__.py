"""From anything approved to what each audience may see: alerts, situation report, map — one gate, one renderer each.

`gate` cuts records to an Audience and tells what is withheld. `cap_alert` takes Postures and gives a CAP 1.2 message,
`situation_report` takes SitrepContent and gives one HTML file, `geojson` takes Postures and Incidents and gives a
FeatureCollection. `cap_check` judges anybody's alerts. Nothing leaves above its audience's marking (MarkingError).
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vedette.publish.audience import as_public_map, audience_named, audiences, gate
    from vedette.publish.cap import CheckResult, cap_check
    from vedette.publish.cap.alert import cap_alert, cap_reference
    from vedette.publish.content import DeploymentSummary, ForecastRow, SitrepContent, forecast_rows, summary_of
    from vedette.publish.editions import Rendered, alert_and_map, reports
    from vedette.publish.features import geojson
    from vedette.publish.filing import publication
    from vedette.publish.releasing import release
    from vedette.publish.sitrep import situation_report

_HOMES = {
    "Rendered": "editions",
    "alert_and_map": "editions",
    "publication": "filing",
    "reports": "editions",
    "CheckResult": "cap",
    "DeploymentSummary": "content",
    "ForecastRow": "content",
    "SitrepContent": "content",
    "as_public_map": "audience",
    "audience_named": "audience",
    "audiences": "audience",
    "cap_alert": "cap.alert",
    "cap_check": "cap",
    "cap_reference": "cap.alert",
    "forecast_rows": "content",
    "gate": "audience",
    "geojson": "features",
    "release": "releasing",
    "situation_report": "sitrep",
    "summary_of": "content",
}

__all__ = [
    "CheckResult",
    "DeploymentSummary",
    "ForecastRow",
    "Rendered",
    "SitrepContent",
    "alert_and_map",
    "as_public_map",
    "audience_named",
    "audiences",
    "cap_alert",
    "cap_check",
    "cap_reference",
    "forecast_rows",
    "gate",
    "geojson",
    "publication",
    "release",
    "reports",
    "situation_report",
    "summary_of",
]


def __getattr__(name: str) -> object:
    """Import a verb when it is used: a check of one alert needs neither pages nor maps."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
