from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTreeView,
    QTreeWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from rekreview import __version__
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.pipeline.importing import ImportSummary, Skipped
from rekreview.ui.dialogs import import_report
from rekreview.ui.dialogs.about import About
from rekreview.ui.dialogs.choose_media import ChooseFolder, ChooseMedia
from rekreview.ui.dialogs.import_report import ImportReport
from rekreview.ui.dialogs.key_sheet import KeySheet
from rekreview.ui.dialogs.settings import SettingsDialog
from rekreview.ui.keytable import ACTIONS
from rekreview.ui.preferences import Preferences


def texts(dialog: QDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


@pytest.mark.parametrize(
    ("summary", "text"),
    [
        (ImportSummary(added=1), "Imported 1 asset."),
        (
            ImportSummary(added=2300, duplicates=1),
            "Imported 2,300 assets. 1 file holds bytes that are in the library already.",
        ),
        (
            ImportSummary(added=0, duplicates=4, skipped=[Skipped("/a", "why")]),
            "Imported 0 assets. 4 files hold bytes that are in the library already. 1 file skipped.",
        ),
        (
            ImportSummary(added=5, interrupted=True),
            "Imported 5 assets. Stopped before the end; what was imported stays.",
        ),
    ],
)
def test_headline_of_an_import(summary: ImportSummary, text: str) -> None:
    assert import_report.headline(summary) == text


def test_the_report_lists_each_skipped_file_with_its_reason(qtbot: QtBot) -> None:
    skipped = [Skipped("/media/a.txt", "No known picture or video."), Skipped("/media/deep/b.doc", "No permission.")]
    report = ImportReport(ImportSummary(added=3, skipped=skipped))
    rows = report.findChild(QTreeWidget)
    assert rows is not None
    first = rows.topLevelItem(0)
    second = rows.topLevelItem(1)
    assert first is not None
    assert second is not None
    assert [first.text(column) for column in range(3)] == ["a.txt", "No known picture or video.", "/media"]
    assert second.text(2) == "/media/deep"
    report.copy()
    assert QApplication.clipboard().text().splitlines() == [
        "Imported 3 assets. 2 files skipped.",
        "/media/a.txt\tNo known picture or video.",
        "/media/deep/b.doc\tNo permission.",
    ]
    report.close()


def test_no_setting_overlaps_another_at_the_smallest_size(
    qtbot: QtBot, preferences: Preferences, dispatcher: Dispatcher
) -> None:
    dialog = SettingsDialog(preferences, dispatcher)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.resize(dialog.minimumSizeHint())
    tree = dialog.findChild(QTreeWidget, "reasons")
    told = dialog.findChild(QLabel, "reasons-told")
    assert tree is not None
    assert told is not None
    qtbot.waitUntil(lambda: tree.geometry().bottom() < told.geometry().top())
    assert tree.height() >= tree.minimumHeight()


def test_enter_closes_the_report_and_whole_reasons_fit(qtbot: QtBot) -> None:
    reason = "It is not a picture or video of a kind the app knows."
    report = ImportReport(ImportSummary(skipped=[Skipped("/media/a.txt", reason)]))
    report.show()
    closing = [button for button in report.findChildren(QPushButton) if button.isDefault()]
    assert [button.text().replace("&", "") for button in closing] == ["Close"]
    rows = report.findChild(QTreeWidget)
    assert rows is not None
    assert rows.columnWidth(1) > rows.fontMetrics().horizontalAdvance(reason)
    report.close()


def test_a_very_long_report_is_cut_on_screen_and_whole_in_the_copy(qtbot: QtBot) -> None:
    skipped = [Skipped(f"/media/{number}", "why") for number in range(import_report.SHOWN + 7)]
    report = ImportReport(ImportSummary(skipped=skipped))
    rows = report.findChild(QTreeWidget)
    assert rows is not None
    assert rows.topLevelItemCount() == import_report.SHOWN + 1
    last = rows.topLevelItem(import_report.SHOWN)
    assert last is not None
    assert "and 7 more" in last.text(0)
    report.copy()
    assert len(QApplication.clipboard().text().splitlines()) == 1 + len(skipped)
    report.close()


def test_an_import_that_skipped_nothing_says_so(qtbot: QtBot) -> None:
    report = ImportReport(ImportSummary(added=3))
    assert report.findChild(QTreeWidget) is None
    assert "Every file that was met is in the library." in texts(report)
    report.close()


def test_the_key_sheet_tells_every_key(qtbot: QtBot) -> None:
    sheet = KeySheet()
    told = texts(sheet)
    for spec in ACTIONS:
        if spec.keys and not spec.name.startswith("reason_"):
            assert (spec.tip or spec.text) in told, spec.name
    assert "Reason 10" in told
    sheet.close()


def test_the_key_sheet_is_no_larger_than_the_screen(qtbot: QtBot) -> None:
    sheet = KeySheet()
    room = sheet.screen().availableSize()
    assert sheet.width() <= min(860, room.width())
    assert sheet.height() <= min(620, room.height() - 40)
    sheet.close()


def test_about_is_honest_about_the_engine(qtbot: QtBot, tmp_path: Path) -> None:
    about = About(tmp_path / "library")
    told = texts(about)
    assert __version__ in told
    assert "an estimate – not Amazon Rekognition" in told
    assert "8 of the 52 categories directly" in told
    assert str(tmp_path / "library") in told
    assert "safe" not in told.lower()
    about.close()


def test_about_keeps_every_line_whole_on_a_low_screen(qtbot: QtBot, tmp_path: Path) -> None:
    about = About(tmp_path / "library")
    about.resize(400, 300)
    about.show()
    qtbot.waitExposed(about)
    assert about.height() == 300
    for label in about.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width()), label.text()
    about.close()


@pytest.fixture
def dialog(qtbot: QtBot, preferences: Preferences, dispatcher: Dispatcher) -> SettingsDialog:
    made = SettingsDialog(preferences, dispatcher)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_reviewer_can_be_renamed_but_not_left_without_a_name(
    qtbot: QtBot, dialog: SettingsDialog, preferences: Preferences
) -> None:
    field = dialog.findChild(QLineEdit, "reviewer")
    assert field is not None
    field.setText("  Grace ")
    field.editingFinished.emit()
    assert preferences.settings.reviewer == "Grace"
    field.setText("   ")
    field.editingFinished.emit()
    assert preferences.settings.reviewer == "Grace"
    assert field.text() == "Grace"


@pytest.mark.parametrize(("name", "value"), [("theme", "dark"), ("wellness", "strong"), ("tile_size", 256)])
def test_a_choice_counts_at_once(dialog: SettingsDialog, preferences: Preferences, name: str, value: object) -> None:
    box = dialog.findChild(QComboBox, f"setting-{name}")
    assert box is not None
    assert box.currentData() == getattr(preferences.settings, name)
    box.setCurrentIndex(box.findData(value))
    assert getattr(preferences.settings, name) == value


def test_numbers_and_switches_count_at_once(dialog: SettingsDialog, preferences: Preferences) -> None:
    switch = dialog.findChild(QCheckBox, "setting-moderate_after_import")
    assert switch is not None
    switch.click()
    assert preferences.settings.moderate_after_import
    workers = dialog.findChild(QSpinBox, "setting-workers")
    assert workers is not None
    workers.setValue(4)
    assert preferences.settings.workers == 4


def test_another_library_can_be_chosen_and_the_usual_one_again(
    dialog: SettingsDialog, preferences: Preferences, tmp_path: Path
) -> None:
    dialog._choose_place(str(tmp_path))
    assert preferences.settings.library == str(tmp_path)
    usual = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Use the usual place")
    usual.click()
    assert preferences.settings.library == ""


Chooser = TypeVar("Chooser", ChooseMedia, ChooseFolder)


def shown(dialog: Chooser) -> tuple[Chooser, list[list[Path]]]:
    """The dialog, open, and where it notes what is chosen."""
    chosen: list[list[Path]] = []
    dialog.chosen.connect(chosen.append)
    dialog.open()
    return dialog, chosen


def name_field(dialog: ChooseFolder, qtbot: QtBot) -> QLineEdit:
    """Where a name is written, once the keyboard is there."""
    name = dialog.findChild(QLineEdit)
    assert name is not None
    qtbot.waitUntil(name.hasFocus)
    return name


def test_choosing_files_and_choosing_their_whole_folder(qtbot: QtBot, pictures: Path) -> None:
    dialog, chosen = shown(ChooseMedia(str(pictures)))
    dialog.selectFile(str(pictures / "picture1.png"))
    dialog.filesSelected.emit([str(pictures / "picture1.png")])
    qtbot.mouseClick(dialog._whole, Qt.MouseButton.LeftButton)
    assert chosen == [[pictures / "picture1.png"], [pictures]]


def test_a_folder_is_chosen_by_its_name(qtbot: QtBot, pictures: Path) -> None:
    dialog, chosen = shown(ChooseFolder(str(pictures.parent)))
    name = name_field(dialog, qtbot)
    qtbot.keyClicks(name, str(pictures))
    with qtbot.waitSignal(dialog.finished):
        qtbot.keyClick(name, Qt.Key.Key_Return)
    assert chosen == [[pictures]]


def test_the_folder_one_has_gone_to_is_chosen_by_the_button(qtbot: QtBot, pictures: Path) -> None:
    dialog, chosen = shown(ChooseFolder(str(pictures)))
    (take,) = (one for one in dialog.findChildren(QPushButton) if one.text() == "Import this folder")
    qtbot.waitUntil(take.isEnabled)
    with qtbot.waitSignal(dialog.finished):
        qtbot.mouseClick(take, Qt.MouseButton.LeftButton)
    assert chosen == [[pictures]]


def test_enter_on_no_name_takes_no_folder(qtbot: QtBot, pictures: Path) -> None:
    dialog, chosen = shown(ChooseFolder(str(pictures)))
    name = name_field(dialog, qtbot)
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert chosen == []
    dialog.close()


def test_columns_can_be_drawn_in_the_dialogs_of_all_other_programs_still(qtbot: QtBot, pictures: Path) -> None:
    """Qt keeps how its dialog's columns were, for whatever program shows it next."""
    QSettings(QSettings.Scope.UserScope, "QtProject").remove("FileDialog")
    dialog = ChooseFolder(str(pictures))
    dialog.open()
    dialog.close()
    qtbot.waitUntil(lambda: not isValid(dialog))
    plain = QFileDialog(None, "", str(pictures))
    plain.setOption(QFileDialog.Option.DontUseNativeDialog)
    listed = plain.findChild(QTreeView)
    assert listed is not None
    modes = {listed.header().sectionResizeMode(column) for column in range(4)}
    assert modes == {QHeaderView.ResizeMode.Interactive}
    plain.deleteLater()


@pytest.mark.parametrize("make", [ChooseMedia, ChooseFolder])
def test_no_size_or_date_is_cut_off(qtbot: QtBot, pictures: Path, make: type[ChooseMedia | ChooseFolder]) -> None:
    dialog = make(str(pictures))
    dialog.open()
    listed = dialog.findChild(QTreeView)
    assert listed is not None
    qtbot.waitUntil(lambda: listed.model().rowCount(listed.rootIndex()) > 0)
    header = listed.header()
    qtbot.waitUntil(lambda: all(header.sectionSize(one) >= listed.sizeHintForColumn(one) > 0 for one in range(4)))
    qtbot.waitUntil(lambda: header.length() <= listed.viewport().width())  # nothing has to be scrolled to
    dialog.close()


def test_the_whole_folder_button_is_seen(qtbot: QtBot, pictures: Path) -> None:
    dialog = ChooseMedia(str(pictures))
    dialog.open()
    assert dialog._whole.isVisible()
    assert dialog._whole.text() == "Import this folder"
    dialog.close()
