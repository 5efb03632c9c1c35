"""One row of the tree, and the bar above the screen."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rekreview.domain.assets import MediaKind
from rekreview.domain.policy import PolicyPair
from rekreview.domain.taxonomy import taxonomy
from rekreview.domain.thresholds import IGNORE
from rekreview.domain.trial import CategoryEffect
from rekreview.library.values import AppliedPolicy
from rekreview.ui import theme
from rekreview.ui.policy.category_row import CategoryRow
from rekreview.ui.policy.geometry import ROW_HEIGHT, columns
from rekreview.ui.policy.model import PolicyModel
from rekreview.ui.policy.standing import Standing
from rekreview.ui.policy.top_bar import TopBar

HALF = Decimal("0.5")


@pytest.fixture
def row(qtbot: QtBot, qapp: QApplication) -> CategoryRow:
    theme.apply(qapp, theme.ThemeMode.LIGHT)
    category = taxonomy("v7").get("weapons")
    assert category is not None
    made = CategoryRow(category, covered=True)
    qtbot.addWidget(made)
    made.resize(900, ROW_HEIGHT)
    made.show()
    return made


EFFECT = CategoryEffect(over=12, alone=7, to_rejected=3, to_approved=2)


def test_a_narrow_row_tells_under_the_name_what_it_has_no_columns_for(row: CategoryRow) -> None:
    row.show_effect(EFFECT)
    assert row._forms_below() == []
    row.resize(500, ROW_HEIGHT)
    place = columns(500)
    assert (place.count is not None, place.flips, place.alone) == (True, None, None)
    assert row._forms_below() == ["+3 −2 · 7 alone", "7 alone"]
    meaning = row.meaning_at(QPoint(place.name.left + 4, 10))
    assert "3 assets would become rejected" in meaning
    assert "7 assets are rejected by nothing but this category" in meaning
    row.describe()
    assert "7 assets are rejected by nothing but" in row.slider.accessibleDescription()
    assert "7 assets are rejected by nothing but" in row.slider.toolTip()


def test_what_a_narrow_row_tells_under_the_name_is_painted_and_follows(qtbot: QtBot, row: CategoryRow) -> None:
    row.resize(500, ROW_HEIGHT)
    row.show_effect(EFFECT)
    before = row.grab().toImage()
    row.show_effect(replace(EFFECT, alone=8))
    qtbot.wait(20)
    assert row.grab().toImage() != before


def told(row: CategoryRow) -> list[object]:
    heard: list[object] = []
    row.chosen.connect(heard.append)
    row.ignored.connect(heard.append)
    row.reset.connect(lambda: heard.append("reset"))
    return heard


def test_all_controls_show_one_standing_and_tell_nothing(row: CategoryRow) -> None:
    heard = told(row)
    row.show_standing(Standing(None, Decimal("0.3"), "Violence"))
    assert (row.slider.value(), row.number.text(), row.ignore.isChecked()) == (30, "0.30", False)
    row.show_standing(Standing(IGNORE, IGNORE))
    assert (row.number.text(), row.ignore.isChecked()) == ("–", True)
    assert heard == []


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (Standing(), "default"),
        (Standing(None, Decimal("0.3"), "Violence"), "from Violence"),
        (Standing(HALF, HALF), "own"),
        (Standing(IGNORE, IGNORE, blocked_by="Violence"), "own, no effect"),
    ],
)
def test_where_a_threshold_comes_from_is_said_in_words(row: CategoryRow, standing: Standing, words: str) -> None:
    row.show_standing(Standing(Decimal("0.9"), Decimal("0.9")))
    row.show_standing(standing)
    row.describe()
    assert row.slider.accessibleDescription().split("; ")[0] == words
    assert words in row.slider.toolTip()


def test_a_row_is_described_once_it_is_left_alone(qtbot: QtBot, row: CategoryRow) -> None:
    row.describe()
    before = row.slider.toolTip()
    for hundredth in range(60, 80):
        row.show_standing(Standing(Decimal(hundredth) / 100, Decimal(hundredth) / 100))
        assert row.slider.toolTip() == before
    qtbot.waitUntil(lambda: "rejects over 0.79" in row.slider.toolTip(), timeout=2000)
    assert row.slider.accessibleDescription().startswith("own")


def test_a_blocked_override_names_what_blocks_it(row: CategoryRow) -> None:
    row.show_standing(Standing(IGNORE, IGNORE, blocked_by="Violence"))
    row.describe()
    assert "Violence is stricter and rejects first" in row.slider.toolTip()


def test_only_an_own_threshold_can_be_reset(row: CategoryRow) -> None:
    heard = told(row)
    row.show_standing(Standing())
    assert row.inherit.isHidden()
    row.show_standing(Standing(HALF, HALF))
    assert not row.inherit.isHidden()
    row.inherit.click()
    assert heard == ["reset"]


def test_each_control_tells_what_a_person_chose(row: CategoryRow) -> None:
    row.show_standing(Standing())
    heard = told(row)
    row.slider.setValue(70)
    row.number.setValue(0.2)
    row.ignore.setChecked(True)
    assert heard == [Decimal("0.70"), Decimal("0.2"), True]


def test_the_picture_changes_with_each_number_and_only_then(row: CategoryRow) -> None:
    row.show_standing(Standing())
    row.resize(1200, ROW_HEIGHT)
    shown = []
    for effect in (None, CategoryEffect(3, 2, 0, 0), CategoryEffect(3, 1, 0, 0), CategoryEffect(3, 1, 1, 0)):
        row.show_effect(effect)
        before = row.grab().toImage()
        row.show_effect(effect)
        assert row.grab().toImage() == before
        assert before not in shown
        shown.append(before)


def test_numbers_that_changed_one_by_one_look_as_if_painted_together(qtbot: QtBot, row: CategoryRow) -> None:
    """Only what changed is painted anew, so what is on the screen is compared, and not a fresh picture."""

    def on_screen() -> QImage:
        QApplication.processEvents()
        return row.screen().grabWindow(row.winId()).toImage()

    steps = [
        CategoryEffect(1, 2, 3, 4), CategoryEffect(1, 2_345_678, 3, 4), CategoryEffect(987_654, 2_345_678, 3, 4),
        CategoryEffect(987_654, 2_345_678, 0, 1_234_567), CategoryEffect(987_654, 0, 0, 0),
    ]  # fmt: skip
    qtbot.waitExposed(row)
    before = on_screen()
    for effect in steps:
        row.show_effect(effect)
        shown = on_screen()
        assert shown != before, "there is something to see"
        before = shown
        row.update()
        assert shown == on_screen()


def test_every_number_says_what_it_means(row: CategoryRow) -> None:
    row.show_standing(Standing())
    row.resize(1200, ROW_HEIGHT)
    row.show_effect(CategoryEffect(3, 2, 1, 12))
    place = columns(1200)
    assert place.count is not None
    assert place.flips is not None
    assert place.alone is not None
    middle = ROW_HEIGHT // 2
    assert row.meaning_at(QPoint(place.count.left + 5, middle)).endswith("3 assets have a label over its threshold")
    assert "2 assets are rejected by nothing but this category" in row.meaning_at(QPoint(place.alone.left + 5, middle))
    flips = row.meaning_at(QPoint(place.flips.left + 5, middle))
    assert "1 asset would become rejected" in flips
    assert "12 assets" in flips
    assert row.meaning_at(QPoint(place.name.left + 5, middle)) == row.toolTip()


def test_a_threshold_is_made_own_with_the_value_it_inherits(row: CategoryRow) -> None:
    row.show_standing(Standing(None, Decimal("0.35"), "Above"))
    assert not row.make_own.isHidden()
    assert row.inherit.isHidden()
    heard = told(row)
    row.make_own.click()
    assert heard == [Decimal("0.35")]
    row.show_standing(Standing(HALF, HALF))
    assert row.make_own.isHidden()
    assert not row.inherit.isHidden()


def test_controls_lie_beside_each_other_without_overlap(row: CategoryRow) -> None:
    row.show_standing(Standing(HALF, HALF))
    for width in (460, 620, 900, 1500):
        row.resize(width, ROW_HEIGHT)
        lefts = [control.geometry() for control in (row.slider, row.number, row.ignore, row.inherit)]
        assert all(one.right() < other.left() for one, other in itertools.pairwise(lefts))
        assert all(place.top() >= 0 and place.bottom() < ROW_HEIGHT for place in lefts)


@pytest.fixture
def model(qapp: QApplication) -> PolicyModel:
    return PolicyModel()


@pytest.fixture
def bar(qtbot: QtBot, model: PolicyModel) -> TopBar:
    made = TopBar(model)
    qtbot.addWidget(made)
    made.show_applied(AppliedPolicy("house", 3, PolicyPair(), datetime(2026, 3, 1, tzinfo=UTC)))
    return made


def test_the_applied_policy_is_named_with_its_version(bar: TopBar) -> None:
    assert bar.standing.text() == "Applied: house, version 3"
    assert bar.name.text() == "house"


def test_a_name_that_a_person_typed_is_not_overwritten(qtbot: QtBot, bar: TopBar) -> None:
    bar.name.clear()
    qtbot.keyClicks(bar.name, "mine")
    bar.show_applied(AppliedPolicy("other", 1, PolicyPair(), datetime(2026, 3, 1, tzinfo=UTC)))
    assert bar.name.text() == "mine"


def test_apply_needs_an_edit_a_sound_string_and_rest(bar: TopBar, model: PolicyModel) -> None:
    assert not bar.apply.isEnabled()
    model.choose("violence", HALF)
    assert bar.apply.isEnabled()
    bar.show_busy(True)
    assert not bar.apply.isEnabled()
    assert bar.apply.text() == "Applying…"
    bar.show_busy(False)
    assert bar.apply.isEnabled()
    model.type_text("aws_rek:")
    assert not bar.apply.isEnabled()
    assert "error" in bar.apply.toolTip()


def test_apply_hands_over_the_name_without_blanks_around(qtbot: QtBot, bar: TopBar, model: PolicyModel) -> None:
    model.choose("violence", HALF)
    bar.show_name("  strict ")
    with qtbot.waitSignal(bar.applied) as applied:
        bar.apply.click()
    assert applied.args == ["strict"]


def test_a_mark_tells_which_medium_was_edited(bar: TopBar, model: PolicyModel) -> None:
    model.show_kind(MediaKind.VIDEO)
    model.choose("violence", HALF)
    assert (bar.pictures.text(), bar.videos.text()) == ("Pictures", "Videos •")
    assert bar.videos.isChecked()
    assert bar.videos.accessibleName() == "Videos"
    model.revert()
    assert bar.videos.text() == "Videos"
