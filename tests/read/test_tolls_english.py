"""Killed and injured of English clauses in many forms; the sentences are of our own making."""

import pytest

from vedette.read.events.tolls import tolls
from vedette.read.words.letters import fold
from vedette.read.words.lexicon import lexicon

TOLLS = [
    ("An air strike on the market in Tora killed scores of people", (None, None)),
    ("a sniper shot a postman, who died on the spot", (1, None)),
    ("dead at 19", (19, None)),
    ("A soldier killed in Kech", (1, None)),
    ("Three of the wounded later died in hospital", (3, None)),
    ("bringing the toll to 14", (14, None)),
    ("No casualties were reported", (0, 0)),
    ("killing “at least seven” shepherds and wounding 12", (7, 12)),
    ("the ministry put the number of dead as nine", (9, None)),
    ("Eleven fishermen were hacked or shot to death", (11, None)),
    ("were beaten back at the cost of three soldiers", (3, None)),
    ("killing his cousin and one guard", (2, None)),
    ("killing a number of soldiers", (None, None)),
    ("which led to the martyrdom of a nurse and wounding of two", (1, 2)),
    ("dozens were killed", (None, None)),
    ("killing more than 20 people and injuring scores", (20, None)),
    ('"upwards of 60" civilians were put to death', (60, None)),
    ("wounding four, two of them seriously", (None, 4)),
    ("two people died and five others were injured", (2, 5)),
    ("killed six people, including two children", (6, None)),
    ("left five dead and nine hurt", (5, 9)),
    ("five dead, nine hurt", (5, 9)),
    ("a guard died of his wounds", (1, None)),
    ("The death toll has risen to 19", (19, None)),
    ("killing all four people on board", (4, None)),
    ("nobody was hurt", (0, 0)),
    ("a shepherd was killed and his son wounded", (1, 1)),
    ("a teacher and her daughter were killed", (2, None)),
    ("the driver and two passengers were killed", (3, None)),
    ("One soldier was killed and another wounded", (1, 1)),
    ("killed a woman and her two children", (3, None)),
    ("at least a dozen people were killed", (12, None)),
    ("half a dozen people were wounded", (None, 6)),
    ("two dozen fighters were killed", (24, None)),
    ("The hospital received nine bodies and 21 wounded", (9, 21)),
    ("killed both guards", (2, None)),
    ("killing two and wounding as many as seven more", (2, 7)),
    ("the attack cost the lives of eight miners", (8, None)),
    ("eight miners lost their lives", (8, None)),
    ("six soldiers, among them a captain, were killed", (6, None)),
    ("A fourth victim died overnight, bringing the toll to four", (4, None)),
    ("killing five and injuring another 13", (5, 13)),
    ("15 people, most of them women, were wounded", (None, 15)),
    ("there were no deaths, but two people were slightly hurt", (0, 2)),
    ("without causing casualties", (0, 0)),
    ("the number of wounded rose to 33", (None, 33)),
    ("had left 17 dead and 40 wounded, the hospital said", (17, 40)),
    ("The toll now stands at 23 dead and 51 injured", (23, 51)),
    ("three were killed and 12 hurt", (3, 12)),
    ("claimed nine lives", (9, None)),
    ("a drone killed two policemen and hurt a third", (2, 1)),
    ("seven soldiers were killed and eleven were missing", (7, None)),
    ("The wounded number 18", (None, 18)),
]


@pytest.mark.parametrize(("clause", "figures"), TOLLS)
def test_a_clause_gives_its_killed_and_injured(clause, figures):
    toll = tolls(fold(clause), lexicon("en"))
    assert ((toll.killed, toll.injured) if toll else (None, None)) == figures
