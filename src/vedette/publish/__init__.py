"""From anything approved to what each audience may see: alerts, situation report, map — one gate, one renderer each.

`gate` cuts records to an Audience and tells what is withheld. `cap_alert` takes Postures and gives a CAP 1.2 message,
`situation_report` takes SitrepContent and gives one HTML file, `geojson` takes Postures and Incidents and gives a
FeatureCollection. `cap_check` judges anybody's alerts. Nothing leaves above its audience's marking (MarkingError).
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vedette.publish.cap import CheckResult, cap_check
    from vedette.publish.cap.alert import cap_alert, cap_reference
    from vedette.publish.content import DeploymentSummary, ForecastRow, SitrepContent, forecast_rows
    from vedette.publish.gate import as_public_map, audience_named, audiences, gate
    from vedette.publish.geojson import geojson
    from vedette.publish.release import release
    from vedette.publish.sitrep import situation_report

_HOMES = {
    "CheckResult": "cap",
    "DeploymentSummary": "content",
    "ForecastRow": "content",
    "SitrepContent": "content",
    "as_public_map": "gate",
    "audience_named": "gate",
    "audiences": "gate",
    "cap_alert": "cap.alert",
    "cap_check": "cap",
    "cap_reference": "cap.alert",
    "forecast_rows": "content",
    "gate": "gate",
    "geojson": "geojson",
    "release": "release",
    "situation_report": "sitrep",
}

__all__ = [
    "CheckResult",
    "DeploymentSummary",
    "ForecastRow",
    "SitrepContent",
    "as_public_map",
    "audience_named",
    "audiences",
    "cap_alert",
    "cap_check",
    "cap_reference",
    "forecast_rows",
    "gate",
    "geojson",
    "release",
    "situation_report",
]
