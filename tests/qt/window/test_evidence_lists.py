"""Lists that are there to learn by: from the policy screen to the desk and back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from rekreview.domain.assets import Status
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.ui.opening import OpenLibrary
from rekreview.ui.screens import Screens
from tests.qt.window.conftest import Shown
from tests.unit.library.makers import detection, fill, moderate


@pytest.fixture
def ids(shown: Shown, opened: OpenLibrary) -> list[int]:
    """Five assets with Weapons at 40, 45, 50, 55 and 60 %."""
    added = fill(opened.library, 5)
    answers = {asset: detection(("Weapons", "Violence", 40.0 + 5 * at)) for at, asset in enumerate(added)}
    moderate(opened.library, dict(answers))
    shown.settle()
    return added


def screens(shown: Shown) -> Screens:
    assert shown.window._screens is not None
    return shown.window._screens


def open_list(shown: Shown, wanted: QueueFilter) -> list[int]:
    """Ask for a list as the policy screen does; the assets the desk shows then."""
    shown.window.show_screen("policy")
    with shown.qtbot.waitSignal(screens(shown).review.listing.replaced):
        screens(shown).later.policy.screen_itself.list_asked.emit(wanted)
    shown.settle()
    return [int(asset) for asset in screens(shown).review.model.rows.ids]


def about(shown: Shown) -> str:
    label = screens(shown).review.head.findChild(QPushButton, "list-about")
    assert label is not None
    return label.text()


def test_the_assets_nearest_to_a_threshold_come_first_on_the_desk(shown: Shown, ids: list[int]) -> None:
    assert open_list(shown, QueueFilter(category="weapons", boundary=49.0)) == [ids[2], ids[1], ids[3], ids[0], ids[4]]
    assert shown.window.parts.center.shown == "review"
    assert about(shown) == "Weapons near 49 %"
    assert not shown.window.parts.side.queues.selectedItems(), "it is none of the queues"


def test_a_sample_is_judged_blind_and_the_way_back_is_a_button(
    shown: Shown, ids: list[int], opened: OpenLibrary
) -> None:
    sample = opened.library.commands.draw_lottery(6, seed=1, reviewer="Ada")
    assert open_list(shown, QueueFilter(lottery=sample.id)) == list(sample.asset_ids)
    assert about(shown) == f"Blind sample {sample.id}"
    back = screens(shown).review.head.back
    assert back.isVisible()
    shown.qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert shown.window.parts.center.shown == "policy"
    shown.settle()


def test_the_counts_beside_a_blind_sample_do_not_tell_on_its_verdicts(
    shown: Shown, ids: list[int], opened: OpenLibrary
) -> None:
    sample = opened.library.commands.draw_lottery(6, seed=1, reviewer="Ada")
    open_list(shown, QueueFilter(lottery=sample.id))
    queues = shown.window.parts.side.queues

    def texts() -> dict[QueueName, str]:
        return {name: queues.item(row).text() for row, name in enumerate(QueueName)}

    before = texts()
    with shown.qtbot.waitSignal(screens(shown).standing.counted):
        opened.library.commands.decide(list(sample.asset_ids), Status.REJECTED, reviewer="Ada")
    shown.settle()
    assert texts() == before
    shown.window.parts.side.show_queue(QueueName.REJECTED)
    shown.settle()
    rejected = opened.library.queries.counts().counts[QueueName.REJECTED]
    assert texts()[QueueName.REJECTED] == f"Rejected, {rejected}" != before[QueueName.REJECTED]


@pytest.mark.parametrize("queue", [QueueName.ALL, QueueName.REJECTED])
def test_any_queue_leads_out_of_it(shown: Shown, ids: list[int], queue: QueueName) -> None:
    shown.window.parts.side.show_queue(QueueName.ALL)
    open_list(shown, QueueFilter(category="weapons", boundary=49.0))
    row = list(QueueName).index(queue)
    queues = shown.window.parts.side.queues
    with shown.qtbot.waitSignal(screens(shown).review.listing.replaced):
        place = queues.visualItemRect(queues.item(row)).center()
        shown.qtbot.mouseClick(queues.viewport(), Qt.MouseButton.LeftButton, pos=place)
    shown.settle()
    assert screens(shown).review.listing.filter == QueueFilter(queue=queue)
    assert about(shown) == ""
    assert not screens(shown).review.head.back.isVisible()


def test_a_list_that_is_worked_off_says_what_comes_of_it(shown: Shown, ids: list[int], opened: OpenLibrary) -> None:
    opened.library.commands.decide(ids, Status.REJECTED, reviewer="Ada")
    shown.settle()
    assert open_list(shown, QueueFilter(category="weapons", boundary=49.0)) == []
    title = screens(shown).review.findChild(QLabel, "empty-title")
    assert title is not None
    assert title.text() == "Nothing is left to decide here"


def test_the_keyboard_leads_out_of_it_too(shown: Shown, ids: list[int]) -> None:
    shown.window.parts.side.show_queue(QueueName.ALL)
    open_list(shown, QueueFilter(category="weapons", boundary=49.0))
    queues = shown.window.parts.side.queues
    queues.setFocus()
    assert not queues.selectedItems(), "coming by chooses nothing"
    with shown.qtbot.waitSignal(screens(shown).review.listing.replaced):
        shown.qtbot.keyClick(queues, Qt.Key.Key_Return)
    shown.settle()
    assert screens(shown).review.listing.filter == QueueFilter(queue=QueueName.ALL)
