"""Presets through real dialogs into real files and back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from rekreview.domain.policy import PolicyPair
from rekreview.library.library import Library
from rekreview.ui.policy import PolicyScreen
from rekreview.ui.policy.preset_files import ChooseFile, file_name
from tests.qt.policy.screens import Settle, row


def notice(screen: PolicyScreen) -> str:
    words = screen.findChild(QLabel, "policy-notice-words")
    assert words is not None
    return words.text()


def choose(qtbot: QtBot, screen: PolicyScreen, path: Path) -> None:
    dialog = screen.findChild(ChooseFile)
    assert dialog is not None
    with qtbot.waitSignal(dialog.chosen):
        dialog.fileSelected.emit(str(path))
    dialog.close()


def test_an_own_preset_goes_out_and_comes_back_in(
    qtbot: QtBot, screen: PolicyScreen, library: Library, settle: Settle, tmp_path: Path
) -> None:
    row(screen, "violence").slider.setValue(70)
    screen.presets.name.setText("Mild")
    screen.presets.save.click()
    settle()
    screen.panels.setCurrentWidget(screen.presets)
    names = [screen.presets.list.item(line).text() for line in range(screen.presets.list.count())]
    screen.presets.list.setCurrentRow(names.index("Mild, version 1"))
    screen.presets.export.click()
    target = tmp_path / "mild.json"
    choose(qtbot, screen, target)
    settle()
    assert str(target) in notice(screen)
    assert json.loads(target.read_text("utf-8"))["presets"][0]["image"] == "aws_rek:violence:0.7"
    screen.presets.delete.click()
    settle()
    assert library.queries.presets() == []
    screen.presets.bring.click()
    choose(qtbot, screen, target)
    settle()
    assert "Mild, version" in notice(screen)
    assert [preset.pair.image for preset in library.queries.presets()] == ["aws_rek:violence:0.7"]


def test_a_shipped_preset_takes_its_reason_along(
    qtbot: QtBot, screen: PolicyScreen, settle: Settle, tmp_path: Path
) -> None:
    screen.presets.list.setCurrentRow(1)
    screen.presets.export.click()
    choose(qtbot, screen, tmp_path / "strict.json")
    settle()
    written = json.loads((tmp_path / "strict.json").read_text("utf-8"))["presets"][0]
    assert written["explanation"] == screen.presets.explanation.text()


def test_a_file_without_presets_is_refused_and_nothing_changes(
    qtbot: QtBot, screen: PolicyScreen, library: Library, settle: Settle, tmp_path: Path
) -> None:
    (tmp_path / "other.json").write_text("{}")
    screen.presets.bring.click()
    choose(qtbot, screen, tmp_path / "other.json")
    settle()
    assert "no presets of rekreview" in notice(screen)
    assert library.queries.presets() == []
    assert screen.model.draft.pair == PolicyPair()


@pytest.mark.parametrize(
    ("name", "wanted"), [("Mild", "Mild"), ("A/B: c?", "A-B- c"), ("…", "preset"), ("Fêtes 1", "Fêtes 1")]
)
def test_a_preset_s_name_becomes_a_file_s(name: str, wanted: str) -> None:
    assert file_name(name) == wanted
