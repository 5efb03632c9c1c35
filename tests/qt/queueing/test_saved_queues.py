"""Queues of the reviewer's own, and those by import, run and day, in the side panel."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit

from rekreview.domain.assets import Status
from rekreview.domain.facets import Choice, Facet
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.domain.sightings import FilterStep, Sighting, View
from rekreview.library import Library
from rekreview.ui.panels.more_queues import SAVED
from rekreview.ui.tree_rows import rows_below
from tests.qt.queueing.conftest import Shown, chosen

WEAPONS = chosen((Facet.CATEGORY, "weapons"))


def rows(shown: Shown, section: str = SAVED) -> list[str]:
    """What a section shows: names with counts."""
    return [f"{row.text(0)} {row.text(1)}" for row in rows_below(shown.queueing.more._sections[section])]


def save(shown: Shown, name: str, wanted: QueueFilter) -> None:
    """Save a list by the key, and wait for it."""
    shown.show(wanted)
    shown.window.parts.actions["save_filter"].trigger()
    (dialog,) = [one for one in shown.window.findChildren(QDialog, "name-queue") if one.isVisible()]
    field = dialog.findChild(QLineEdit, "queue-name")
    assert field is not None
    field.setText(name)
    dialog.accept()
    shown.wait(lambda: any(row.startswith(name) for row in rows(shown)))
    shown.window.activateWindow()
    shown.wait(shown.window.isActiveWindow)


def test_a_list_is_saved_counted_and_shown_again(shown: Shown) -> None:
    save(shown, "Weapons", WEAPONS)
    assert rows(shown) == ["Weapons 4"]
    shown.show(QueueFilter(QueueName.REVIEWED))
    shown.queueing.more.itemClicked.emit(rows_below(shown.queueing.more._sections[SAVED])[0], 0)
    shown.wait(lambda: len(shown.listed) == 4)
    assert shown.window.parts.side.filter == WEAPONS
    assert shown.review.grid.hasFocus()


def test_counts_follow_the_library(shown: Shown) -> None:
    save(shown, "Bob's", chosen((Facet.REVIEWER, "Bob")))
    shown.library.commands.decide(shown.ids[5:6], Status.REJECTED, reviewer="Bob")
    shown.wait(lambda: rows(shown) == ["Bob's 3"])


def test_deleting_can_be_undone_and_names_are_changed_in_place(shown: Shown) -> None:
    save(shown, "Weapons", WEAPONS)
    save(shown, "All of it", QueueFilter())
    more, toast = shown.queueing.more, shown.window.parts.toast
    more.setCurrentItem(rows_below(more._sections[SAVED])[0])
    shown.qtbot.keyClick(more, Qt.Key.Key_Delete)
    shown.wait(lambda: rows(shown) == ["All of it 12"])
    shown.wait(lambda: "“Weapons” was deleted" in toast.text)
    toast._offer.click()
    shown.wait(lambda: rows(shown) == ["Weapons 4", "All of it 12"])
    more.setCurrentItem(rows_below(more._sections[SAVED])[0])
    shown.qtbot.keyClick(more, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    shown.wait(lambda: rows(shown) == ["All of it 12", "Weapons 4"])
    rows_below(more._sections[SAVED])[1].setText(0, "Arms")
    shown.wait(lambda: [one.name for one in shown.library.queries.saved_filters()] == ["All of it", "Arms"])


def test_a_name_that_is_taken_is_refused_in_words_and_the_old_one_shown(shown: Shown) -> None:
    save(shown, "Weapons", WEAPONS)
    save(shown, "Other", QueueFilter())
    rows_below(shown.queueing.more._sections[SAVED])[1].setText(0, "weapons")
    shown.wait(lambda: "already" in shown.window.parts.toast.text)
    shown.wait(lambda: rows(shown) == ["Weapons 4", "Other 12"])


def test_imports_runs_and_days_are_queues_with_counts(shown: Shown) -> None:
    shown.queueing.more.open((SAVED, *(facet.value for facet in (Facet.IMPORT, Facet.RUN, Facet.DATE))))
    shown.wait(lambda: len(rows(shown, Facet.IMPORT.value)) == 2)
    newest, _ = rows(shown, Facet.IMPORT.value)
    assert newest.startswith("street")
    assert newest.endswith(" 6")
    assert rows(shown, Facet.DATE.value) == ["Today 12"]
    assert [row.split()[-1] for row in rows(shown, Facet.RUN.value)] == ["1", "12"]
    row = rows_below(shown.queueing.more._sections[Facet.IMPORT.value])[1]
    shown.queueing.more.itemClicked.emit(row, 0)
    shown.wait(lambda: shown.listed == shown.ids[:6])
    assert row.isSelected()


def test_letters_choose_no_queue_and_space_shows_one_without_leaving(shown: Shown) -> None:
    save(shown, "Weapons", WEAPONS)
    shown.show(QueueFilter())
    more = shown.queueing.more
    more.setFocus()
    more.setCurrentItem(more._sections[SAVED])
    shown.qtbot.keyClick(more, Qt.Key.Key_W)
    assert more.currentItem() is more._sections[SAVED]
    shown.qtbot.keyClick(more, Qt.Key.Key_Down)
    shown.qtbot.keyClick(more, Qt.Key.Key_Space)
    shown.wait(lambda: len(shown.listed) == 4)
    assert more.hasFocus()


def test_counts_stand_still_while_a_sample_is_judged(shown: Shown) -> None:
    save(shown, "Rejected ones", QueueFilter(QueueName.REJECTED))
    before = rows(shown)
    lottery = shown.library.commands.draw_lottery(6, seed=1, reviewer="Ada")
    shown.window._show_list(QueueFilter(lottery=lottery.id))
    shown.library.commands.decide(shown.ids[3:9], Status.APPROVED, reviewer="Ada")
    shown.qtbot.wait(700)
    assert rows(shown) == before
    shown.show(QueueFilter())
    shown.wait(lambda: rows(shown) != before)


def test_what_is_open_is_remembered(open_window) -> None:
    first = open_window()
    first.queueing.more.open((Facet.DATE.value,))
    again = open_window()
    assert again.queueing.more.open_sections == (Facet.DATE.value,)


def test_a_queue_moved_twice_goes_on_moving_and_stays_the_current_one(shown: Shown) -> None:
    for name in ("One", "Two", "Three"):
        shown.library.commands.save_filter(name, WEAPONS)
    shown.wait(lambda: rows(shown) == ["One 4", "Two 4", "Three 4"])
    more = shown.queueing.more
    more.setCurrentItem(rows_below(more._sections[SAVED])[0])
    for expected in (["Two", "One", "Three"], ["Two", "Three", "One"], ["Two", "Three", "One"]):
        shown.qtbot.keyClick(more, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        shown.wait(lambda expected=expected: [row.split()[0] for row in rows(shown)] == expected)
        shown.wait(shown.dispatcher.idle)
        assert more.currentItem().text(0) == "One"
    shown.qtbot.keyClick(more, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    shown.wait(lambda: [row.split()[0] for row in rows(shown)] == ["Two", "One", "Three"])


def test_another_program_that_deletes_the_current_queue_leaves_the_keys_with_its_neighbour(shown: Shown) -> None:
    for name in ("One", "Two", "Three"):
        shown.library.commands.save_filter(name, WEAPONS)
    shown.wait(lambda: len(rows(shown)) == 3)
    more = shown.queueing.more
    more.setCurrentItem(rows_below(more._sections[SAVED])[1])
    with Library.open(shown.library.directory) as other:
        other.commands.delete_filter(2)
    shown.wait(lambda: rows(shown) == ["One 4", "Three 4"])
    assert more.currentItem().text(0) == "Three"
    shown.qtbot.keyClick(more, Qt.Key.Key_Delete)
    shown.wait(lambda: rows(shown) == ["One 4"])
    shown.qtbot.keyClick(more, Qt.Key.Key_Delete)
    shown.qtbot.keyClick(more, Qt.Key.Key_Delete)
    shown.wait(lambda: rows(shown) == [])


@pytest.mark.parametrize("name", ["", "   ", "\t\n"])
def test_a_queue_renamed_to_nothing_keeps_its_name(shown: Shown, name: str) -> None:
    save(shown, "Weapons", WEAPONS)
    rows_below(shown.queueing.more._sections[SAVED])[0].setText(0, name)
    shown.wait(lambda: "needs a name" in shown.window.parts.toast.text)
    shown.wait(lambda: rows(shown) == ["Weapons 4"])


def test_a_queue_of_a_later_version_is_shown_without_a_count_and_breaks_nothing(shown: Shown) -> None:
    save(shown, "Weapons", WEAPONS)
    later = QueueFilter(facets=(Choice(Facet.DATE, "9999-12-31"),))
    shown.library.commands.save_filter("Doomsday", later)
    shown.wait(lambda: rows(shown) == ["Weapons 4", "Doomsday –"])


def test_a_queue_that_is_shown_counts_what_comes_back_in_it(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    weapons = QueueFilter(QueueName.REJECTED, facets=WEAPONS.facets)
    rejected = shown.library.queries.ids(weapons).tolist()
    save(shown, "Weapons", weapons)
    seen = Sighting(View.GRID, FilterStep.SHARP, "0" * 64, 100, 80, 900)
    shown.library.commands.decide(rejected[:1], Status.APPROVED, reviewer="Ada", seen=seen)
    shown.wait(lambda: rows(shown) == [f"Weapons {len(rejected) - 1}"])
    monkeypatch.setattr("rekreview.ui.desk.asked_again.LARGEST_SHARE", 1.0)
    again = shown.window._screens._again
    monkeypatch.setattr(again, "_share", lambda: 1.0)
    monkeypatch.setattr(again, "_now", lambda: datetime.now(UTC) + timedelta(days=2))
    shown.show(QueueFilter(QueueName.REVIEWED))
    shown.window.parts.side.show_filter(weapons)
    shown.wait(lambda: sorted(shown.listed) == rejected)
    shown.wait(lambda: rows(shown) == [f"Weapons {len(rejected)}"])
    shown.show(QueueFilter(QueueName.REVIEWED))
    shown.wait(lambda: rows(shown) == [f"Weapons {len(rejected) - 1}"])
