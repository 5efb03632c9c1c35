"""The loupe on real files: the right picture, the right moment of a video, and words where there is no picture."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QPushButton, QSlider

from rekreview.domain.assets import Status
from rekreview.domain.sightings import FilterStep
from rekreview.ui.detail.pictures import Wish
from rekreview.ui.wellness import Profile
from tests.qt.loupe.conftest import DARK_MS, LIGHT_MS, Seen
from tests.unit.library.makers import detection, moderate


def test_the_slider_shows_the_moment_it_stands_at(seen: Seen, until):
    seen.show("one.mp4")
    seen.loupe.time.setValue(DARK_MS)
    until(lambda: seen.is_dark)
    seen.loupe.time.setValue(LIGHT_MS)
    until(lambda: not seen.is_dark)
    seen.loupe.time.setValue(DARK_MS)
    until(lambda: seen.is_dark)


def test_the_time_is_said_beside_the_slider(seen: Seen):
    seen.show("one.mp4")
    assert seen.label("0:00 / 0:02")
    seen.loupe.time.setValue(LIGHT_MS)
    assert seen.label("0:02 / 0:02")
    seen.loupe.time.setValue(900)
    assert seen.label("0:01 / 0:02")


def test_the_slider_spans_the_video(seen: Seen):
    seen.show("one.mp4")
    assert (seen.loupe.time.minimum(), seen.loupe.time.maximum()) == (0, 2000)
    seen.show("long.mp4")
    assert seen.loupe.time.maximum() == 3000


def test_the_next_video_of_the_same_length_begins_at_its_beginning(seen: Seen, until):
    seen.show("one.mp4")
    seen.loupe.time.setValue(DARK_MS)
    until(lambda: seen.is_dark)
    seen.show("two.mp4")
    assert seen.loupe.time.value() == 0
    assert seen.label("0:00 / 0:02")


def test_a_video_that_is_opened_again_begins_at_its_beginning(seen: Seen, until):
    seen.show("one.mp4")
    seen.loupe.time.setValue(LIGHT_MS)
    seen.loupe.leave()
    seen.show("one.mp4")
    assert seen.loupe.time.value() == 0


def test_the_last_of_many_moments_is_what_shows(seen: Seen, until):
    seen.show("one.mp4")
    for at in (100, 1500, 200, 1600, 250, LIGHT_MS, DARK_MS):
        seen.loupe.time.setValue(at)
    until(lambda: seen.is_dark)
    until(seen.loupe._dispatcher.idle)
    assert seen.is_dark


def test_a_moment_of_the_video_before_never_shows_on_the_next(seen: Seen, until):
    seen.show("one.mp4")
    seen.loupe.time.setValue(DARK_MS)
    seen.show("small.png")
    until(seen.loupe._dispatcher.idle)
    assert seen.colour.name() == "#2040d0"


def test_a_late_picture_of_the_asset_before_is_not_taken_for_the_next(seen: Seen, until):
    """A verdict on the picture of another asset is the worst that can happen here."""
    before = seen.show("large.jpg")
    late = seen.loupe._shown.image
    coming = seen.find("small.png")
    seen.loupe.show_asset(coming)
    seen.loupe._shown.pictures.read.emit(Wish(before, "large.jpg", 1600), late)
    until(lambda: seen.loupe.is_shown(coming))
    assert seen.colour.name() == "#2040d0"


def test_news_of_a_video_leave_its_moment_alone(seen: Seen, until):
    shown = seen.show("one.mp4")
    seen.loupe.time.setValue(DARK_MS)
    until(lambda: seen.is_dark)
    seen.library.commands.second_look([shown], True, reviewer="Ada")
    seen.loupe.refresh()
    until(seen.loupe._dispatcher.idle)
    assert seen.loupe.time.value() == DARK_MS
    assert seen.is_dark


def test_pictures_have_no_time(seen: Seen):
    seen.show("one.mp4")
    assert seen.loupe.time.isVisible()
    seen.show("large.jpg")
    assert not seen.loupe.time.isVisible()


def test_the_slider_is_named_for_those_who_hear_it(seen: Seen):
    seen.show("one.mp4")
    read = QAccessible.queryAccessibleInterface(seen.loupe.findChild(QSlider, "time"))
    assert read.text(QAccessible.Text.Name) == "Time in the video"


def test_name_status_and_place_are_said(seen: Seen):
    shown = seen.show("large.jpg")
    assert seen.label("large.jpg")
    assert seen.label("Pending")
    assert seen.label("1 of 7")
    seen.library.commands.decide([shown], Status.APPROVED, reviewer="Ada")
    seen.loupe.refresh()
    seen.qtbot.waitUntil(lambda: seen.label("Approved"))
    seen.library.commands.undo()


def test_what_could_not_be_decoded_says_why(seen: Seen):
    seen.show("broken.jpg")
    assert seen.loupe.canvas._text.endswith(".")
    assert seen.loupe.canvas._pixmap is None
    assert seen.label("Not moderated")


def test_a_file_that_is_gone_is_no_riddle(seen: Seen, until):
    seen.show("gone.png")
    assert "gone.png" in seen.loupe._name.text()
    assert seen.loupe.canvas._text


def test_an_asset_that_left_the_library_says_so(seen: Seen):
    seen.loupe.show_asset(10**6)
    seen.qtbot.waitUntil(lambda: seen.loupe.canvas._text == "This asset is not in the library any more.")


def test_a_picture_that_comes_ahead_is_there_at_once(seen: Seen, until):
    seen.show("large.jpg", ahead=("small.png",))
    until(seen.loupe._dispatcher.idle)
    coming = seen.library.queries.assets([seen.find("small.png")])[0]
    assert seen.loupe._shown.pictures.has(Wish(coming.id, coming.paths[0], 1600))


def test_full_size_has_the_missing_pixels_decoded(seen: Seen, until):
    seen.show("large.jpg")
    assert seen.loupe._shown.image.width() == 1600
    assert seen.label("38 %")
    seen.loupe.canvas.full_size()
    until(lambda: seen.loupe._shown.image.width() == 2400)
    assert seen.label("100 %")
    assert seen.colour.red() > 180


def test_a_small_picture_is_never_asked_for_again(seen: Seen, until):
    seen.show("small.png")
    seen.loupe.canvas.full_size()
    seen.loupe._wish_sharp()
    until(seen.loupe._dispatcher.idle)
    assert seen.loupe._shown.image.width() == 120


def test_what_nobody_analysed_is_veiled_until_it_is_revealed(seen: Seen, until):
    seen.loupe.set_profile(Profile.STANDARD)
    seen.show("large.jpg")
    assert seen.colour.saturation() < 10
    seen.loupe.reveal(FilterStep.SHARP)
    until(lambda: seen.colour.red() > 180)
    seen.loupe.reveal(FilterStep.VEILED)
    assert seen.colour.saturation() < 10


def test_news_of_what_was_detected_lift_the_veil_and_lower_it(seen: Seen, until):
    seen.loupe.set_profile(Profile.STANDARD)
    shown = seen.show("long.mp4")
    assert seen.loupe.canvas.filter_step is FilterStep.VEILED
    moderate(seen.library, {shown: detection(("Alcohol", "", 80.0))})
    seen.loupe.refresh()
    until(lambda: seen.loupe.canvas.filter_step is not FilterStep.VEILED)
    moderate(seen.library, {shown: detection(("Explicit", "", 99.0), floor=0.5)})
    seen.loupe.refresh()
    until(lambda: seen.loupe.canvas.filter_step is FilterStep.VEILED)


def test_a_revealed_picture_does_not_reveal_the_next(seen: Seen, until):
    seen.loupe.set_profile(Profile.STANDARD)
    seen.show("large.jpg")
    seen.loupe.reveal(FilterStep.SHARP)
    seen.show("small.png")
    assert seen.colour.saturation() < 10


def test_a_moment_of_a_veiled_video_is_veiled_too(seen: Seen, until):
    seen.loupe.set_profile(Profile.STANDARD)
    seen.show("one.mp4")
    seen.loupe.time.setValue(DARK_MS)
    until(lambda: seen.is_dark)
    seen.loupe.time.setValue(LIGHT_MS)
    until(lambda: not seen.is_dark)
    assert seen.colour.saturation() < 10


def test_nothing_shows_once_the_loupe_was_left(seen: Seen):
    shown = seen.show("large.jpg")
    seen.loupe.leave()
    assert not seen.loupe.is_shown(shown)
    assert seen.colour.saturation() < 60


def test_the_way_back_is_a_button(seen: Seen):
    (back,) = [button for button in seen.loupe.findChildren(QPushButton) if button.text() == "Back to the grid"]
    with seen.qtbot.waitSignal(seen.loupe.closed):
        seen.qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
