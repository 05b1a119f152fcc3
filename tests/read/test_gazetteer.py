"""Places are found by any of their names, in three scripts, and the one in the country of the story is meant."""

import pytest

from vedette.read.places.gazetteer import kilometres, lookup, nearest


@pytest.mark.parametrize(
    ("names", "latitude", "longitude"),
    [
        (["Mosul", "al-Mosul", "الموصل", "مووسڵ"], 36.34, 43.12),
        (["Erbil", "Arbil", "Hewler", "أربيل", "اربيل", "هەولێر"], 36.19, 44.01),
        (["Sulaymaniyah", "Slemani", "السليمانية", "سلێمانی"], 35.56, 45.43),
        (["Sinjar", "Shingal", "سنجار", "شنگال"], 36.32, 41.88),
        (["Deir ez-Zor", "Deir al-Zour", "دير الزور"], 35.34, 40.14),
        (["Ain al-Asad", "Ayn al-Asad", "عين الأسد"], 33.79, 42.44),
        (["Gao"], 16.27, -0.04),
        (["Popayán", "Popayan"], 2.44, -76.61),
    ],
)
def test_one_place_under_many_names(names, latitude, longitude):
    for name in names:
        place = nearest(lookup(name), None)
        assert abs(place.latitude - latitude) < 0.15, name
        assert abs(place.longitude - longitude) < 0.15, name


def test_the_country_of_the_story_decides_between_places_of_one_name():
    tripoli = lookup("Tripoli")
    assert nearest(tripoli, "LB").country == "LB"
    assert nearest(tripoli, "LY").country == "LY"


def test_coordinates_are_on_the_globe_and_distance_is_known():
    one, other = nearest(lookup("Baghdad"), "IQ"), nearest(lookup("Mosul"), "IQ")
    assert 340 < kilometres(one, other) < 370
    assert lookup("no such town anywhere") == ()
