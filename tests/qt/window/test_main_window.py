from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt, QTimer, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from rekreview import settings as stored
from rekreview.domain.assets import Fault, Status
from rekreview.domain.errors import TooNew
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.settings import Settings
from rekreview.ui import operations
from rekreview.ui.dialogs.choose_media import ChooseFolder
from rekreview.ui.main_window import LEAST, MainWindow
from rekreview.ui.opening import OpenLibrary, open_library
from rekreview.ui.preferences import Preferences
from rekreview.ui.verdict_buttons import VerdictButtons
from tests.qt.window.conftest import Shown


def button(within: QWidget, name: str) -> QPushButton:
    found = [b for b in within.findChildren(QPushButton) if b.isVisible() and b.text() == name]
    assert len(found) == 1, [b.text() for b in within.findChildren(QPushButton) if b.isVisible()]
    return found[0]


def banner_text(window: MainWindow, name: str) -> str | None:
    banner = window.parts.banners.shown(name)
    return banner.text if banner is not None else None


def drop(window: MainWindow, path: Path) -> tuple[bool, bool]:
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(path))])
    modifiers, buttons = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(QPoint(50, 50), Qt.DropAction.CopyAction, dragged, buttons, modifiers)
    QApplication.sendEvent(window, enter)
    covered = window.parts.drop_zone.isVisible()
    let_go = QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, dragged, buttons, modifiers)
    QApplication.sendEvent(window, let_go)
    return enter.isAccepted() and covered, let_go.isAccepted()


def test_the_window_is_there_before_its_library(empty: Shown) -> None:
    assert empty.window.isVisible()
    assert not empty.window.parts.actions["import_files"].isEnabled()
    assert empty.queue_text(9) == "All"


@pytest.mark.parametrize("way", ["Choose a folder…", "import_folder"])
def test_a_folder_is_asked_for_in_a_dialog_for_folders(shown: Shown, way: str) -> None:
    window = shown.window
    if way == "import_folder":
        window.parts.actions[way].trigger()
    else:
        button(window.parts.center.first_start, way).click()
    (dialog,) = window.findChildren(ChooseFolder)
    assert dialog.isVisible()
    dialog.close()


def test_an_empty_library_says_what_to_do(shown: Shown) -> None:
    window = shown.window
    assert window.parts.center.currentWidget() is window.parts.center.first_start
    text = " ".join(
        label.text() for label in window.parts.center.first_start.findChildren(type(window.parts.status._target))
    )
    assert "Drop a folder" in text
    assert "covers 8 of the 52 categories directly" in text
    assert "Nothing leaves this computer" in text
    assert button(window.parts.center.first_start, "Try the sample media").isEnabled()


def test_an_import_fills_the_queues_and_reports_what_was_skipped(full: Shown) -> None:
    assert full.queue_text(2) == "Pending, 4"
    assert full.window.parts.center.currentWidget() is not full.window.parts.center.first_start
    told = banner_text(full.window, "import")
    assert told == "Imported 4 assets. 1 file holds bytes that are in the library already. 1 file skipped."


def test_a_toast_covers_no_verdict_button_in_grid_and_large_view(full: Shown, qtbot: QtBot) -> None:
    window, screens = full.window, full.window._screens
    assert screens is not None
    told = "Checked 32 assets: 0 rejected, 32 approved. 8 assets could not be checked."
    window.parts.toast.tell(told, "Show them", list)
    for show in (lambda: screens.review.grid.go_to(0), screens.review.open_loupe):
        show()
        qtbot.waitUntil(lambda: any(found.isVisible() for found in window.findChildren(VerdictButtons)))
        full.settle()
        for found in (found for found in window.findChildren(VerdictButtons) if found.isVisible()):
            place = QRect(found.mapTo(window, QPoint(0, 0)), found.size())
            assert not place.intersects(window.parts.toast.geometry()), found


def test_the_report_of_the_import_can_be_read_and_copied(full: Shown, pictures: Path) -> None:
    banner = full.window.parts.banners.shown("import")
    assert banner is not None
    full.qtbot.mouseClick(button(banner, "Show the report"), Qt.MouseButton.LeftButton)
    report = full.window.findChild(QDialog, "import-report")
    assert report is not None
    full.qtbot.mouseClick(button(report, "Copy report"), Qt.MouseButton.LeftButton)
    assert f"{pictures / 'notes.txt'}\t" in QApplication.clipboard().text()
    report.close()


def test_what_waits_to_be_checked_is_offered(full: Shown) -> None:
    full.qtbot.waitUntil(
        lambda: banner_text(full.window, "moderate") == "4 assets have not been checked yet.", timeout=5000
    )


def test_files_dropped_on_the_window_are_imported(shown: Shown, pictures: Path) -> None:
    assert drop(shown.window, pictures / "picture1.png") == (True, True)
    shown.wait_for_queue(9, "All, 1")
    assert shown.window.parts.drop_zone.isHidden()
    shown.settle()


def test_nothing_can_be_dropped_while_no_library_is_open(empty: Shown, pictures: Path) -> None:
    assert drop(empty.window, pictures) == (False, False)


def test_moderate_checks_every_asset_on_this_computer(full: Shown) -> None:
    full.qtbot.mouseClick(button(full.window, "Moderate"), Qt.MouseButton.LeftButton)
    full.wait_for_queue(2, "Pending, 0")
    full.settle()
    full.qtbot.waitUntil(lambda: full.window.parts.toast.text.startswith("Checked 4 assets:"))
    assert full.queue_text(1) == "Approved, 4"
    full.qtbot.mouseClick(button(full.window, "Moderate"), Qt.MouseButton.LeftButton)
    full.qtbot.waitUntil(lambda: full.window.parts.toast.text.startswith("Nothing to do"), timeout=60_000)
    full.settle()
    full.window.parts.toast.hide()


def test_moderation_follows_an_import_where_a_person_wants_that(shown: Shown, pictures: Path, chosen: Settings) -> None:
    shown.preferences.choose(Settings(reviewer="Ada", workers=1, moderate_after_import=True))
    shown.window.import_paths([pictures])
    shown.wait_for_queue(1, "Approved, 4")
    shown.settle()
    shown.window.parts.toast.hide()


def test_a_stopped_run_is_offered_again_and_can_be_discarded(full: Shown, opened: OpenLibrary) -> None:
    commands = opened.library.commands
    ids = [int(asset) for asset in opened.library.queries.ids(QueueFilter())]
    from rekreview.domain.assets import EngineName
    from rekreview.library.values import RunState

    run = commands.start_run(EngineName.ON_DEVICE, "on-device-1", adapter=None, floor=1.0, asset_ids=ids)
    commands.set_run_state(run, RunState.PAUSED)
    full.qtbot.waitUntil(lambda: full.window.parts.banners.shown("resume") is not None)
    banner = full.window.parts.banners.shown("resume")
    assert banner is not None
    assert "4 assets of 4 are still to be checked" in banner.text
    full.qtbot.mouseClick(button(banner, "Discard"), Qt.MouseButton.LeftButton)
    full.qtbot.waitUntil(lambda: opened.library.queries.unfinished_run() is None)
    full.settle()
    assert full.window.parts.banners.shown("resume") is None


def test_a_stopped_run_can_be_resumed(full: Shown, opened: OpenLibrary) -> None:
    from rekreview.domain.assets import EngineName
    from rekreview.library.values import RunState

    commands = opened.library.commands
    ids = [int(asset) for asset in opened.library.queries.ids(QueueFilter())]
    run = commands.start_run(EngineName.ON_DEVICE, "on-device-1", adapter=None, floor=1.0, asset_ids=ids)
    commands.set_run_state(run, RunState.PAUSED)
    full.qtbot.waitUntil(lambda: full.window.parts.banners.shown("resume") is not None)
    full.qtbot.mouseClick(button(full.window.parts.banners, "Resume"), Qt.MouseButton.LeftButton)
    full.wait_for_queue(1, "Approved, 4")
    full.settle()
    assert opened.library.queries.run(run).state is RunState.FINISHED
    assert full.window.parts.banners.shown("resume") is None
    full.window.parts.toast.hide()


def test_a_run_that_a_crash_cut_off_is_offered_once_it_stands_still(
    full: Shown, opened: OpenLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rekreview.domain.assets import EngineName
    from rekreview.library.values import RunState, TaskOutcome

    screens = full.window._screens
    assert screens is not None
    screens.standing._again.setInterval(1_500)
    commands = opened.library.commands
    ids = [int(asset) for asset in opened.library.queries.ids(QueueFilter())]
    run = commands.start_run(EngineName.ON_DEVICE, "on-device-1", adapter=None, floor=1.0, asset_ids=ids)
    commands.set_run_state(run, RunState.RUNNING)
    task = commands.claim(run, 1)[0]
    full.qtbot.wait(200)
    assert full.window.parts.banners.shown("resume") is None, "it may be the command line's"
    fault = Fault("undecodable", "The picture is damaged.")
    commands.record(run, [TaskOutcome(task.task_id, task.asset_id, None, fault)])
    full.qtbot.waitUntil(lambda: full.window.parts.banners.shown("resume") is not None)
    assert "3 assets of 4" in (banner_text(full.window, "resume") or "")


def test_undo_and_redo_follow_what_was_decided(full: Shown, opened: OpenLibrary) -> None:
    undo, redo = full.window.parts.actions["undo"], full.window.parts.actions["redo"]
    assert not undo.isEnabled()
    ids = [int(asset) for asset in opened.library.queries.ids(QueueFilter())][:2]
    operations.decide(
        dispatcher=full.dispatcher, library=opened.library, ids=ids, status=Status.REJECTED, reviewer="Ada"
    )
    full.wait_for_queue(0, "Rejected, 2")
    full.qtbot.waitUntil(undo.isEnabled)
    assert undo.toolTip().startswith("Undo: ")
    undo.trigger()
    full.wait_for_queue(0, "Rejected, 0")
    full.qtbot.waitUntil(redo.isEnabled)
    redo.trigger()
    full.wait_for_queue(0, "Rejected, 2")
    full.settle()


def test_the_status_line_always_says_how_many_are_targeted(shown: Shown) -> None:
    shown.window.parts.status.show_target(0)
    assert shown.window.parts.status._target.text() == "No asset targeted"
    shown.window.parts.status.show_target(1)
    assert shown.window.parts.status._target.text() == "1 asset targeted"
    shown.window.parts.status.show_target(2300)
    assert shown.window.parts.status._target.text() == "2,300 assets targeted"


def test_the_screens_are_reached_by_keys(full: Shown) -> None:
    window = full.window
    for key, name in ((Qt.Key.Key_2, "policy"), (Qt.Key.Key_3, "runs"), (Qt.Key.Key_1, "review")):
        full.qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        assert window.parts.center.shown == name
        assert window.parts.actions[f"show_{name}"].isChecked()
    full.settle()


def test_choosing_a_queue_leads_back_to_the_review(full: Shown) -> None:
    full.window.show_screen("runs")
    full.window.parts.side.queues.select(QueueName.APPROVED)
    assert full.window.parts.center.shown == "review"


def test_a_second_window_says_that_it_may_only_look(
    full: Shown, opened: OpenLibrary, chosen: Settings, qtbot: QtBot, tmp_path: Path
) -> None:
    second = open_library(chosen, opened.library.directory)
    lanes = Dispatcher()
    window = MainWindow(
        preferences=Preferences(chosen, lanes, tmp_path / "other.json"),
        dispatcher=lanes,
        directory=opened.library.directory,
    )
    window.show()
    window.compose()
    window.show_library(second)
    told = banner_text(window, "read-only")
    assert told is not None
    assert "may only look" in told
    for name in ("import_files", "moderate", "undo"):
        assert not window.parts.actions[name].isEnabled()
    qtbot.waitUntil(lambda: window.parts.side.queues.item(9).text() == "All, 4")
    qtbot.waitUntil(lanes.idle)
    assert window.parts.banners.shown("moderate") is None
    assert drop(window, tmp_path) == (False, False)
    window.close()
    assert lanes.shutdown()
    second.close()


def test_a_library_that_cannot_be_opened_is_told_with_a_way_out(empty: Shown) -> None:
    empty.window.show_opening_fault(TooNew("Its version is 9999."))
    page = empty.window.parts.center.currentWidget()
    text = " ".join(label.text() for label in page.findChildren(type(empty.window.parts.status._target)))
    assert "newer rekreview" in text
    assert "9999" in text
    with empty.qtbot.waitSignal(empty.window.reopen_wanted):
        empty.qtbot.mouseClick(button(page, "Try again"), Qt.MouseButton.LeftButton)


def test_a_bug_is_told_in_words(shown: Shown, caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> None:
        raise KeyError("gone")

    shown.dispatcher.write(broken)
    shown.qtbot.waitUntil(lambda: shown.window.parts.banners.shown("fault") is not None)
    told = banner_text(shown.window, "fault")
    assert told is not None
    assert "mistake of its own" in told
    assert "KeyError" in told
    caplog.clear()


def test_at_its_smallest_every_screen_shows_whole(full: Shown) -> None:
    """As far as there is room for that: the window fits on the screen before anything else."""
    window, screens = full.window, full.window._screens
    full.settle()
    assert screens is not None
    assert window.minimumSize() == LEAST.boundedTo(window.screen().availableGeometry().size())
    beside = window.parts.side.minimumWidth() + 4
    for page in screens.pages.values():
        assert page.minimumSizeHint().width() + beside <= LEAST.width()


def test_the_window_comes_back_as_it_was(full: Shown, opened: OpenLibrary, qtbot: QtBot) -> None:
    window = full.window
    window.resize(800, 660)
    window.parts.side.show_filter(QueueFilter(queue=QueueName.PENDING, search="picture"))
    window.show_screen("policy")
    full.settle()
    window.close()
    full.preferences.save_now()
    lanes = Dispatcher()
    again = MainWindow(
        preferences=Preferences(full.preferences.settings, lanes), dispatcher=lanes, directory=opened.library.directory
    )
    again.show()
    again.compose()
    again.show_library(opened)
    assert (again.width(), again.height()) == (800, 660)
    assert again.parts.side.filter == QueueFilter(queue=QueueName.PENDING, search="picture")
    assert again.parts.center.shown == "policy"
    qtbot.waitUntil(lanes.idle, timeout=60_000)
    again.close()
    assert lanes.shutdown()


def test_dialogs_open_beside_the_work(shown: Shown) -> None:
    for action, name in (("settings", "settings"), ("keys", "key-sheet"), ("about", "about")):
        shown.window.parts.actions[action].trigger()
        dialog = shown.window.findChild(QDialog, name)
        assert dialog is not None
        assert dialog.isVisible()
        assert not dialog.isModal()
        dialog.close()


def test_the_robot_finds_the_buttons_of_the_contract(full: Shown) -> None:
    for name in ("Import…", "Moderate"):
        assert button(full.window, name).isEnabled()
    names = set()
    for widget in full.window.findChildren(QWidget):
        read = QAccessible.queryAccessibleInterface(widget)
        if read is not None and widget.isVisible():
            names.add(read.text(QAccessible.Text.Name))
    assert {"Queues", "Search", "Undo", "Redo", "Import…", "Moderate", "Review", "Policy", "Runs"} <= names


FOCUSABLE = [
    "QAbstractButton",
    "QLineEdit",
    "QComboBox",
    "QAbstractSpinBox",
    "QSlider",
    "QAbstractItemView",
    "QPlainTextEdit",
]


@pytest.mark.parametrize("screen", ["review", "runs"])
def test_every_control_has_a_name(full: Shown, screen: str) -> None:
    full.window.show_screen(screen)
    full.settle()
    nameless = []
    for widget in full.window.findChildren(QWidget):
        if not widget.isVisible() or not any(widget.inherits(kind) for kind in FOCUSABLE):
            continue
        if widget.objectName().startswith("qt_"):
            continue
        read = QAccessible.queryAccessibleInterface(widget)
        assert read is not None
        labelled = bool(read.relations(QAccessible.RelationFlag.Label))
        if not read.text(QAccessible.Text.Name) and not labelled:
            nameless.append(f"{type(widget).__name__} {widget.objectName()}")
    assert nameless == []


def test_a_closed_window_has_saved_its_settings_and_ticks_no_more(full: Shown, tmp_path: Path) -> None:
    side = full.window.parts.side
    side.findChild(QLineEdit).setText("picture")
    full.preferences.remember(kept="until the end")
    ticking = [timer for timer in full.window.findChildren(QTimer) if timer.isActive()]
    assert ticking, "the search waits for the next letter, and the library is asked about foreign writes"
    full.window.close()
    assert not [timer for timer in full.window.findChildren(QTimer) if timer.isActive()]
    assert stored.load(tmp_path / "settings.json").state["kept"] == "until the end"
