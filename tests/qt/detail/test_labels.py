"""Labels as a tree, and the words for them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from rekreview.domain.assets import Status
from rekreview.domain.labels import Label
from rekreview.domain.marks import MarkWord
from rekreview.domain.taxonomy import taxonomy
from rekreview.domain.thresholds import IGNORE
from rekreview.domain.verdict import Exempted, Offence, Verdict
from rekreview.ui.detail.label_nodes import exempt_names, label_nodes
from rekreview.ui.detail.label_tree import LabelTree, spoken
from rekreview.ui.detail.labels_section import count_nodes, strong_only
from rekreview.ui.detail.mark_buttons import MarkButtons

V7 = taxonomy("v7")
THRESHOLDS = {category.slug: Decimal("0.5") for category in V7.categories} | {"gambling": IGNORE}


def nodes(*labels: Label):
    return label_nodes(labels, V7, THRESHOLDS)


def test_a_label_stands_under_its_parents():
    (top,) = nodes(Label("Alcoholic Beverages", "Alcohol", 97.0), Label("Alcohol", "", 97.0))
    assert (top.name, [child.name for child in top.children]) == ("Alcohol", ["Alcoholic Beverages"])
    assert top.over
    assert top.children[0].over


def test_a_parent_nobody_named_stands_there_without_a_confidence():
    (top,) = nodes(Label("Alcoholic Beverages", "Alcohol", 40.0))
    assert top.confidence is None
    assert not top.over
    assert top.children[0].confidence == 40.0


def test_the_strongest_branch_comes_first():
    found = nodes(Label("Alcohol", "", 30.0), Label("Gambling", "", 60.0), Label("Violence", "", 45.0))
    assert [node.name for node in found] == ["Gambling", "Violence", "Alcohol"]


def test_at_equality_nothing_is_over():
    (at,) = nodes(Label("Alcohol", "", 50.0))
    assert not at.over
    (over,) = nodes(Label("Alcohol", "", 50.1))
    assert over.over


def test_what_the_policy_ignores_is_never_over():
    (ignored,) = nodes(Label("Gambling", "", 100.0))
    assert ignored.ignored
    assert not ignored.over
    assert spoken(ignored) == "Gambling 100.0 %, ignored by the policy"


def test_times_of_a_video_are_gathered():
    (node,) = nodes(
        Label("Alcohol", "", 60.0, timestamp_ms=4000),
        Label("Alcohol", "", 80.0, timestamp_ms=1000),
        Label("Alcohol", "", 70.0, timestamp_ms=1000),
    )
    assert (node.confidence, node.times) == (80.0, [1000, 4000])
    assert spoken(node) == "Alcohol 80.0 %, over its threshold of 50 %, seen at 0:01, 0:04"


def test_an_unknown_category_is_shown_all_the_same():
    (top,) = nodes(Label("Spoons", "Cutlery", 70.0))
    assert top.name == "Cutlery"
    assert top.children[0].name == "Spoons"
    assert top.children[0].threshold is None


def test_weak_branches_are_folded_away_but_not_what_rejects():
    found = nodes(Label("Alcohol", "", 51.0), Label("Violence", "", 12.0), Label("Weapons", "Violence", 12.0))
    kept = strong_only(found, 60.0)
    assert [node.name for node in kept] == ["Alcohol"]
    assert (count_nodes(found), count_nodes(kept)) == (3, 1)
    assert strong_only(found, 0.0) == found


def test_the_tree_is_spoken_and_as_high_as_it_needs(qtbot):
    tree = LabelTree()
    qtbot.addWidget(tree)
    tree.show_nodes(nodes(Label("Alcoholic Beverages", "Alcohol", 97.4), Label("Alcohol", "", 97.4)))
    top = tree.topLevelItem(0)
    assert top.data(0, Qt.ItemDataRole.AccessibleTextRole) == "Alcohol 97.4 %, over its threshold of 50 %"
    assert top.childCount() == 1
    high = tree.height()
    tree.show()
    tree.grab()
    tree.show_nodes([])
    assert tree.height() < high
    assert tree.isHidden()


@pytest.mark.parametrize("confidence", [0.0, 50.0, 100.0])
def test_bars_of_every_length_are_painted(qtbot, confidence: float):
    tree = LabelTree()
    qtbot.addWidget(tree)
    tree.resize(300, 100)
    tree.show_nodes(nodes(Label("Alcohol", "", confidence)))
    assert not tree.grab().toImage().isNull()


def offence(name: str, timestamp_ms: int | None = None) -> Offence:
    return Offence(name, "", name.lower(), 80.0, Decimal("0.5"), timestamp_ms)


def test_what_a_content_type_exempts_is_not_over_and_says_so(qtbot):
    labels = [Label("Violence", "", 80.0), Label("Alcohol", "", 80.0)]
    verdict = Verdict(
        Status.REJECTED,
        offending=(offence("Alcohol"),),
        exempted=(Exempted(offence("Violence"), "Illustrated", 91.0),),
    )
    alcohol, violence = label_nodes(labels, V7, THRESHOLDS, exempt_names(verdict))
    assert (alcohol.over, alcohol.exempt) == (True, "")
    assert (violence.over, violence.exempt) == (False, "Illustrated")
    assert spoken(violence) == "Violence 80.0 %, does not reject: illustrated content is exempt"
    assert strong_only([violence], 99.0) == [violence], "what would reject is not folded away"
    tree = LabelTree()
    qtbot.addWidget(tree)
    tree.show_nodes([alcohol, violence])
    assert [tree.topLevelItem(row).text(0) for row in range(2)] == ["Alcohol", "Violence, exempt"]
    assert not tree.grab().isNull()


def test_a_category_that_rejects_at_one_moment_is_not_exempt():
    verdict = Verdict(
        Status.REJECTED,
        offending=(offence("Violence", 1000),),
        exempted=(Exempted(offence("Violence", 2000), "Animated", 91.0),),
    )
    assert exempt_names(verdict) == {}
    assert exempt_names(None) == {}


def test_a_press_that_began_on_another_label_marks_nothing(qtbot):
    buttons = MarkButtons("Alcohol", None)
    qtbot.addWidget(buttons)
    buttons.show()
    said = []
    buttons.marked.connect(lambda name, word: said.append((name, word)))
    qtbot.mousePress(buttons.wrong, Qt.MouseButton.LeftButton)
    buttons.show_label("Weapons", MarkWord.RIGHT)
    qtbot.mouseRelease(buttons.wrong, Qt.MouseButton.LeftButton)
    assert said == []
    assert (buttons.right.isChecked(), buttons.wrong.isChecked()) == (True, False)
    qtbot.mouseClick(buttons.wrong, Qt.MouseButton.LeftButton)
    assert said == [("Weapons", MarkWord.WRONG)]


def test_a_mark_is_shown_beside_its_label_and_spoken(qtbot):
    marks = {"alcohol": MarkWord.WRONG, "gambling": MarkWord.RIGHT}
    labels = (Label("Alcohol", "", 97.0), Label("Gambling", "", 60.0), Label("Weapons", "Violence", 55.0))
    found = label_nodes(labels, V7, THRESHOLDS, marks=marks)
    assert [node.mark for node in found] == [MarkWord.WRONG, MarkWord.RIGHT, None]
    assert spoken(found[0]).endswith("marked wrong")
    assert spoken(found[1]).endswith("marked right")
    tree = LabelTree()
    qtbot.addWidget(tree)
    tree.show_nodes(found)
    rows = tree.findChildren(MarkButtons)
    shown = {row.right.accessibleName(): (row.right.isChecked(), row.wrong.isChecked()) for row in rows}
    assert shown == {
        "Alcohol is right": (False, True),
        "Gambling is right": (True, False),
        "Weapons is right": (False, False),
    }, "Violence was not named itself, so nothing can be said of its label"
