from datetime import date

import pytest

from vedette.picture import merge
from vedette.terms.report import PlaceRef

AS_OF = date(2031, 5, 12)


def area_of(report, claim, areas, *places):
    a = report("a")
    told = claim("1", a).model_copy(update={"places": tuple(PlaceRef(**place) for place in places)})
    return merge([a], [told], areas, AS_OF).incidents[0].area


def test_a_village_belongs_to_the_nearest_town(report, claim, areas):
    village = {"text": "Albu Aitha", "latitude": 33.45, "longitude": 43.40, "precision": "town"}
    assert area_of(report, claim, areas(), village) == "Ramadi"


def test_far_from_every_town_it_is_the_governorate_named_beside_it(report, claim, areas):
    post = {"text": "Nukhayb", "latitude": 32.04, "longitude": 42.26, "precision": "town", "admin1": "Al-Anbar"}
    assert area_of(report, claim, areas(), post) == "Anbar"


@pytest.mark.parametrize("name", ["Anbar", "al-Anbar Province", "محافظة الأنبار", "ئەنبار"])
def test_a_governorate_is_known_by_any_spelling(report, claim, areas, name):
    place = {"text": name, "latitude": 33.0, "longitude": 41.5, "precision": "governorate"}
    assert area_of(report, claim, areas(), place) == "Anbar"


def test_a_governorate_is_no_town(report, claim, areas):
    place = {"text": "Anbar", "latitude": 33.42, "longitude": 43.3, "precision": "governorate"}
    assert area_of(report, claim, areas(governorates=False), place) is None


def test_a_town_belongs_to_its_governorate_where_there_are_no_towns(report, claim, areas):
    town = {"text": "Hit", "latitude": 33.64, "longitude": 42.83, "precision": "town", "admin1": "Anbar"}
    assert area_of(report, claim, areas(towns=False), town) == "Anbar"


def test_another_country_is_outside(report, claim, areas):
    place = {"text": "Kherson", "latitude": 46.64, "longitude": 32.61, "precision": "town", "country": "UA"}
    assert area_of(report, claim, areas(), place) is None


def test_a_name_without_coordinates_is_found_by_name(report, claim, areas):
    assert area_of(report, claim, areas(), {"text": "Tal Afar", "precision": "town"}) == "Tal Afar"
    assert area_of(report, claim, areas(), {"text": "Nowhere", "precision": "town"}) is None


def test_the_name_decides_before_the_distance(report, claim, areas):
    place = {"text": "Fallujah", "latitude": 33.40, "longitude": 43.48, "precision": "town"}
    assert area_of(report, claim, areas(), place) == "Fallujah"


def test_a_container_named_beside_a_town_does_not_decide(report, claim, areas):
    anbar = {"text": "Anbar", "latitude": 33.0, "longitude": 41.5, "precision": "governorate"}
    hit = {"text": "Hit", "latitude": 33.64, "longitude": 42.83, "precision": "town"}
    assert area_of(report, claim, areas(), anbar, hit) == "Hit"
