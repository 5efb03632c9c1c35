"""The strip of the last decisions: goes to their assets, and takes each back by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt

from rekreview.domain.assets import EngineName, Status
from rekreview.domain.facets import Facet
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.library.step_values import RecentStep
from rekreview.ui.recent.delegate import IMAGE, STEP, take_back_place
from rekreview.ui.recent.pictures import pictured
from rekreview.ui.wellness import Profile
from tests.qt.queueing.conftest import Shown, chosen
from tests.unit.library.makers import detection, moderate


def opened(shown: Shown) -> None:
    """Open the strip by its action, and wait for what it shows."""
    shown.window.parts.actions["recent"].trigger()
    shown.wait(lambda: shown.queueing.recent.steps.count() == 2)


def told(shown: Shown) -> list[str]:
    strip = shown.queueing.recent.steps
    return [strip.item(at).text() for at in range(strip.count())]


def step(shown: Shown, at: int) -> RecentStep:
    found = shown.queueing.recent.steps.item(at).data(STEP)
    assert isinstance(found, RecentStep)
    return found


def test_the_last_decisions_say_verdict_name_reason_and_who(shown: Shown) -> None:
    opened(shown)
    newest, before = told(shown)
    assert newest.startswith("Rejected, holiday2.jpg, “see mail”, Bob")
    assert before.startswith("Approved, holiday1.jpg, Medical, Bob")
    assert shown.queueing.recent.steps.hasFocus()


def test_enter_goes_to_the_asset_also_in_another_list(shown: Shown) -> None:
    opened(shown)
    strip = shown.queueing.recent.steps
    strip.setCurrentRow(1)
    shown.qtbot.keyClick(strip, Qt.Key.Key_Return)
    shown.wait(lambda: shown.review.grid.current_id() == shown.ids[1])
    shown.show(chosen((Facet.IMPORT, "2")))
    strip.setFocus()
    shown.qtbot.keyClick(strip, Qt.Key.Key_Return)
    shown.wait(lambda: shown.window.parts.side.filter == QueueFilter())
    shown.wait(lambda: shown.review.grid.current_id() == shown.ids[1])


def test_one_is_taken_back_by_itself_and_undo_brings_it_back(shown: Shown) -> None:
    opened(shown)
    strip = shown.queueing.recent.steps
    strip.setCurrentRow(1)
    shown.qtbot.keyClick(strip, Qt.Key.Key_Delete)
    shown.wait(lambda: step(shown, 1).reverted)
    assert not step(shown, 0).reverted
    assert told(shown)[1].endswith("taken back")
    assert shown.library.queries.ids(QueueFilter(QueueName.REVIEWED)).tolist() == [shown.ids[2]]
    shown.window.undo()
    shown.wait(lambda: not step(shown, 1).reverted)


def test_a_click_on_the_arrow_takes_back_and_beside_it_goes_there(shown: Shown) -> None:
    opened(shown)
    strip = shown.queueing.recent.steps
    cell = strip.visualItemRect(strip.item(0))
    shown.qtbot.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=cell.center() - QPoint(40, 0))
    shown.wait(lambda: shown.review.grid.current_id() == shown.ids[2])
    assert not step(shown, 0).reverted
    shown.qtbot.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=take_back_place(cell).center())
    shown.wait(lambda: step(shown, 0).reverted)


def test_a_new_decision_under_the_pressed_button_is_not_taken_back(shown: Shown) -> None:
    opened(shown)
    strip = shown.queueing.recent.steps
    at = take_back_place(strip.visualItemRect(strip.item(0))).center()
    said: list[str] = []
    shown.queueing.recent.told.connect(said.append)
    pressed = step(shown, 0).batch
    shown.qtbot.mousePress(strip.viewport(), Qt.MouseButton.LeftButton, pos=at)
    new = shown.library.commands.decide([shown.ids[5]], Status.REJECTED, reviewer="Ada").batch
    shown.wait(lambda: step(shown, 0).batch == new)
    shown.qtbot.mouseRelease(strip.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert said == ["Not taken: a new decision moved this one away while the button was down."]
    shown.wait(shown.dispatcher.idle)
    assert step(shown, 1).batch == pressed
    assert not any(step(shown, row).reverted for row in range(3))


def test_a_press_that_ends_beside_its_button_does_nothing(shown: Shown) -> None:
    opened(shown)
    strip = shown.queueing.recent.steps
    cell = strip.visualItemRect(strip.item(0))
    wanted: list[int] = []
    shown.queueing.recent.asset_wanted.connect(wanted.append)
    shown.qtbot.mousePress(strip.viewport(), Qt.MouseButton.LeftButton, pos=take_back_place(cell).center())
    shown.qtbot.mouseRelease(strip.viewport(), Qt.MouseButton.LeftButton, pos=cell.center() - QPoint(40, 0))
    shown.wait(shown.dispatcher.idle)
    assert wanted == []
    assert not step(shown, 0).reverted


def test_a_batch_is_one_tile_with_its_number(shown: Shown) -> None:
    opened(shown)
    shown.library.commands.decide(shown.ids[5:9], Status.REJECTED, reviewer="Ada")
    shown.wait(lambda: shown.queueing.recent.steps.count() == 3)
    assert told(shown)[0].startswith("4 × Rejected, holiday5.jpg and others")


def test_pictures_are_veiled_as_everywhere_and_all_while_a_sample_is_judged(shown: Shown) -> None:
    queries, store = shown.library.queries, shown.library.thumbnails

    def middles(profile: Profile, *, blind: bool) -> list[int]:
        made = pictured(queries, store, profile, 32, blind=blind)
        return [one.image.pixelColor(16, 16).red() for one in made if one.image is not None]

    sharp, veiled = middles(Profile.OFF, blind=False), middles(Profile.STANDARD, blind=True)
    assert len(sharp) == len(veiled) == 2
    assert all(abs(red - 99) < 6 for red in veiled)
    assert not all(abs(red - 99) < 6 for red in sharp)
    heavy = shown.ids[3]
    shown.library.commands.decide([heavy], Status.REJECTED, reviewer="Ada")
    newest = pictured(queries, store, Profile.LIGHT, 32, blind=False)[0]
    assert newest.step.tile.id == heavy
    assert newest.image is not None
    assert abs(newest.image.pixelColor(16, 16).red() - 99) < 6


def test_a_decided_asset_that_turns_out_to_be_heavy_is_veiled(shown: Shown) -> None:
    opened(shown)

    def red() -> int:
        red: int = shown.queueing.recent.steps.item(1).data(IMAGE).pixelColor(24, 24).red()
        return red

    assert abs(red() - 99) > 6
    answers = {shown.ids[1]: detection(("Explicit", "", 97.0), engine=EngineName.REKOGNITION, version="7.0")}
    moderate(shown.library, answers)
    shown.wait(lambda: abs(red() - 99) < 6)


def test_it_is_hidden_by_the_same_action_and_remembered(open_window: Callable[..., Shown]) -> None:
    first = open_window()
    assert first.queueing.recent.isHidden()
    opened(first)
    again = open_window()
    assert not again.queueing.recent.isHidden()
    again.wait(lambda: again.queueing.recent.steps.count() == 2)
    assert again.queueing.recent.steps.item(0).data(IMAGE) is not None
    again.window.parts.actions["recent"].trigger()
    assert again.queueing.recent.isHidden()
    assert again.review.grid.hasFocus()
