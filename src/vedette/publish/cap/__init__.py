"""CAP 1.2 (OASIS, 2010): the check of anybody's alerts.

cap_check takes the bytes of one alert and a clock and gives a CheckResult; check_together also relates alerts to each
other (rule 15). Nothing here raises an error on hostile content, opens a network connection or expands an entity.
"""

from vedette.publish.cap.check import cap_check, check_together, relate
from vedette.publish.cap.opening import MAX_BYTES
from vedette.publish.cap.result import CheckResult, Violation

__all__ = ["MAX_BYTES", "CheckResult", "Violation", "cap_check", "check_together", "relate"]
