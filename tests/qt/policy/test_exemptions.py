"""Exemptions on the policy screen: said in words, added, removed, previewed and applied."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from rekreview.domain.assets import EngineName, Status
from rekreview.domain.exemptions import Exemption
from rekreview.domain.policy import PolicyPair
from rekreview.domain.ports import Detection
from rekreview.domain.taxonomy import taxonomy
from rekreview.domain.trial import Trial
from rekreview.domain.tuning_index import TuningIndex
from rekreview.library.library import Library
from rekreview.library.values import TaskOutcome
from rekreview.ui.exempting import exemption_words
from rekreview.ui.policy import PolicyScreen
from rekreview.ui.policy.effect import Question, told
from rekreview.ui.policy.exemption_form import ExemptionForm
from rekreview.ui.policy.exemption_list import ExemptionList
from tests.qt.policy.conftest import V7, imported, seen

Settle = Callable[[], None]
CARTOONS = Exemption("Animated", 80.0, ("violence",))


@pytest.fixture
def cartoon(library: Library) -> int:
    """A picture that is animated and rejected by Weapons; beside those of the library, which are not."""
    [asset] = library.commands.add_assets([imported(99)]).added
    run = library.commands.start_run(EngineName.REKOGNITION, "7.0", None, 20.0, [asset])
    answer = Detection(EngineName.REKOGNITION, "7.0", None, 20.0, tuple(seen("Weapons", 92.0)), (("Animated", 98.5),))
    [task] = library.commands.claim(run, 1)
    library.commands.record(run, [TaskOutcome(task.task_id, asset, answer, None)])
    return asset


def rows(screen: PolicyScreen) -> list[str]:
    return [line.findChild(QLabel, "exemption").text() for line in screen.field.exemptions.lines]


def choose(form: ExemptionForm, content_type: str, least: float, slug: str | None) -> None:
    form.content_type.setCurrentIndex(form.content_type.findData(content_type))
    form.least.setValue(least)
    form.category.setCurrentIndex(form.category.findData(slug))


@pytest.mark.parametrize(
    ("exemption", "words"),
    [
        (CARTOONS, "Animated, 80 % or more: Violence does not reject"),
        (Exemption("Illustrated", 99.5), "Illustrated, 99.5 % or more: no label rejects"),
        (Exemption("Animated", 50, ("weapons", "alcohol")), "Animated, 50 % or more: Weapons, Alcohol do not reject"),
    ],
)
def test_an_exemption_is_said_in_words(exemption: Exemption, words: str) -> None:
    assert exemption_words(exemption) == words


def test_at_first_nothing_is_exempt(screen: PolicyScreen) -> None:
    shown = screen.field.exemptions
    assert rows(screen) == []
    assert shown.nothing.isVisible()
    assert not shown.note.isVisible()
    assert not shown.form.isVisible()


def test_an_exemption_is_added_previewed_applied_and_removed(
    qtbot: QtBot, cartoon: int, library: Library, screen: PolicyScreen, settle: Settle
) -> None:
    shown: ExemptionList = screen.field.exemptions
    qtbot.mouseClick(shown.add, Qt.MouseButton.LeftButton)
    assert shown.form.isVisible()
    choose(shown.form, "Animated", 80, "violence")
    qtbot.mouseClick(shown.form.add, Qt.MouseButton.LeftButton)
    settle()
    assert rows(screen) == ["Animated, 80 % or more: Violence does not reject"]
    assert not shown.form.isVisible()
    assert not shown.nothing.isVisible()
    assert "on-device check tells no content types" in shown.note.text()
    assert shown.note.isVisible()
    assert screen.field.edit.text() == "aws_rek", "the string knows nothing of it"
    assert library.queries.policy().pair == PolicyPair(), "nothing is applied yet"
    change = screen.findChild(QLabel, "change-approved")
    assert change is not None
    assert "1" in change.text()
    screen.bar.apply.click()
    settle()
    assert library.queries.policy().pair == PolicyPair(exemptions=(CARTOONS,))
    assert library.queries.tiles([cartoon])[0].status is Status.APPROVED
    remove = shown.lines[0].findChild(QToolButton)
    assert remove is not None
    assert remove.accessibleName().startswith("Remove exemption: Animated")
    qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)
    settle()
    assert rows(screen) == []
    assert screen.bar.revert.isEnabled()
    screen.bar.revert.click()
    assert rows(screen) == ["Animated, 80 % or more: Violence does not reject"]


def test_the_same_exemption_is_not_added_twice(screen: PolicyScreen) -> None:
    screen.model.exempt(CARTOONS)
    screen.model.exempt(CARTOONS)
    screen.model.exempt(replace(CARTOONS, content_type="Illustrated"))
    assert len(rows(screen)) == 2


def test_keys_exempt_and_leave_the_form(qtbot: QtBot, screen: PolicyScreen) -> None:
    form = screen.field.exemptions.form
    screen.field.exemptions.add.click()
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert not form.isVisible()
    assert rows(screen) == []
    screen.field.exemptions.add.click()
    choose(form, "Illustrated", 90, None)
    qtbot.keyClick(form, Qt.Key.Key_Return)
    assert screen.model.draft.pair.exemptions == (Exemption("Illustrated", 90.0),)


def test_every_category_of_either_version_can_be_exempt(qtbot: QtBot) -> None:
    form = ExemptionForm(taxonomy("v7"))
    qtbot.addWidget(form)
    for version in ("v6", "v7"):
        form.show_taxonomy(taxonomy(version))
        offered = [form.category.itemData(row) for row in range(form.category.count())]
        assert offered == [None, *dict.fromkeys(category.slug for category in taxonomy(version).categories)]


def test_counts_over_a_threshold_leave_out_what_is_exempt(cartoon: int, library: Library) -> None:
    from rekreview.domain.assets import MediaKind

    question = Question(PolicyPair(), PolicyPair(), MediaKind.IMAGE, V7)
    trial = Trial(TuningIndex.of(library.queries.label_columns()), question.applied, question.draft)
    plain = told(trial, question)
    trial.move(PolicyPair(exemptions=(CARTOONS,)))
    exempt = told(trial, question)
    assert plain.over["weapons"] - exempt.over["weapons"] == 1
    assert exempt.to_approved.nearest.tolist() == [cartoon]


def test_the_history_tells_of_exemptions(library: Library, screen: PolicyScreen, settle: Settle) -> None:
    library.commands.apply_policy(PolicyPair(exemptions=(CARTOONS,)), name="cartoons")
    settle()
    assert "Exempt: Animated, 80 % or more: Violence does not reject" in screen.history.told.text()
