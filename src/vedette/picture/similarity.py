"""Whether two claims tell of the same thing: points per trait, or None when they cannot.

Source of the method: Fellegi and Sunter (1969), A theory for record linkage, with points set in data/merging.toml.
"""

from math import asin, cos, radians, sin, sqrt

from vedette.picture.features import Features, Spot
from vedette.picture.rules import MergingRules
from vedette.terms.geometry import EARTH_RADIUS_KM

__all__ = ["likeness"]


def likeness(one: Features, other: Features, rules: MergingRules) -> float | None:
    """Points for two claims of one group being about the same thing; None when place, day or type forbid it."""
    if one.area and other.area and one.area != other.area:
        return None
    if one.report == other.report and not (one.spots and other.spots):
        return _within_report(one, other, rules)
    day = _day(one, other, rules)
    if day is None:
        return None
    place = _place(one, other, rules)
    if place is None:
        return None
    kind = _type(one, other, rules)
    if kind is None:
        return None
    return (
        day
        + place
        + kind
        + _actor(one, other, rules)
        + _target(one, other, rules)
        + _toll(one, other, rules)
        + _hour(one, other, rules)
        + _text(one, other, rules)
    )


def _within_report(one: Features, other: Features, rules: MergingRules) -> float | None:
    """A claim without a place of its own, such as "nobody claimed the attack", speaks of one told just before it."""
    kind, day = _type(one, other, rules), _day(one, other, rules)
    if kind is None or one.another or other.another or (day is None and one.dated and other.dated):
        return None
    far = min(1.0, abs(one.position - other.position) / rules.text["far_characters"])
    points = rules.text["anaphor"] * (1 - far) + kind
    return points + _actor(one, other, rules) + _target(one, other, rules) + _toll(one, other, rules)


def _day(one: Features, other: Features, rules: MergingRules) -> float | None:
    points = rules.day
    gap = max(one.first, other.first) - min(one.last, other.last)
    if gap > points["tolerance_days"]:
        return None
    if not (one.dated and other.dated):
        return points["undated"] if gap <= 0 else points["undated"] + points["next"]
    if gap > 0:
        return points["next_said"] if one.day_said and other.day_said else points["next"]
    longest = max(one.last - one.first, other.last - other.first) + 1
    if longest == 1:
        return points["same"]
    return points["overlap"] if longest <= points["short_days"] else points["wide"]


def _place(one: Features, other: Features, rules: MergingRules) -> float | None:
    if rules.is_held_widely(one.group, one.type) and one.type == other.type:
        return rules.place["contained"]
    if not one.spots or not other.spots:
        return rules.place["unlocated"]
    found = [points for a in one.spots for b in other.spots if (points := _spots(a, b, rules)) is not None]
    return max(found) if found else None


def _spots(a: Spot, b: Spot, rules: MergingRules) -> float | None:
    points = rules.place
    named = bool(a.keys & b.keys)
    if a.latitude is None or b.latitude is None or a.longitude is None or b.longitude is None:
        if named:
            return points["same"] if not (a.coarse or b.coarse) else points["contained"]
        if a.coarse or b.coarse:
            return points["contained"] if _same_admin(a, b) is not False else None
        if any(_is_misspelt(mine, theirs) for mine in a.bones for theirs in b.bones):
            return points["spelling"] if _same_admin(a, b) is not False else None
        return points["unresolved"] if _same_admin(a, b) is not False else None
    distance = _km(a.latitude, a.longitude, b.latitude, b.longitude)
    reach = a.radius + b.radius
    if a.coarse or b.coarse:
        held = _same_admin(a, b)
        if held is False and distance > points["other_admin_km"]:
            return None
        return points["contained"] if named or held or distance <= reach else None
    if distance <= points["same_km"] or (named and distance <= points["name_km"]):
        return points["same"]
    if distance > reach:
        return None
    other_name = points["other_name"] if a.resolved and b.resolved and not named else 0.0
    return points["near"] * (1 - distance / reach) + other_name


def _is_misspelt(one: str, other: str) -> bool:
    """Whether two names have the same consonants, but for one that was left out, added or exchanged in a long name."""
    if one == other or min(len(one), len(other)) < 4:
        return one == other
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and any(long[:n] + long[n + 1 :] == short for n in range(len(long)))


def _same_admin(a: Spot, b: Spot) -> bool | None:
    """Whether both lie in one governorate; None if one does not say. A governorate's own name counts as its own."""
    mine = {a.admin1} if a.admin1 else (a.keys if a.coarse else set())
    theirs = {b.admin1} if b.admin1 else (b.keys if b.coarse else set())
    return bool(mine & theirs) if mine and theirs else None


def _type(one: Features, other: Features, rules: MergingRules) -> float | None:
    if one.type is None or other.type is None:
        return 0.0
    if one.type == other.type:
        return rules.type["same"]
    if rules.are_related(one.type, other.type):
        return rules.type["related"]
    return None if one.group == "attack" else rules.type["different"]


def _actor(one: Features, other: Features, rules: MergingRules) -> float:
    if not one.actors or not other.actors:
        return 0.0
    if one.actors & other.actors:
        return rules.actor["same"]
    return rules.actor["different"] if one.names_doer and other.names_doer else 0.0


def _target(one: Features, other: Features, rules: MergingRules) -> float:
    if not one.targets or not other.targets:
        return 0.0
    common = len(one.targets & other.targets)
    if common:
        return rules.target["same"] * common / min(len(one.targets), len(other.targets))
    if one.target_types and other.target_types:
        return 0.0 if one.target_types & other.target_types else rules.target["other_type"] + rules.target["different"]
    # words of two languages say nothing about each other
    return rules.target["different"] if one.language == other.language else 0.0


def _toll(one: Features, other: Features, rules: MergingRules) -> float:
    points, total = rules.toll, 0.0
    for mine, theirs in zip(one.toll, other.toll, strict=True):
        if mine is None or theirs is None:
            continue
        low, high = sorted((mine, theirs))
        if low == high:
            total += points["same"] if high else points["zero"]
        elif low == 0:
            total += points["nobody"]
        elif high - low <= points["step"] or high <= points["ratio"] * low:
            total += points["near"]
        else:
            total += points["different"]
    return total


def _tolls_differ(one: Features, other: Features) -> bool:
    return any(a is not None and b is not None and a != b for a, b in zip(one.toll, other.toll, strict=True))


def _hour(one: Features, other: Features, rules: MergingRules) -> float:
    """Points for the hour of the day, where both say it of one and the same day."""
    if one.hours is None or other.hours is None or (one.first, one.last) != (other.first, other.last):
        return 0.0
    apart = max(one.hours[0], other.hours[0]) - min(one.hours[1], other.hours[1])
    if apart > rules.hour["near_hours"]:
        return rules.hour["different"]
    exact = one.hours == other.hours and one.hours[0] == one.hours[1]
    return rules.hour["same"] if exact else 0.0


def _text(one: Features, other: Features, rules: MergingRules) -> float:
    if one.report == other.report and one.another != other.another:
        return rules.text["another"]
    if one.report == other.report and one.voice == other.voice:
        apart = one.targets and other.targets and not one.targets & other.targets
        recounted = _tolls_differ(one, other) and not (one.correcting or other.correcting)
        return rules.text["same_voice"] * bool(apart) + rules.text["same_voice_toll"] * recounted
    overlap = _overlap(one, other)
    points = rules.text["overlap"] * overlap
    if one.report != other.report and one.copy_of == other.copy_of and overlap > 0.8:
        points += rules.text["copy"]
    return points


def _overlap(one: Features, other: Features) -> float:
    """The Jaccard overlap of the words of two passages, each word with its weight."""
    weights = one.weights
    common = sum(weights.get(word, 1.0) for word in one.evidence & other.evidence)
    union = sum(weights.get(word, 1.0) for word in one.evidence | other.evidence)
    return common / union if union else 0.0


def _km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Great-circle distance of single points; the array version of terms.geometry is slow for one pair at a time."""
    a, b = radians(latitude), radians(other_latitude)
    h = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(other_longitude - longitude) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(h)))
