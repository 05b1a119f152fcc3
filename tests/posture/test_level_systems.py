import pytest

from vedette.posture import load_system
from vedette.terms.errors import FieldError, FormatError


@pytest.mark.parametrize("name", ["plain-5", "uk-5"])
def test_a_shipped_system_is_whole(name):
    system = load_system(name)
    assert (system.id, len(system.levels)) == (name, 5)
    for level in system.levels:
        assert all((level.name.en, level.name.ar, level.name.ckb, level.meaning.ar, level.meaning.ckb))
    budgets = [level.budget_days or 10**6 for level in system.levels]
    assert budgets == sorted(budgets, reverse=True)
    assert any("maximum deployment" in measure for measure in system.levels[-1].package)
    for kind in ("cell", "town", "district", "governorate", "country"):
        ways = [c for level in system.levels[1:] for c in level.when if kind in c.kinds]
        assert len(ways) >= 3


@pytest.mark.parametrize("name", ["plain-5", "uk-5"])
def test_single_thresholds_rise_with_the_level(name):
    system = load_system(name)
    for kind in ("town", "governorate", "country"):
        for quantity in ("p_any", "mean"):
            entries = [
                c.thresholds()[quantity].enter
                for level in system.levels
                for c in level.when
                if kind in c.kinds and set(c.thresholds()) == {quantity}
            ]
            assert entries == sorted(set(entries))


@pytest.fixture
def own(tmp_path):
    from importlib.resources import files

    text = (files("vedette.posture") / "data" / "plain-5.toml").read_text(encoding="utf-8")

    def write(old="", new=""):
        assert old in text
        (tmp_path / "own.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
        return tmp_path / "own.toml"

    return write


def test_a_system_of_ones_own_is_read_from_a_file(own):
    assert load_system(own('id = "plain-5"', 'id = "own"')).id == "own"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("exit = 0.18", "exit = 0.25", "levels.1.when.0.p_any"),
        ("enter = 0.80, exit = 0.68", "enter = 1.5, exit = 0.68", "levels.3.when.0"),
        ("unknown_level = 2", "unknown_level = 1", "unknown_level"),
        ("unknown_level = 2", "unknown_level = 9", "above 5"),
        ("review_hours = 72", "review_hours = 720", "reviewed before it expires"),
        ("level = 3\nname", "level = 4\nname", "numbered"),
        ("window_days = 7", "window_days = 7\nwindows = 8", "windows"),
    ],
)
def test_a_wrong_field_is_named(own, old, new, said):
    with pytest.raises(FieldError) as caught:
        load_system(own(old, new))
    assert said in str(caught.value)
    assert "own.toml" in str(caught.value)


def test_no_file_and_no_toml_are_refused(tmp_path):
    with pytest.raises(FormatError, match="plain-5, uk-5"):
        load_system("plain-6")
    (tmp_path / "x.toml").write_text("[", encoding="utf-8")
    with pytest.raises(FormatError, match="TOML"):
        load_system(tmp_path / "x.toml")
    (tmp_path / "y.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(FormatError, match="UTF-8"):
        load_system(tmp_path / "y.toml")
