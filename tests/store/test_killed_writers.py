"""A writer killed at any moment loses nothing that it had acknowledged, and leaves a good chain."""

import random

import pytest
from ledger_faults import Place, check_after_kill, kill_a_writer, projection_rows, start_again, stop_at_once

KILLS = 10


def test_nothing_acknowledged_is_lost(place: Place) -> None:
    rng = random.Random(11)
    acknowledged: dict[int, str] = {}
    for number in range(KILLS):
        # the first ones are killed while the workspace is being made
        wait = rng.uniform(0.005, 0.1) if number < 3 else rng.uniform(0.05, 0.4)
        told = kill_a_writer(place, wait, number)
        assert not set(told) & set(acknowledged)
        acknowledged.update(told)
        check_after_kill(place, acknowledged)
    assert len(acknowledged) > KILLS
    live = projection_rows(place)
    with place.open() as workspace:
        workspace.rebuild()
    assert projection_rows(place) == live


@pytest.mark.slow
@pytest.mark.postgres
def test_a_server_that_is_stopped_at_once_loses_nothing_either(place: Place, request: pytest.FixtureRequest) -> None:
    if place.sqlite:
        pytest.skip("SQLite has no server")
    server = request.getfixturevalue("postgres")
    place.open().close()

    acknowledged = kill_a_writer(place, 0.5, 1, server=lambda: stop_at_once(server))
    start_again(server)
    assert acknowledged
    check_after_kill(place, acknowledged)
