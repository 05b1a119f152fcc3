import pytest

from vedette.picture import merge


@pytest.mark.parametrize(("per_day", "towns", "least"), [(9.0, 60, 0.94), (20.0, 60, 0.90)], ids=["usual", "dense"])
def test_claims_are_merged_as_the_truth_says(world, score, per_day, towns, least):
    made = world(500, seed=11, per_day=per_day, towns=towns)
    picture = merge(made.reports, made.claims, made.areas, made.last.replace(year=made.last.year + 1))
    found = {claim: incident.id for incident in picture.incidents for claim in incident.sources}
    assert score(made.truth, found) >= least
