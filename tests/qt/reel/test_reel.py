"""The hit reel: every hit of a queue's videos once, by category; verdicts from there are on whole clips."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QMenu, QToolButton

from rekreview.domain.assets import EngineName, MediaKind, Status
from rekreview.domain.labels import Label
from rekreview.domain.marks import MarkWord
from rekreview.domain.policy import PolicyPair
from rekreview.domain.ports import Detection
from rekreview.domain.progress import CancelToken
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.domain.sightings import FilterStep
from rekreview.library.library import Library
from rekreview.library.values import TaskOutcome
from rekreview.ui.calm.looks import shows_sharp_heavy
from rekreview.ui.reel.cells import spoken
from rekreview.ui.reel.hits import read_reel
from rekreview.ui.wellness import Profile
from tests.qt.player.conftest import number_on
from tests.qt.reel.conftest import LABELS, STEP_MS, ClipDesk, seen

KEY = Qt.Key


def cells(clips: ClipDesk) -> list[tuple[str, str, int]]:
    """The hits in the order of their cells: clip, category, first frame."""
    return [(hit.name, hit.category, hit.start_ms // STEP_MS) for hit in clips.desk.reel.model.hits]


def count(clips: ClipDesk) -> str:
    label = clips.desk.reel.findChild(QLabel, "hit-count")
    assert label is not None
    return label.text()


def test_every_hit_is_there_once_the_fullest_category_first(clips: ClipDesk):
    clips.open_reel()
    assert cells(clips) == [
        ("guns.mp4", "Weapons", 20),
        ("guns.mp4", "Weapons", 70),
        ("party.mp4", "Weapons", 10),
        ("party.mp4", "Alcoholic Beverages", 10),
    ]
    assert count(clips) == "4 hits in 3 videos"


def test_a_category_shows_its_own_hits_only(clips: ClipDesk):
    clips.open_reel()
    reel = clips.desk.reel
    assert [reel.categories.item(row).text() for row in range(reel.categories.count())] == [
        "All categories, 4",
        "Weapons, 3",
        "Alcoholic Beverages, 1",
    ]
    reel.categories.setCurrentRow(2)
    assert cells(clips) == [("party.mp4", "Alcoholic Beverages", 10)]
    assert clips.current == clips.find("party.mp4")


def test_each_cell_shows_what_is_there_and_says_it(clips: ClipDesk):
    clips.open_reel()
    model = clips.desk.reel.model
    assert [number_on(model.image(hit)) for hit in model.hits] == [20, 70, 10, 10]
    read = QAccessible.queryAccessibleInterface(clips.desk.reel.cells)
    assert read.role() is QAccessible.Role.List
    assert read.text(QAccessible.Text.Name) == "Hits"
    assert read.child(1).text(QAccessible.Text.Name) == "guns.mp4, rejected, Weapons 98, at 0:03"


def test_the_key_and_the_button_open_it_from_any_queue(clips: ClipDesk):
    clips.show(QueueName.REJECTED)
    clips.press(KEY.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert clips.desk.stage.in_reel
    clips.qtbot.waitUntil(lambda: count(clips) == "4 hits in 2 videos")
    clips.press(KEY.Key_Escape)
    assert not clips.desk.stage.in_reel
    (button,) = [one for one in clips.desk.head.findChildren(QToolButton) if one.text() == "Hit reel"]
    clips.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert clips.desk.stage.in_reel


def test_another_queue_brings_its_own_hits(clips: ClipDesk):
    clips.open_reel()
    clips.desk.set_filter(QueueFilter(queue=QueueName.APPROVED))
    nothing = clips.desk.reel.findChild(QLabel, "no-hits")
    clips.qtbot.waitUntil(nothing.isVisible)
    assert cells(clips) == []
    assert nothing.text() == "No video of this list has a hit: nothing in them is over its threshold."
    clips.press(KEY.Key_A)
    assert clips.told[-1] == "There is no asset here to decide on."


def test_pictures_have_no_hits(clips: ClipDesk):
    reel = read_reel(
        clips.library.queries, clips.library.thumbnails, QueueFilter(kind=MediaKind.IMAGE), Profile.OFF, CancelToken()
    )
    assert (reel.hits, reel.videos) == ((), 0)


def test_enter_opens_the_clip_at_its_hit_and_esc_leads_back(clips: ClipDesk):
    clips.open_reel()
    clips.press(KEY.Key_Right)
    clips.press(KEY.Key_Return)
    clips.wait_for_frame()
    assert clips.current == clips.find("guns.mp4")
    assert clips.painted == 70
    clips.press(KEY.Key_Escape)
    assert clips.desk.stage.in_reel
    assert clips.desk.reel.hit.start_ms == 70 * STEP_MS
    clips.press(KEY.Key_Escape)
    assert not clips.desk.stage.in_reel
    assert clips.current == clips.find("guns.mp4")


def test_the_weaker_hit_opens_where_it_is_and_not_where_the_clip_was_decided(clips: ClipDesk):
    clips.open_reel()
    clips.press(KEY.Key_Return)
    clips.wait_for_frame()
    assert clips.painted == 20


@pytest.mark.parametrize(("key", "status"), [(KEY.Key_A, Status.APPROVED), (KEY.Key_X, Status.REJECTED)])
def test_a_verdict_is_on_the_whole_clip_and_goes_on_to_the_next_clip(clips: ClipDesk, key: KEY, status: Status):
    clips.open_reel()
    clips.press(key)
    clips.settle()
    guns, party = clips.find("guns.mp4"), clips.find("party.mp4")
    assert clips.status(guns) is status
    assert clips.decisions(guns)[-1].reviewer == "Ada"
    assert clips.decisions(party) == []
    assert clips.current == party
    model = clips.desk.reel.model
    clips.qtbot.waitUntil(lambda: all(model.status(hit) is status for hit in model.hits if hit.asset_id == guns))
    assert cells(clips)[0] == ("guns.mp4", "Weapons", 20)  # nothing moves under the reviewer's hand


def test_backspace_takes_it_back_and_returns_to_the_clip(clips: ClipDesk):
    clips.open_reel()
    guns = clips.current
    clips.press(KEY.Key_A)
    clips.settle()
    clips.press(KEY.Key_Backspace)
    clips.settle()
    assert clips.current == guns
    assert clips.status(guns) is Status.REJECTED
    clips.qtbot.waitUntil(lambda: clips.desk.reel.model.status(clips.desk.reel.hit) is Status.REJECTED)


def test_a_key_waits_until_the_hit_is_painted(clips: ClipDesk):
    """What a key acts on is on the screen: a reel that is not painted yet decides on nothing."""
    reel = clips.desk.reel
    clips.open_reel()
    guns = clips.current
    reel._painter.shown.clear()
    clips.press(KEY.Key_A)
    clips.settle()
    assert clips.decisions(guns) == []
    assert "Waits until the picture of guns.mp4 shows." in clips.told
    reel.cells.viewport().repaint()
    clips.qtbot.waitUntil(lambda: clips.status(guns) is Status.APPROVED)


def test_another_policy_brings_other_hits(clips: ClipDesk):
    clips.open_reel()
    clips.library.commands.apply_policy(PolicyPair(video="aws_rek_video:weapons:0.9"), name="Strict")
    clips.qtbot.waitUntil(lambda: len(clips.desk.reel.model.hits) == 2)
    assert cells(clips) == [("party.mp4", "Alcoholic Beverages", 10), ("guns.mp4", "Weapons", 70)]


def test_veiled_clips_have_veiled_cells_only(clips: ClipDesk):
    clips.desk.set_profile(Profile.STRONG)
    clips.open_reel()
    hits = clips.desk.reel.model.hits
    assert all(hit.veiled for hit in hits)
    assert {clips.desk.reel.model.image(hit).pixelColor(30, 30).name() for hit in hits} == {"#777777"}
    clips.desk.set_profile(Profile.OFF)
    clips.qtbot.waitUntil(lambda: not any(hit.veiled for hit in clips.desk.reel.model.hits))


def steps(clips: ClipDesk) -> set[FilterStep]:
    model = clips.desk.reel.model
    return {model.step(hit) for hit in model.hits}


def held(clips: ClipDesk) -> int:
    """How many pictures the reel has, in whatever form."""
    model = clips.desk.reel.model
    return sum(bool(hit.cell) for hit in (*model.hits, *clips.desk.reel._reel.hits)) + sum(
        not image.isNull() for image in model._images.values()
    )


def test_a_stronger_profile_hides_every_hit_before_they_are_read_again(clips: ClipDesk):
    clips.desk.set_profile(Profile.OFF)
    clips.open_reel()
    reel = clips.desk.reel
    reel.cells.setCurrentIndex(reel.model.index(2))
    chosen = reel.hit
    assert held(clips)
    assert steps(clips) == {FilterStep.SHARP}
    clips.desk.set_profile(Profile.STRONG)
    assert steps(clips) == {FilterStep.VEILED}
    assert not held(clips)
    clips.qtbot.waitUntil(lambda: held(clips) > 0)
    assert steps(clips) == {FilterStep.VEILED}
    assert (reel.hit.asset_id, reel.hit.start_ms) == (chosen.asset_id, chosen.start_ms), "one is where one was"


def test_nothing_sharp_of_the_reel_is_kept_behind_the_large_view(clips: ClipDesk):
    clips.desk.set_profile(Profile.OFF)
    clips.open_reel()
    clips.desk.reel.open_hit()
    clips.wait_for_frame()
    clips.desk.set_profile(Profile.STRONG)
    assert not held(clips)
    clips.desk.close_loupe()
    assert steps(clips) == {FilterStep.VEILED}
    clips.qtbot.waitUntil(lambda: held(clips) > 0)
    assert steps(clips) == {FilterStep.VEILED}


def test_what_was_being_read_for_a_weaker_profile_never_shows(clips: ClipDesk):
    clips.desk.set_profile(Profile.OFF)
    clips.open_reel()
    clips.desk.reel.refresh()
    clips.desk.set_profile(Profile.STRONG)
    seen = []
    clips.desk.reel.model.modelReset.connect(lambda: seen.append(steps(clips)))
    clips.qtbot.waitUntil(lambda: held(clips) > 0)
    assert seen
    assert all(one == {FilterStep.VEILED} for one in seen)


def test_a_clip_that_turns_out_to_be_heavy_is_veiled(clips: ClipDesk):
    clips.desk.set_profile(Profile.STANDARD)
    clips.open_reel()
    guns, party, model = clips.find("guns.mp4"), clips.find("party.mp4"), clips.desk.reel.model
    assert steps(clips) == {FilterStep.SHARP}
    moderate_anew(clips.library, guns, (*LABELS["guns.mp4"], seen("Explicit", "", 97.0, 50, 60)))

    def of_guns() -> set[FilterStep]:
        return {model.step(hit) for hit in model.hits if hit.asset_id == guns}

    clips.qtbot.waitUntil(lambda: of_guns() == {FilterStep.VEILED})
    clips.qtbot.waitUntil(lambda: any(hit.category == "Explicit" for hit in model.hits))
    assert of_guns() == {FilterStep.VEILED}
    assert {hit.asset_id for hit in model.hits if model.step(hit) is FilterStep.SHARP} == {party}


def test_what_is_missing_is_picked_for_the_clip_of_the_chosen_hit(clips: ClipDesk):
    clips.desk.grid.make_current(clips.find("harmless.mp4"))
    clips.open_reel()
    party = clips.find("party.mp4")
    clips.desk.reel.return_to([party])
    clips.wait_until_shown()
    clips.press(KEY.Key_R, Qt.KeyboardModifier.ShiftModifier)
    menu = clips.desk.findChild(QMenu, "missing-category")
    assert isinstance(menu, QMenu)
    next(action for action in menu.actions() if action.text() == "Gambling").trigger()
    menu.close()
    clips.settle()
    assert [mark.name for mark in clips.library.queries.marks(party)] == ["Gambling"]
    assert clips.told[-1] == "Marked missing: “Gambling” in party.mp4."
    assert clips.current == party


def test_the_label_of_the_chosen_hit_is_wrong_and_not_the_one_that_leads_its_clip(clips: ClipDesk):
    clips.open_reel()
    party, reel = clips.find("party.mp4"), clips.desk.reel
    weapons = cells(clips).index(("party.mp4", "Weapons", 10))
    assert clips.desk.stage.top_label(party) == "Alcoholic Beverages"
    reel.cells.setCurrentIndex(reel.model.index(weapons))
    clips.wait_until_shown()
    clips.press(KEY.Key_R)
    clips.settle()
    assert {mark.name: mark.word for mark in clips.library.queries.marks(party)} == {"Weapons": MarkWord.WRONG}
    assert clips.told[-1] == "Marked wrong: “Weapons” of party.mp4."
    assert reel.cells.currentIndex().row() == weapons, "a mark goes on to no other hit"


def test_the_categories_offered_are_those_its_labels_speak(clips: ClipDesk):
    guns = clips.find("guns.mp4")
    moderate_anew(clips.library, guns, LABELS["guns.mp4"], version="6.1")
    clips.open_reel()
    assert {hit.taxonomy for hit in clips.desk.reel.model.hits if hit.asset_id == guns} == {"v6"}
    clips.desk.reel.return_to([guns])
    clips.wait_until_shown()
    clips.press(KEY.Key_R, Qt.KeyboardModifier.ShiftModifier)
    menu = clips.desk.findChild(QMenu, "missing-category")
    assert isinstance(menu, QMenu)
    assert "Explicit Nudity" in [action.text() for action in menu.actions()]
    menu.close()


def test_a_clip_in_which_a_person_misses_what_is_heavy_is_veiled_and_counts(clips: ClipDesk):
    clips.open_reel()
    guns, model = clips.find("guns.mp4"), clips.desk.reel.model
    assert not shows_sharp_heavy(clips.desk.window(), clips.desk)
    clips.library.commands.mark(guns, "explicit", MarkWord.MISSING, reviewer="Ada")
    clips.qtbot.waitUntil(lambda: shows_sharp_heavy(clips.desk.window(), clips.desk), timeout=10_000)
    clips.desk.set_profile(Profile.STANDARD)
    clips.qtbot.waitUntil(lambda: {hit.asset_id for hit in model.hits if hit.veiled} == {guns}, timeout=10_000)
    assert not shows_sharp_heavy(clips.desk.window(), clips.desk)


def moderate_anew(library: Library, clip: int, labels: tuple[Label, ...], version: str = "7.1") -> None:
    run = library.commands.start_run(EngineName.IMPORTED, version, None, 1.0, [clip])
    (task,) = library.commands.claim(run, 1)
    detection = Detection(EngineName.IMPORTED, version, None, 1.0, labels)
    library.commands.record(run, [TaskOutcome(task.task_id, clip, detection, None)])


def test_a_note_is_written_on_the_clip_that_is_chosen(clips: ClipDesk):
    clips.open_reel()
    clips.desk.reel.return_to([clips.find("party.mp4")])
    clips.press(KEY.Key_N)
    assert not clips.desk.stage.in_reel
    assert clips.current == clips.find("party.mp4")
    assert clips.desk.detail.note.hasFocus()


def test_the_buttons_say_and_do_the_same(clips: ClipDesk):
    clips.open_reel()
    guns = clips.current
    clips.qtbot.mouseClick(clips.desk.reel.buttons.approve, Qt.MouseButton.LeftButton)
    clips.settle()
    assert clips.status(guns) is Status.APPROVED


def test_nothing_is_read_once_it_was_left(clips: ClipDesk):
    clips.desk.open_reel()
    clips.desk.close_reel()
    clips.settle()
    assert clips.desk.reel.model.rowCount() == 0


def test_an_estimate_is_named_where_it_shows(clips: ClipDesk):
    clips.open_reel()
    hit = clips.desk.reel.model.hits[0]
    assert not hit.estimate
    assert "estimate" not in spoken(hit, Status.REJECTED)
    estimated = replace(hit, estimate=True)
    assert spoken(estimated, Status.REJECTED).endswith(", at 0:01, On-device estimate")
    detect_on_device(clips.library)
    clips.desk.reel.refresh()
    clips.qtbot.waitUntil(lambda: [hit.estimate for hit in clips.desk.reel.model.hits].count(True) == 1)
    clips.open_large("harmless.mp4")
    label = clips.desk.loupe.findChild(QLabel, "player-estimate")
    assert label.isVisible()
    assert label.text() == "On-device estimate"
    assert clips.words("coverage") == "Checked 60 of 1,800 frames"
    clips.desk.close_loupe()
    coverage = clips.desk.detail.findChild(QLabel, "coverage")
    clips.qtbot.waitUntil(lambda: coverage.text() == "Checked 60 of 1,800 frames")
    clips.open_large("guns.mp4")
    assert not label.isVisible()


def test_the_large_view_says_of_a_clip_that_nobody_checked_it(clips: ClipDesk):
    clips.open_large("harmless.mp4")
    assert clips.words("coverage") == "Not checked yet"
    clips.desk.close_loupe()
    clips.open_large("guns.mp4")
    assert clips.words("coverage") == ""


def detect_on_device(library: Library) -> None:
    """The harmless clip has only the word of the on-device engine; the others keep what goes before it."""
    wanted = [tile.id for tile in library.queries.tiles(library.queries.ids(QueueFilter())) if "harm" in tile.name]
    run = library.commands.start_run(EngineName.ON_DEVICE, "on-device-1", None, 1.0, wanted)
    (task,) = library.commands.claim(run, 10)
    labels = (seen("Weapons", "Violence", 88.0, 3, 9),)
    detection = Detection(EngineName.ON_DEVICE, "on-device-1", None, 1.0, labels, coverage="checked 60 of 1,800 frames")
    library.commands.record(run, [TaskOutcome(task.task_id, task.asset_id, detection, None)])
