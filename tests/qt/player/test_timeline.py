"""The timeline: a slider like any other for hands, keys and those who hear it, with lanes that are told apart."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QImage, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from rekreview.domain.segments import Segment
from rekreview.ui import theme
from rekreview.ui.player import looks
from rekreview.ui.player.preview import Preview, nearest
from rekreview.ui.player.timeline import LANE, RULER, Timeline
from rekreview.ui.player.timeline_model import LOOKS, Lane, Story
from rekreview.ui.theme.contrast import SEEN, contrast
from rekreview.ui.theme.tokens import DARK, LIGHT

GUN = Segment("Weapons", "Violence", 2_000, 4_000, 84.2, 3_000)
SMOKE = Segment("Smoking", "Drugs", 6_000, 8_000, 40.0, 6_500)
STORY = Story(
    10_000, (Lane("Weapons", 50.0, False, (GUN,), look=3), Lane("Smoking", 50.0, False, (SMOKE,), look=1)), (GUN,), 2
)


@pytest.fixture
def timeline(qapp: QApplication, qtbot: QtBot) -> Timeline:
    theme.apply(qapp, "light")
    made = Timeline()
    qtbot.addWidget(made)
    made.resize(900, 100)
    made.show()
    made.show_story(STORY)
    return made


def painted(timeline: Timeline) -> QImage:
    return timeline.grab().toImage()


def test_it_is_a_slider_with_a_name_a_value_and_words(timeline: Timeline):
    read = QAccessible.queryAccessibleInterface(timeline)
    assert read.role() is QAccessible.Role.Slider
    assert read.text(QAccessible.Text.Name) == "Time in the video"
    assert read.text(QAccessible.Text.Description) == (
        "Weapons up to 84 %, over its threshold of 50 %; Smoking up to 40 %, not over its threshold of 50 %; "
        "2 weaker categories are not shown."
    )
    timeline.show_time(2_500)
    assert read.valueInterface().currentValue() == 2_500
    read.valueInterface().setCurrentValue(4_000)
    assert timeline.value() == 4_000


def test_a_video_in_which_nothing_was_found_says_so(timeline: Timeline):
    timeline.show_story(Story(5_000))
    read = QAccessible.queryAccessibleInterface(timeline)
    assert read.text(QAccessible.Text.Description) == "Nothing was found in this video at any time."
    assert timeline.height() < RULER + LANE


def test_a_click_goes_to_the_time_that_was_clicked(timeline: Timeline, qtbot: QtBot):
    with qtbot.waitSignal(timeline.valueChanged) as changed:
        qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(round(timeline.x_of(7_000)), 40))
    assert changed.args[0] == pytest.approx(7_000, abs=20)


def test_a_drag_goes_along_with_the_hand_and_no_frame_takes_it_away(timeline: Timeline, qtbot: QtBot):
    qtbot.mousePress(timeline, Qt.MouseButton.LeftButton, pos=QPoint(round(timeline.x_of(1_000)), 10))
    for at in (2_000, 5_000, 9_000):
        qtbot.mouseMove(timeline, QPoint(round(timeline.x_of(at)), 12))
        timeline.show_time(1_000)  # a frame of before is shown meanwhile
    assert timeline.value() == pytest.approx(9_000, abs=20)
    qtbot.mouseRelease(timeline, Qt.MouseButton.LeftButton)
    timeline.show_time(8_960)
    assert timeline.value() == 8_960


def test_times_and_places_are_each_others_opposite(timeline: Timeline):
    for at in range(0, 10_001, 500):
        assert timeline.time_at(timeline.x_of(at)) == at
    assert timeline.time_at(-50) == 0
    assert timeline.time_at(5_000) == 10_000


def test_the_time_that_is_shown_is_no_wish_to_go_there(timeline: Timeline):
    wishes: list[int] = []
    timeline.valueChanged.connect(wishes.append)
    timeline.show_time(3_000)
    timeline.show_story(Story(20_000))
    assert wishes == []
    assert timeline.maximum() == 20_000


@pytest.mark.parametrize(("key", "to"), [("Left", 4_000), ("Right", 6_000), ("Home", 0), ("End", 10_000)])
def test_its_keys_are_its_own_while_it_has_the_focus(timeline: Timeline, qtbot: QtBot, key: str, to: int):
    timeline.show_time(5_000)
    pressed = getattr(Qt.Key, f"Key_{key}")
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, pressed, Qt.KeyboardModifier.NoModifier)
    asked.ignore()
    QApplication.sendEvent(timeline, asked)
    assert asked.isAccepted()
    qtbot.keyClick(timeline, pressed)
    assert timeline.value() == to


def test_verdict_keys_stay_the_desks(timeline: Timeline):
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
    asked.ignore()
    QApplication.sendEvent(timeline, asked)
    assert not asked.isAccepted()


@pytest.mark.parametrize("look", ["light", "dark"])
def test_what_was_found_is_painted_where_it_was(timeline: Timeline, qapp: QApplication, look: str):
    theme.apply(qapp, look)
    seen = painted(timeline)
    ground = seen.pixelColor(round(timeline.x_of(1_000)), RULER + LANE - 3)
    inside = [seen.pixelColor(round(timeline.x_of(at)), RULER + LANE - 3) for at in (2_300, 3_000, 3_700)]
    assert all(colour != ground for colour in inside)
    above = seen.pixelColor(round(timeline.x_of(7_000)), RULER + LANE + 3 + 4)
    assert above == seen.pixelColor(round(timeline.x_of(9_000)), RULER + LANE + 3 + 4)  # 40 % does not reach up there


def test_the_threshold_is_a_line_through_the_lane(timeline: Timeline):
    seen = painted(timeline)
    row = [seen.pixelColor(x, RULER + LANE // 2).lightness() for x in range(round(timeline.x_of(8_500)), 880)]
    assert min(row) < 120 < max(row)  # dashed


@pytest.mark.parametrize(("colours", "tokens"), [(looks.LIGHT_COLOURS, LIGHT), (looks.DARK_COLOURS, DARK)])
def test_every_look_is_seen_on_its_ground_and_has_a_pattern_of_its_own(colours, tokens):
    assert len(colours) == len(looks.PATTERNS) == len(set(looks.PATTERNS)) == len(set(colours)) == LOOKS
    for colour in colours:
        assert contrast(colour, tokens.surface) >= SEEN


def test_hovering_tells_the_time_and_leaving_ends_it(timeline: Timeline, qtbot: QtBot):
    told: list[tuple[int, int]] = []
    timeline.hovered.connect(lambda at, x: told.append((at, x)))
    place = QPointF(timeline.x_of(4_000), 30)
    qtbot.mouseMove(timeline, place.toPoint())
    qtbot.waitUntil(lambda: bool(told))
    assert told[-1][0] == pytest.approx(4_000, abs=20)
    qtbot.mouseMove(timeline, QPoint(20, 30))  # over the names there is no time
    qtbot.waitUntil(lambda: told[-1][0] == -1)
    QApplication.sendEvent(timeline, QEvent(QEvent.Type.Leave))
    assert told[-1] == (-1, 0)


def test_the_nearest_cell_is_found():
    cells = [(0, b"a"), (1_000, b"b"), (5_000, b"c")]
    assert [nearest(cells, at) for at in (0, 499, 501, 3_100, 99_999)] == [0, 0, 1, 2, 2]
    assert nearest([], 5) == -1


def test_the_preview_stays_inside_and_shows_its_cell(qtbot: QtBot, tmp_path):
    image = QImage(160, 90, QImage.Format.Format_RGB32)
    image.fill("#c02020")
    image.save(str(tmp_path / "cell.jpg"))
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(500, 300)
    window.show()
    preview = Preview(window)
    preview.show_cells([(0, (tmp_path / "cell.jpg").read_bytes())])
    for x in (-40, 250, 900):
        preview.show_time(1_000, x, 250)
        assert preview.isVisible()
        assert window.rect().contains(preview.geometry())
        assert preview.geometry().bottom() < 250
    assert preview.grab().toImage().pixelColor(80, 50).red() > 150
    preview.show_cells([])
    assert not preview.isVisible()
    preview.show_time(1_000, 250, 250)  # no storyboard yet: the time alone
    assert preview.image.isNull()
    assert preview.isVisible()
