"""What the events of a sentence share: its times, the text with bars for them, its places and its spans in the report."""

from datetime import date

from vedette.read.events.scene import Scene
from vedette.read.events.view import View
from vedette.read.words.lexicon import lexicon
from vedette.read.words.sentences import sentences

REPORT = "News from the north\n\nGunmen attacked a post near Tikrit early on Monday, 12 May 2031, and fled."
LEX = lexicon("en")


def _view(stage):
    sentence = sentences(REPORT, REPORT.index("Gunmen"), LEX)[0]
    return View(sentence, sentence.text.text, stage)


def _scene(dated=True):
    return Scene(LEX, date(2031, 5, 13), dated, None)


def test_a_time_and_the_words_that_lead_to_it_are_barred_and_nothing_moves():
    view = _view(_scene)
    assert len(view.timeless) == len(view.text)
    assert view.timeless.replace("|", "") == "Gunmen attacked a post near Tikrit , and fled."


def test_times_are_none_where_the_day_of_publication_is_not_known():
    assert _view(lambda: _scene(dated=False)).times == []


def test_a_span_is_given_back_as_that_of_the_report():
    view = _view(_scene)
    (place,) = view.places
    start, end = view.written(place.start, place.end)
    assert REPORT[start:end] == "Tikrit"


def test_the_scene_is_set_once_and_not_before_it_is_asked_for():
    asked = []
    view = _view(lambda: asked.append(1) or _scene())
    assert not asked
    assert view.times
    assert view.places
    assert asked == [1]


def test_what_was_sought_is_not_sought_again():
    view = _view(_scene)
    assert view.times is view.times
    assert view.places is view.places
