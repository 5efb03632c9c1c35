"""The look is put on, changed while windows are open, and follows the system."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QDialogButtonBox, QLineEdit, QPushButton

from rekreview import paths
from rekreview.ui import theme
from rekreview.ui.theme import DARK, LIGHT, ThemeMode, fonts, marks
from rekreview.ui.theme.palette import palette
from rekreview.ui.theme.stylesheet import stylesheet


@pytest.fixture(autouse=True)
def light_afterwards(qapp: QApplication):
    yield
    theme.apply(qapp, ThemeMode.LIGHT)


def test_dark_and_light_change_palette_and_style_sheet(qapp: QApplication):
    assert theme.apply(qapp, "dark") is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(DARK.window)
    assert DARK.reject in qapp.styleSheet()
    assert theme.apply(qapp, "light") is LIGHT
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(LIGHT.window)
    assert theme.current() is LIGHT


def test_the_system_is_light_where_it_says_nothing(qapp: QApplication, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(type(qapp.styleHints()), "colorScheme", lambda _hints: Qt.ColorScheme.Unknown)
    assert theme.apply(qapp, "system") is LIGHT


def test_a_system_that_turns_dark_turns_the_app(qapp: QApplication, monkeypatch: pytest.MonkeyPatch):
    theme.apply(qapp, "system")
    monkeypatch.setattr(type(qapp.styleHints()), "colorScheme", lambda _hints: Qt.ColorScheme.Dark)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.current() is DARK


def test_a_chosen_look_does_not_follow_the_system(qapp: QApplication, monkeypatch: pytest.MonkeyPatch):
    theme.apply(qapp, "light")
    monkeypatch.setattr(type(qapp.styleHints()), "colorScheme", lambda _hints: Qt.ColorScheme.Dark)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.current() is LIGHT


def test_an_unknown_mode_is_refused(qapp: QApplication):
    with pytest.raises(ValueError, match="sepia"):
        theme.apply(qapp, "sepia")


def test_text_is_written_in_the_shipped_font(qapp: QApplication):
    theme.apply(qapp, "light")
    assert qapp.font().family() == fonts.FAMILY
    assert QFontInfo(qapp.font()).family().startswith("Inter")


def test_the_shipped_fonts_come_with_their_licence():
    shipped = {file.name for file in (paths.resources() / "fonts").iterdir()}
    assert shipped == {"Inter-Regular.otf", "Inter-Medium.otf", "Inter-Bold.otf", "OFL.txt"}
    assert "SIL OPEN FONT LICENSE" in (paths.resources() / "fonts" / "OFL.txt").read_text()


def test_disabled_text_is_told_from_enabled(qapp: QApplication):
    made = palette(DARK)
    enabled = made.color(QPalette.ColorGroup.Active, QPalette.ColorRole.ButtonText)
    assert made.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText) != enabled


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_the_style_sheet_names_only_files_that_are_there(tokens: theme.Tokens):
    import re

    sheet = stylesheet(tokens)
    assert "$" not in sheet
    files = re.findall(r'url\("([^"]+)"\)', sheet)
    assert len(set(files)) == 4
    for file in files:
        assert "currentColor" not in Path(file).read_text()


def test_qt_understands_the_style_sheet(qapp: QApplication, qtbot, qtlog):
    for mode in ("light", "dark"):
        theme.apply(qapp, mode)
        for widget in (QPushButton("x"), QLineEdit(), QCheckBox("y")):
            qtbot.addWidget(widget)
            widget.ensurePolished()
    assert not [record for record in qtlog.records if "parse" in record.message.lower()]


def test_no_icon_of_the_system_is_on_the_buttons_of_a_dialog(qapp: QApplication, qtbot):
    theme.apply(qapp, ThemeMode.LIGHT)
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    qtbot.addWidget(box)
    box.show()
    assert box.button(QDialogButtonBox.StandardButton.Close).icon().isNull(), "black on the accent's blue"


def test_a_checked_box_differs_from_an_unchecked_one_on_dark(qapp: QApplication, qtbot):
    theme.apply(qapp, "dark")
    box = QCheckBox()
    qtbot.addWidget(box)
    box.resize(30, 30)
    empty = box.grab().toImage()
    box.setChecked(True)
    checked = box.grab().toImage()
    assert empty != checked
    assert DARK.accent in {checked.pixelColor(x, y).name() for x in range(30) for y in range(30)}


def test_a_mark_is_written_once_and_mended_when_altered():
    first = Path(marks.mark_files(LIGHT)["check"])
    written = first.stat().st_mtime_ns
    assert Path(marks.mark_files(LIGHT)["check"]).stat().st_mtime_ns == written
    first.write_text("broken")
    assert "<svg" in Path(marks.mark_files(LIGHT)["check"]).read_text()


def test_where_the_cache_cannot_be_written_a_temporary_folder_serves(tmp_path, monkeypatch: pytest.MonkeyPatch):
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setattr(paths, "cache_directory", lambda: blocked)
    marks._folder.cache_clear()
    try:
        assert Path(marks.mark_files(DARK)["down"]).is_file()
        assert not str(marks._folder()).startswith(str(blocked))
    finally:
        marks._folder.cache_clear()


def test_an_empty_frame_is_coloured_before_anything_is_loaded():
    code = """
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication
from rekreview.ui import theme
app = QApplication([])
families = set(QFontDatabase.families())
for look, tokens in (("dark", theme.DARK), ("light", theme.LIGHT), ("system", theme.LIGHT)):
    theme.colour_first(app, look)
    assert app.palette().window().color().name() == tokens.window, look
assert app.styleSheet() == "" and set(QFontDatabase.families()) == families
theme.apply(app, "dark")
assert app.palette().window().color().name() == theme.DARK.window
assert app.styleSheet() and app.font().family() == "Inter"
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
