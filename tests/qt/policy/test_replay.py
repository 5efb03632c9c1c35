"""Any string, pasted: what it says in plain words, and what it would do, without changing anything."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from rekreview.domain.assets import MediaKind
from rekreview.domain.moderation_string import parse
from rekreview.domain.policy import PolicyPair
from rekreview.ui.policy import PolicyScreen
from rekreview.ui.policy.plain_words import sentences
from rekreview.ui.policy.replay import ReplayDialog
from tests.qt.policy.conftest import V7


@pytest.fixture
def replay(qtbot: QtBot, screen: PolicyScreen) -> Iterator[ReplayDialog]:
    screen.field.replay.click()
    dialog = screen.findChild(ReplayDialog)
    assert dialog is not None
    yield dialog
    if isValid(dialog):
        dialog.close()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("aws_rek", []),
        ("aws_rek:violence:0.125", ["Violence, with what stands under it, rejects above 12.5 %."]),
        ("aws_rek:weapons:ignore", ["Weapons never rejects."]),
        ("aws_rek:drugs:0.3", ["Drugs (a category of version 6 only) rejects above 30 %."]),
        ("aws_rek:purple_haze:1.0", ["“purple_haze”, which no taxonomy has, rejects above 100 %."]),
        ("aws_rek:min_confidence:0.2", ["Exports leave out labels under 20 %; that decides nothing."]),
        (
            "aws_rek|duplicate:0.8|manual",
            [
                "The moderation “duplicate” is carried along and not run here.",
                "What no label rejects waits as pending until a person decides.",
            ],
        ),
    ],
)
def test_a_string_in_plain_words(text: str, wanted: list[str]) -> None:
    first, *others = sentences(parse(text), V7)
    assert first == "Every category rejects above 50 %, unless the string says otherwise."
    assert others == wanted


def test_a_string_without_a_machine_says_so() -> None:
    assert sentences(parse("manual"), V7)[0] == "It looks at no label: no machine judges."


def test_a_pasted_string_tells_what_it_would_do_and_changes_nothing(
    qtbot: QtBot, screen: PolicyScreen, replay: ReplayDialog
) -> None:
    replay.show_text("aws_rek:violence:0.95:weapons:0.95")
    assert "Weapons rejects above 95 %" in replay.said.text()
    qtbot.waitUntil(lambda: "would become approved" in replay.done_here.text(), timeout=5000)
    # Weapons at 62 and blood at 91, which inherits 0.95, pass; alcohol at 55 and the video do not.
    assert "2 assets would be rejected; under the applied policy it is 4" in replay.done_here.text()
    assert "0 assets would become rejected, 2 assets would become approved" in replay.done_here.text()
    assert screen.model.draft.pair == PolicyPair()


def test_a_string_of_version_6_is_told_as_it_stands_and_in_the_new_names(
    qtbot: QtBot, screen: PolicyScreen, replay: ReplayDialog
) -> None:
    replay.show_text("aws_rek:alcohol:ignore:drugs:0.3")
    assert "Drugs (a category of version 6 only) rejects above 30 %." in replay.said.text()
    assert not replay.renamed.isHidden()
    qtbot.waitUntil(lambda: "drugs_&_tobacco:0.3" in replay.renamed.text(), timeout=5000)
    replay.take_renamed.click()
    assert screen.model.draft.pair.image == "aws_rek:alcohol:ignore:drugs_&_tobacco:0.3"
    assert screen.field.edit.text() == "aws_rek:alcohol:ignore:drugs_&_tobacco:0.3"


def test_a_video_s_string_goes_to_the_page_of_videos(screen: PolicyScreen, replay: ReplayDialog) -> None:
    replay.show_text("aws_rek_video:weapons:0.9")
    replay.take.click()
    assert screen.model.kind is MediaKind.VIDEO
    assert screen.model.draft.pair == PolicyPair("aws_rek", "aws_rek_video:weapons:0.9")


def test_a_fault_is_told_at_its_place_and_mended_by_a_click(replay: ReplayDialog) -> None:
    replay.show_text("aws_rek:weapons:0,9")
    assert replay.said.text() == ""
    assert not replay.take.isEnabled()
    marks = [mark for mark in replay.edit.extraSelections() if mark.format.underlineStyle().value]
    assert [mark.cursor.selectedText() for mark in marks] == ["0,9"]
    next(b for b in replay.remarks.findChildren(QPushButton) if b.text() == "Write 0.9").click()
    assert replay.edit.text() == "aws_rek:weapons:0.9"
    assert replay.take.isEnabled()


def test_an_empty_field_is_no_fault(replay: ReplayDialog) -> None:
    replay.show_text("  ")
    assert replay.remarks.isHidden()
    assert not replay.take.isEnabled()


def test_an_answer_about_a_former_text_is_not_shown(qtbot: QtBot, replay: ReplayDialog) -> None:
    replay.show_text("aws_rek:weapons:0.9")
    replay._ask()
    replay.show_text("aws_rek:weapons:7")
    qtbot.wait(500)
    assert replay.done_here.text() == ""
