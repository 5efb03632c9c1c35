"""The calm parts in a window: B, the meter and its suggestion, the cover of who is away, the page of the settings."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QDialog, QLabel, QSpinBox, QTabWidget, QWidget

from rekreview import settings as stored
from rekreview.domain.assets import EngineName, Status
from rekreview.domain.labels import Label
from rekreview.domain.ports import Detection
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.domain.thresholds import IGNORE
from rekreview.library.values import TaskOutcome
from rekreview.ui.calm.cover import Cover
from rekreview.ui.calm.looks import shows_sharp_heavy
from rekreview.ui.dialogs.settings import SettingsDialog
from rekreview.ui.recent.delegate import IMAGE
from rekreview.ui.wellness import Profile
from tests.qt.window.conftest import Shown

KEY = Qt.Key


def choose(window: Shown, **values: object) -> None:
    window.preferences.choose(replace(window.preferences.settings, **values))


@pytest.fixture
def heavy(full: Shown) -> Shown:
    """A window on four assets, all of them rejected for what is heavy."""
    return rejected_for(full, Label("Explicit", "", 98.0, 1))


def rejected_for(full: Shown, *labels: Label) -> Shown:
    """A window on four assets, all of them rejected for these labels."""
    library = full.window._screens.library
    run = library.commands.start_run(EngineName.ON_DEVICE, "on-device-1", None, 1.0, library.queries.ids(QueueFilter()))
    outcomes = [
        TaskOutcome(
            task.task_id,
            task.asset_id,
            Detection(EngineName.ON_DEVICE, "on-device-1", None, 1.0, labels),
            None,
        )
        for task in library.commands.claim(run, 10)
    ]
    library.commands.record(run, outcomes)
    full.window._show_queue(QueueName.REJECTED)
    full.review = full.window._screens.review
    full.calm = full.window._screens.calm
    full.window.activateWindow()
    full.qtbot.waitUntil(full.window.isActiveWindow)
    full.review.grid.setFocus()
    full.qtbot.waitUntil(lambda: full.review.model.rowCount() == 4, timeout=10_000)
    full.qtbot.waitUntil(lambda: full.review.stage.is_shown(full.review.stage.current()), timeout=10_000)
    full.settle()
    return full


def sees(window: Shown) -> bool:
    window.review.grid.grab()
    return shows_sharp_heavy(window.window, window.review)


def test_b_goes_from_strength_to_strength_tells_it_and_keeps_it(heavy: Shown):
    told = heavy.window.parts.status._told
    assert heavy.preferences.settings.wellness == "standard"
    for name in ("strong", "off", "light", "standard"):
        heavy.qtbot.keyClick(heavy.review.grid, KEY.Key_B)
        assert heavy.preferences.settings.wellness == name
        assert heavy.review.grid.revealed.profile is Profile(name)
        assert told.text().startswith(f"Veil: {name}.")
    heavy.preferences.save_now()
    file = heavy.preferences._file
    assert stored.load(file).wellness == "standard"


def test_nothing_heavy_is_seen_sharp_until_it_is_revealed(heavy: Shown):
    assert not sees(heavy)
    assert not heavy.calm.meter.is_watching, "nothing to look for: it costs nothing"
    heavy.qtbot.keyPress(heavy.review.grid, KEY.Key_W)
    assert heavy.calm.meter.is_watching
    heavy.qtbot.waitUntil(lambda: sees(heavy))
    heavy.qtbot.keyRelease(heavy.review.grid, KEY.Key_W)
    assert not sees(heavy)
    assert not heavy.calm.meter.is_watching


def test_a_hold_is_measured_and_told_to_the_reviewer_alone(heavy: Shown, caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.DEBUG):
        heavy.qtbot.keyPress(heavy.review.grid, KEY.Key_W)
        heavy.qtbot.waitUntil(lambda: heavy.calm.meter.exposure.today > 1.0, timeout=10_000)
        heavy.qtbot.keyRelease(heavy.review.grid, KEY.Key_W)
    assert heavy.calm.label.text() == "Heavy pictures seen sharp: 1 s"
    assert heavy.calm.label.isVisible()
    assert heavy.preferences.settings.state["exposure"]["seconds"] >= 1.0, "kept to a tenth"
    assert not [record for record in caplog.records if "xpos" in record.getMessage() or "harp" in record.getMessage()]
    heavy.settle()
    names = [path for path in Path(heavy.window._screens.library.directory).rglob("*") if path.is_file()]
    assert not [path for path in names if b"exposure" in path.read_bytes()], "nothing of it is in the library"


def test_a_hold_in_the_policy_screen_is_measured_too(heavy: Shown):
    heavy.window.show_screen("policy")
    policy = heavy.window._screens.later.policy.screen_itself
    strip = policy.effect.to_approved.view
    heavy.settle()
    policy.model.choose("explicit", IGNORE)
    heavy.qtbot.waitUntil(lambda: len(strip.shown_ids()) == 4, timeout=10_000)
    strip.setFocus()
    strip.make_current(int(strip.model().rows.ids[0]))
    assert not shows_sharp_heavy(heavy.window, heavy.review)
    assert not heavy.calm.meter.is_watching
    heavy.qtbot.keyPress(strip, KEY.Key_W)
    assert heavy.calm.meter.is_watching
    heavy.qtbot.waitUntil(lambda: shows_sharp_heavy(heavy.window, heavy.review), timeout=10_000)
    heavy.qtbot.waitUntil(lambda: heavy.calm.meter.exposure.today > 0.5, timeout=10_000)
    heavy.qtbot.keyRelease(strip, KEY.Key_W)
    assert not heavy.calm.meter.is_watching
    heavy.qtbot.waitUntil(lambda: not shows_sharp_heavy(heavy.window, heavy.review), timeout=10_000)
    policy.model.revert()


@pytest.mark.parametrize("place", ["grid", "detail", "loupe"])
def test_with_the_veil_off_every_place_is_seen(heavy: Shown, place: str):
    choose(heavy, wellness="off")
    assert heavy.calm.meter.is_watching
    if place == "loupe":
        heavy.qtbot.keyClick(heavy.review.grid, KEY.Key_Return)
        heavy.qtbot.waitUntil(lambda: heavy.review.loupe.shown.is_sharp_heavy, timeout=10_000)
    elif place == "detail":
        heavy.review.grid.hide()
        heavy.qtbot.waitUntil(lambda: heavy.review.detail.shown.is_sharp_heavy, timeout=10_000)
    heavy.qtbot.waitUntil(lambda: sees(heavy), timeout=10_000)
    heavy.window.parts.blank.cover()
    assert not heavy.calm.meter.is_watching
    assert not shows_sharp_heavy(heavy.window, heavy.review)
    heavy.window.parts.blank.lift()


def test_what_is_harmless_counts_for_nothing(full: Shown):
    choose(full, wellness="off")
    review = full.window._screens.review
    full.qtbot.waitUntil(lambda: bool(review.grid.tiles_with_detail()), timeout=10_000)
    assert not shows_sharp_heavy(full.window, review)


def test_a_pause_is_suggested_calmly_and_can_be_closed(heavy: Shown):
    choose(heavy, pause_after_minutes=1)
    meter, banners = heavy.calm.meter, heavy.window.parts.banners
    meter.exposure = meter.exposure.grown(59.0, meter.exposure.day)
    meter.changed.emit(meter.exposure)
    assert banners.shown("pause") is None
    meter.exposure = meter.exposure.grown(1.0, meter.exposure.day)
    meter.changed.emit(meter.exposure)
    banner = banners.shown("pause")
    assert banner is not None
    assert banner.text.endswith("Would you like a pause?")
    for claim in ("health", "stress", "harm", "trauma", "protect", "must", "should"):
        assert claim not in banner.text.lower()
    banner.answered.emit()
    assert banners.shown("pause") is None
    meter.exposure = meter.exposure.grown(30.0, meter.exposure.day)
    meter.changed.emit(meter.exposure)
    assert banners.shown("pause") is None, "not again before another minute"


def test_what_is_heavy_by_a_label_that_does_not_lead_counts_too(full: Shown):
    window = rejected_for(full, Label("Weapons", "Violence", 99.0, 2), Label("Explicit", "", 97.0, 1))
    assert not sees(window)
    choose(window, wellness="off")
    window.review.detail.hide()  # which tells it by itself
    window.qtbot.waitUntil(lambda: sees(window), timeout=10_000)


def test_the_meter_says_nothing_while_there_is_nothing_to_say_and_can_be_switched_off(heavy: Shown):
    assert not heavy.calm.label.isVisible()
    heavy.calm.meter.exposure = heavy.calm.meter.exposure.grown(3.0, heavy.calm.meter.exposure.day)
    heavy.calm.meter.changed.emit(heavy.calm.meter.exposure)
    assert heavy.calm.label.isVisible()
    choose(heavy, show_exposure=False)
    assert not heavy.calm.label.isVisible()
    choose(heavy, show_exposure=True)
    assert heavy.calm.label.isVisible()


@pytest.mark.parametrize("wanted", [False, True])
def test_a_window_that_is_left_is_covered_if_the_reviewer_wants_it(heavy: Shown, wanted: bool):
    choose(heavy, cover_when_away=wanted)
    heavy.calm.away.heed(Qt.ApplicationState.ApplicationInactive)
    assert [cover.isVisible() for cover in heavy.window.findChildren(Cover)] == ([True] if wanted else [])
    heavy.calm.away.heed(Qt.ApplicationState.ApplicationActive)
    heavy.qtbot.waitUntil(lambda: not heavy.window.findChildren(Cover))


def test_a_dialog_that_opens_while_the_window_is_left_is_covered_too(heavy: Shown):
    choose(heavy, cover_when_away=True)
    heavy.calm.away.heed(Qt.ApplicationState.ApplicationInactive)
    late, closed = QDialog(heavy.window), QDialog(heavy.window)
    for dialog in (late, closed):
        dialog.show()
        (cover,) = dialog.findChildren(Cover)
        assert cover.isVisible()
        assert cover.geometry() == dialog.rect()
    label = QLabel("of later", late)
    label.show()
    assert late.children().index(label) < late.children().index(cover_of(late)), "the cover stays on top"
    closed.close()
    closed.deleteLater()
    heavy.calm.away.heed(Qt.ApplicationState.ApplicationActive)
    choose(heavy, cover_when_away=False)  # without a screen, Qt takes the app for left when a dialog closes
    heavy.qtbot.waitUntil(lambda: not heavy.window.findChildren(Cover))
    after = QDialog(heavy.window)
    after.show()
    assert not after.findChildren(Cover)
    for dialog in (late, after):
        dialog.close()


def cover_of(window: QWidget) -> Cover:
    (cover,) = window.findChildren(Cover)
    return cover


def decided(heavy: Shown) -> Callable[[], bool]:
    """One of the heavy assets is confirmed, and all that shows of it is its picture among the recent decisions."""
    heavy.window.parts.actions["recent"].trigger()
    screens = heavy.window._screens
    (first, *_) = heavy.review.model.rows.ids.tolist()
    screens.library.commands.decide([first], Status.REJECTED, reviewer="Ada")
    heavy.window._show_queue(QueueName.PENDING)
    heavy.qtbot.waitUntil(lambda: heavy.review.model.rowCount() == 0, timeout=10_000)
    steps = screens.queueing.recent.steps
    return lambda: steps.count() == 1 and steps.item(0).data(IMAGE) is not None


def test_a_picture_among_the_recent_decisions_counts_as_any_other(heavy: Shown):
    choose(heavy, wellness="off")
    heavy.qtbot.waitUntil(decided(heavy), timeout=10_000)
    assert shows_sharp_heavy(heavy.window, heavy.review)
    heavy.qtbot.waitUntil(lambda: heavy.calm.meter.exposure.today > 0.5, timeout=10_000)
    heavy.window.parts.actions["recent"].trigger()
    assert not shows_sharp_heavy(heavy.window, heavy.review), "the strip is hidden"


def test_a_veiled_picture_among_the_recent_decisions_counts_for_nothing(heavy: Shown):
    heavy.qtbot.waitUntil(decided(heavy), timeout=10_000)
    assert not shows_sharp_heavy(heavy.window, heavy.review)
    choose(heavy, wellness="off")
    heavy.qtbot.waitUntil(lambda: shows_sharp_heavy(heavy.window, heavy.review), timeout=10_000)


def test_at_the_start_nothing_heavy_is_sharp(heavy: Shown):
    """What is not known yet is a skeleton or veiled: no tile was ever painted with its detail."""
    assert heavy.review.feed.unveiled() == ()
    assert heavy.review.grid.tiles_with_detail() == []


def test_the_page_of_the_settings_tells_and_changes(heavy: Shown):
    dialog = SettingsDialog(heavy.preferences, heavy.dispatcher, heavy.window)
    heavy.qtbot.addWidget(dialog)
    tabs = dialog.findChild(QTabWidget)
    tabs.setCurrentIndex([tabs.tabText(at) for at in range(tabs.count())].index("Wellness"))
    dialog.show()
    box = dialog.findChild(QComboBox, "setting-wellness")
    told = dialog.findChild(QLabel, "profile-told")
    box.setCurrentIndex(box.findData("off"))
    assert heavy.preferences.settings.wellness == "off"
    assert told.text() == "Nothing is veiled."
    choose(heavy, wellness="light")
    assert box.currentData() == "light", "B may be pressed behind the dialog"
    minutes = dialog.findChild(QSpinBox, "setting-pause_after_minutes")
    minutes.setValue(0)
    assert minutes.text() == "never"
    dialog.findChild(QCheckBox, "setting-cover_when_away").setChecked(True)
    dialog.findChild(QCheckBox, "setting-show_exposure").setChecked(False)
    now = heavy.preferences.settings
    assert (now.pause_after_minutes, now.cover_when_away, now.show_exposure) == (0, True, False)
    dialog.close()


def test_the_icon_of_the_window_is_the_apps_own(heavy: Shown):
    assert heavy.window.windowIcon().cacheKey() == QApplication.windowIcon().cacheKey()
