"""Settings survive a round trip, a later version, and a file that is broken."""

import json
from dataclasses import replace

import pytest

from rekreview import settings
from rekreview.settings import DEFAULT_REASONS, Settings


@pytest.fixture
def file(tmp_path):
    return tmp_path / "deep" / "settings.json"


def test_defaults_without_a_file(file):
    assert settings.load(file) == Settings()


def test_round_trip(file):
    chosen = replace(Settings(), reviewer="Ada", theme="dark", reasons=("one", "two"), state={"queue": "rejected"})
    settings.save(chosen, file)
    assert settings.load(file) == chosen


def test_saving_twice_leaves_one_file(file):
    settings.save(Settings(), file)
    settings.save(Settings(), file)
    assert [entry.name for entry in file.parent.iterdir()] == ["settings.json"]


def test_broken_file_is_set_aside_and_said(file, caplog):
    file.parent.mkdir()
    file.write_text("{ not json")
    assert settings.load(file) == Settings()
    assert file.with_suffix(".broken").read_text() == "{ not json"
    assert "could not be read" in caplog.text
    caplog.clear()


@pytest.mark.parametrize(
    "document",
    [
        {"tile_size": "large", "workers": True, "moderate_after_import": 1, "reasons": "none", "theme": None},
        {"reasons": [1, 2], "state": []},
        [],
        {"version": 99, "unknown": 1},
    ],
)
def test_values_of_a_wrong_kind_fall_back(file, document):
    file.parent.mkdir()
    file.write_text(json.dumps(document))
    assert settings.load(file) == Settings()


def test_a_whole_number_is_fine_for_a_fraction(file):
    file.parent.mkdir()
    file.write_text('{"min_confidence": 5}')
    assert settings.load(file).min_confidence == 5.0


def test_ten_reasons_for_ten_digits():
    assert len(set(DEFAULT_REASONS)) == 10


def test_migrations_run_in_order(file, monkeypatch):
    steps = {1: lambda d: {**d, "theme": "dark"}, 2: lambda d: {**d, "reviewer": d["theme"] + "er"}}
    monkeypatch.setattr(settings, "MIGRATIONS", steps)
    file.parent.mkdir()
    file.write_text('{"version": 1}')
    assert settings.load(file).reviewer == "darker"
