"""The parts around the tree: remarks, notice, presets, history."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from rekreview.domain.moderation_string import check
from rekreview.domain.policy import Parents, PolicyPair
from rekreview.domain.taxonomy import taxonomy
from rekreview.domain.trial import CategoryEffect
from rekreview.library.values import AppliedPolicy, PolicyFlips, Preset
from rekreview.ui import theme
from rekreview.ui.policy.category_tree import CategoryTree
from rekreview.ui.policy.history_panel import TOLD_MOST, HistoryPanel
from rekreview.ui.policy.notice import Notice
from rekreview.ui.policy.preset_panel import Offer, PresetPanel
from rekreview.ui.policy.remark_list import MOST_SHOWN, RemarkList

MORNING = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    theme.apply(qapp, theme.ThemeMode.LIGHT)


# Remarks


def remarks_on(qtbot: QtBot, text: str) -> RemarkList:
    remarks = RemarkList(lambda _remark: None)
    qtbot.addWidget(remarks)
    outcome = check(text)
    remarks.show_remarks(outcome.errors, outcome.warnings)
    return remarks


def lines(remarks: RemarkList) -> list[str]:
    return [label.text() for label in remarks.findChildren(QLabel) if label.text() and not label.isHidden()]


def test_nothing_to_say_takes_no_room(qtbot: QtBot) -> None:
    assert remarks_on(qtbot, "aws_rek:violence:0.6").isHidden()


def test_an_error_is_told_with_its_place_and_hides_the_warnings(qtbot: QtBot) -> None:
    remarks = remarks_on(qtbot, "aws_rek:Violence:0.6:alcohol:60")
    assert len(lines(remarks)) == 1
    assert lines(remarks)[0].startswith("Character 30:")
    assert "0.6" in lines(remarks)[0]


def test_errors_beyond_the_first_are_counted(qtbot: QtBot) -> None:
    remarks = remarks_on(qtbot, "aws_rek:violence:x:alcohol:y:gambling:z")
    assert lines(remarks)[-1] == "and 2 more"


def test_many_warnings_are_shortened(qtbot: QtBot) -> None:
    text = "aws_rek:" + ":".join(f"no_such_{number}:0.5" for number in range(6))
    assert len(lines(remarks_on(qtbot, text))) == MOST_SHOWN + 1


def test_a_new_text_replaces_what_was_said(qtbot: QtBot) -> None:
    remarks = remarks_on(qtbot, "aws_rek:violence:x")
    outcome = check("aws_rek:weapons:ignore")
    remarks.show_remarks(outcome.errors, outcome.warnings)
    assert len(lines(remarks)) == 1
    assert "cannot take effect" in lines(remarks)[0]
    remarks.show_remarks((), ())
    assert remarks.isHidden()


def test_mending_names_the_category_whichever_of_its_names_was_typed(qtbot: QtBot) -> None:
    remarks = remarks_on(qtbot, "aws_rek:female_underwear:0.9")
    button = remarks.findChild(QPushButton)
    assert button is not None
    with qtbot.waitSignal(remarks.mend_asked) as asked:
        button.click()
    assert asked.args == ["female_swimwear_or_underwear"]


# Notice


def test_a_notice_offers_its_action_once(qtbot: QtBot) -> None:
    notice = Notice()
    qtbot.addWidget(notice)
    done: list[int] = []
    notice.tell("Applied.", "Undo", lambda: done.append(1))
    assert not notice.button.isHidden()
    notice.button.click()
    notice.button.click()
    assert done == [1]
    assert notice.isHidden()


def test_a_warning_has_no_action_and_can_be_closed(qtbot: QtBot) -> None:
    notice = Notice()
    qtbot.addWidget(notice)
    notice.tell("Applied.", "Undo", lambda: None)
    notice.warn("The disk is full.")
    assert notice.button.isHidden()
    assert notice.words.text() == "The disk is full."
    notice.close_button.click()
    assert notice.isHidden()


# Presets


def own(name: str, version: int = 1) -> Preset:
    return Preset(name, version, PolicyPair("aws_rek:violence:0.3"), MORNING)


@pytest.fixture
def presets(qtbot: QtBot) -> PresetPanel:
    made = PresetPanel()
    qtbot.addWidget(made)
    return made


def titles(panel: PresetPanel) -> list[str]:
    return [panel.list.item(line).text() for line in range(panel.list.count())]


def test_shipped_presets_come_first_and_own_ones_with_their_version(presets: PresetPanel) -> None:
    presets.show_presets([own("ours", 3)])
    assert titles(presets)[0] == "Cloudinary default"
    assert titles(presets)[-1] == "ours, version 3"
    assert len(titles(presets)) == 7


def test_the_choice_stays_when_the_list_is_read_anew(presets: PresetPanel) -> None:
    presets.show_presets([own("a"), own("b")])
    presets.list.setCurrentRow(7)
    presets.show_presets([own("b", 2)])
    chosen = presets.chosen
    assert chosen is not None
    assert chosen.name == "b"
    presets.show_presets([])
    assert presets.list.currentRow() == 0


def test_the_chosen_preset_stays_in_sight_when_its_explanation_is_long(qtbot: QtBot, presets: PresetPanel) -> None:
    presets.resize(250, 330)
    presets.show()
    presets.list.setCurrentRow(4)
    QApplication.processEvents()
    line = presets.list.visualItemRect(presets.list.item(4))
    assert presets.list.viewport().rect().contains(line)


def test_only_own_presets_can_be_deleted(qtbot: QtBot, presets: PresetPanel) -> None:
    presets.show_presets([own("ours")])
    assert not presets.delete.isEnabled()
    presets.list.setCurrentRow(6)
    assert "Saved by you on 2026-03-01" in presets.explanation.text()
    with qtbot.waitSignal(presets.deleted) as deleted:
        presets.delete.click()
    assert deleted.args == ["ours"]


def test_loading_hands_over_the_policy(qtbot: QtBot, presets: PresetPanel) -> None:
    presets.show_presets([own("ours")])
    presets.list.setCurrentRow(6)
    with qtbot.waitSignal(presets.loaded) as loaded:
        presets.load.click()
    offer = loaded.args[0]
    assert isinstance(offer, Offer)
    assert offer.pair == own("ours").pair


def test_a_preset_needs_a_name(qtbot: QtBot, presets: PresetPanel) -> None:
    assert not presets.save.isEnabled()
    qtbot.keyClicks(presets.name, "   ")
    assert not presets.save.isEnabled()
    with qtbot.assertNotEmitted(presets.saved):
        qtbot.keyClick(presets.name, Qt.Key.Key_Return)
    qtbot.keyClicks(presets.name, "ours ")
    with qtbot.waitSignal(presets.saved) as saved:
        qtbot.keyClick(presets.name, Qt.Key.Key_Return)
    assert saved.args == ["ours"]
    assert presets.name.text() == ""


# History


def applied(version: int, pair: PolicyPair) -> AppliedPolicy:
    return AppliedPolicy("house", version, pair, MORNING)


@pytest.fixture
def history(qtbot: QtBot) -> HistoryPanel:
    made = HistoryPanel()
    qtbot.addWidget(made)
    return made


def test_an_empty_history_offers_nothing(qtbot: QtBot, history: HistoryPanel) -> None:
    assert not history.back.isEnabled()
    assert not history.load.isEnabled()
    with qtbot.assertNotEmitted(history.edited), qtbot.assertNotEmitted(history.rolled_back):
        history.load.click()
        history.back.click()


def test_the_newest_is_the_one_that_counts_and_says_so(history: HistoryPanel) -> None:
    history.show_versions([applied(2, PolicyPair()), applied(1, PolicyPair())])
    assert history.list.item(0).text().startswith("house, version 2 – now")
    assert history.list.item(1).text().startswith("house, version 1\n2026-03-01")
    assert not history.back.isEnabled()


def test_a_version_that_was_undone_is_listed_as_such_and_the_one_before_it_counts(history: HistoryPanel) -> None:
    undone = replace(applied(2, PolicyPair("aws_rek:violence:0.6")), undone=True)
    history.show_versions([undone, applied(1, PolicyPair())])
    lines = [history.list.item(line).text().split("\n")[0] for line in range(2)]
    assert lines == ["house, version 2 – undone", "house, version 1 – now"]
    assert (history.list.currentRow(), history.back.isEnabled()) == (1, False)
    history.list.setCurrentRow(0)
    assert history.back.isEnabled(), "it can be applied again, as a new version"


def test_a_version_is_compared_with_the_one_before_it(history: HistoryPanel) -> None:
    former = PolicyPair("aws_rek:alcohol:ignore", parents=Parents.LEAF)
    history.show_versions([applied(2, PolicyPair("aws_rek:violence:0.6")), applied(1, former)])
    assert history.told.text().splitlines() == [
        "From house, version 1 to house, version 2:",
        "alcohol: ignore → inherited (pictures)",
        "violence: inherited → 0.6 (pictures)",
        "Parent labels count",
    ]
    history.list.setCurrentRow(1)
    assert history.told.text() == "The first policy of this library."


def choose_other(history: HistoryPanel, index: int) -> None:
    history.other.setCurrentIndex(index)
    history.other.activated.emit(index)


def test_any_two_versions_are_compared_from_the_older_to_the_newer(history: HistoryPanel) -> None:
    pairs = [PolicyPair(f"aws_rek:violence:0.{digit}") for digit in (3, 2, 1)]
    history.show_versions([applied(version, pair) for version, pair in zip((3, 2, 1), pairs, strict=True)])
    choose_other(history, 3)
    assert history.told.text() == "From house, version 1 to house, version 3:\nviolence: 0.1 → 0.3 (pictures)"
    history.list.setCurrentRow(2)
    assert history.told.text() == "Choose another version to compare it with."
    choose_other(history, 2)
    assert history.told.text() == "From house, version 1 to house, version 2:\nviolence: 0.1 → 0.2 (pictures)"


def test_what_a_version_changed_is_asked_for_and_told(qtbot: QtBot, history: HistoryPanel) -> None:
    newer, older = applied(2, PolicyPair("aws_rek:violence:0.6")), applied(1, PolicyPair())
    with qtbot.waitSignal(history.flips_wanted) as wanted:
        history.show_versions([newer, older])
    assert wanted.args == [newer]
    history.show_flips(newer, PolicyFlips((), (3, 4)))
    assert history.flips.text() == "When it was applied, 0 assets became rejected and 2 assets became approved."
    history.list.setCurrentRow(1)
    assert history.flips.text() == ""
    history.show_flips(newer, PolicyFlips((1,), ()))
    assert history.flips.text() == "", "an answer about another version came late"


def test_a_long_difference_is_shortened(history: HistoryPanel) -> None:
    slugs = [category.slug for category in taxonomy("v7").categories[: TOLD_MOST + 4]]
    newer = PolicyPair("aws_rek:" + ":".join(f"{slug}:0.7" for slug in slugs))
    history.show_versions([applied(2, newer), applied(1, PolicyPair())])
    assert history.told.text().splitlines()[-1] == "and 4 more"


def test_equal_policies_are_called_the_same(history: HistoryPanel) -> None:
    history.show_versions([applied(2, PolicyPair()), applied(1, PolicyPair())])
    assert history.told.text() == "house, version 1 and house, version 2 say the same."


def test_what_no_threshold_tells_is_told_by_the_strings(history: HistoryPanel) -> None:
    history.show_versions([applied(2, PolicyPair("aws_rek|manual")), applied(1, PolicyPair())])
    assert history.told.text().splitlines()[1:] == ["aws_rek → aws_rek|manual"]


def test_a_former_policy_can_be_edited_or_brought_back(qtbot: QtBot, history: HistoryPanel) -> None:
    former = applied(1, PolicyPair("aws_rek:violence:0.3"))
    history.show_versions([applied(2, PolicyPair()), former])
    history.list.setCurrentRow(1)
    with qtbot.waitSignal(history.edited) as edited:
        history.load.click()
    with qtbot.waitSignal(history.rolled_back) as back:
        history.back.click()
    assert edited.args == back.args == [former]


# The tree alone


def test_rows_are_made_once_and_kept_when_the_taxonomy_changes_back(qtbot: QtBot) -> None:
    tree = CategoryTree({})
    qtbot.addWidget(tree)
    tree.show_taxonomy(taxonomy("v7"))
    first = tree.row("violence")
    tree.show_taxonomy(taxonomy("v6"))
    assert first.isHidden()
    with pytest.raises(LookupError):
        tree.row("swimwear_or_underwear")
    tree.show_taxonomy(taxonomy("v7"))
    assert tree.row("violence") is first
    assert not first.isHidden()


def test_rows_lie_below_each_other_as_wide_as_the_tree(qtbot: QtBot) -> None:
    tree = CategoryTree({})
    qtbot.addWidget(tree)
    tree.resize(700, 400)
    tree.show()
    tree.show_taxonomy(taxonomy("v7"))
    tree.filter("gore", None)
    shown = [row for row in tree.rows() if not row.isHidden()]
    assert [row.y() for row in shown] == [0, shown[0].height(), 2 * shown[0].height()]
    assert len({row.width() for row in shown}) == 1


def test_a_search_without_a_hit_says_so(qtbot: QtBot) -> None:
    tree = CategoryTree({})
    qtbot.addWidget(tree)
    tree.resize(700, 400)
    tree.show()
    tree.show_taxonomy(taxonomy("v7"))
    full = tree.grab().toImage()
    tree.filter("no such category", None)
    assert all(row.isHidden() for row in tree.rows())
    assert tree.grab().toImage() != full


def test_over_and_confidences_reach_their_rows(qtbot: QtBot) -> None:
    tree = CategoryTree({"v7": frozenset({"violence"})})
    qtbot.addWidget(tree)
    tree.show_taxonomy(taxonomy("v7"))
    tree.show_effects({"violence": CategoryEffect(1234, 12, 3, 0)})
    for shown in tree.rows():
        shown.describe()
    assert "over the threshold" in tree.row("violence").slider.accessibleDescription()
    assert tree.row("alcohol").slider.accessibleDescription().startswith("default; 0 over")
    assert tree.row("violence").covered
    assert not tree.row("alcohol").covered
