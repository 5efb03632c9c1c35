"""The policy screen: applying, reverting, presets and former policies."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from rekreview.domain.assets import Status
from rekreview.domain.policy import PolicyPair
from rekreview.jobs.changes import ChangeFeed
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.library.library import Library
from rekreview.ui.policy import PolicyScreen
from tests.qt.policy.screens import Settle, field_of, row, type_string


def test_apply_flips_the_asset_and_undo_brings_it_back(
    qtbot: QtBot, screen: PolicyScreen, library: Library, settle: Settle
) -> None:
    assert library.queries.asset(1).status is Status.REJECTED
    row(screen, "violence").slider.setValue(90)
    with qtbot.waitSignal(screen.told) as told:
        screen.bar.apply.click()
    assert "0 became rejected, 1 became approved" in told.args[0]
    assert library.queries.asset(1).status is Status.APPROVED
    assert library.queries.policy().pair.image == "aws_rek:violence:0.9"
    settle()
    qtbot.waitUntil(lambda: not screen.bar.apply.isEnabled())
    assert screen.effect.heading.text() == "As the policy stands"
    assert screen.notice.isVisible()
    with qtbot.waitSignal(screen.told):
        screen.notice.button.click()
    assert library.queries.asset(1).status is Status.REJECTED
    assert library.queries.policy().pair == PolicyPair()
    qtbot.waitUntil(lambda: field_of(screen).edit.text() == "aws_rek", timeout=3000)
    assert [one.undone for one in library.queries.policy_versions()] == [True, False], "undone, and no third version"


def test_undo_after_a_decision_brings_the_policy_back_and_leaves_the_decision(
    qtbot: QtBot, screen: PolicyScreen, library: Library, settle: Settle
) -> None:
    row(screen, "violence").slider.setValue(90)
    with qtbot.waitSignal(screen.told):
        screen.bar.apply.click()
    settle()
    library.commands.decide([2], Status.REJECTED, reviewer="Ann")
    with qtbot.waitSignal(screen.told):
        screen.notice.button.click()
    assert library.queries.policy().pair == PolicyPair()
    assert library.queries.asset(2).status is Status.REJECTED


def test_a_policy_undone_from_anywhere_is_followed(
    qtbot: QtBot, screen: PolicyScreen, library: Library, settle: Settle
) -> None:
    row(screen, "violence").slider.setValue(90)
    with qtbot.waitSignal(screen.told):
        screen.bar.apply.click()
    settle()
    library.commands.undo()
    qtbot.waitUntil(lambda: field_of(screen).edit.text() == "aws_rek", timeout=3000)
    qtbot.waitUntil(lambda: screen.bar.standing.text() == "Applied: Default, version 1", timeout=3000)
    assert screen.history.list.item(0).text().split("\n")[0].endswith("– undone")


def test_apply_takes_the_name_and_shows_its_version(
    qtbot: QtBot, screen: PolicyScreen, library: Library, settle: Settle
) -> None:
    screen.bar.name.selectAll()
    qtbot.keyClicks(screen.bar.name, "house rules")
    for threshold in (60, 70):
        row(screen, "violence").slider.setValue(threshold)
        with qtbot.waitSignal(screen.told):
            screen.bar.apply.click()
        settle()
    qtbot.waitUntil(lambda: screen.bar.standing.text() == "Applied: house rules, version 2", timeout=3000)


def test_nothing_can_be_applied_without_edits_or_without_a_name(qtbot: QtBot, screen: PolicyScreen) -> None:
    assert not screen.bar.apply.isEnabled()
    row(screen, "violence").slider.setValue(60)
    assert screen.bar.apply.isEnabled()
    screen.bar.name.clear()
    assert not screen.bar.apply.isEnabled()


def test_revert_drops_edits_and_faulty_text(qtbot: QtBot, screen: PolicyScreen) -> None:
    row(screen, "violence").slider.setValue(60)
    type_string(qtbot, screen, "aws_rek:violence:x")
    screen.bar.revert.click()
    assert field_of(screen).edit.text() == "aws_rek"
    assert row(screen, "violence").slider.value() == 50
    assert field_of(screen).remarks.isHidden()
    assert not screen.bar.revert.isEnabled()


def test_a_shipped_preset_is_loaded_and_not_applied(
    qtbot: QtBot, screen: PolicyScreen, library: Library, settle: Settle
) -> None:
    screen.panels.setCurrentWidget(screen.presets)
    titles = [screen.presets.list.item(line).text() for line in range(screen.presets.list.count())]
    screen.presets.list.setCurrentRow(titles.index("Strict"))
    assert "0.3" in screen.presets.explanation.text()
    assert not screen.presets.delete.isEnabled()
    screen.presets.load.click()
    settle()
    assert row(screen, "alcohol").slider.value() == 30
    assert screen.bar.name.text() == "strict"
    assert screen.panels.currentWidget() is screen.effect
    assert library.queries.policy().pair == PolicyPair()
    assert screen.bar.apply.isEnabled()


def test_a_preset_is_saved_loaded_and_deleted(
    qtbot: QtBot, screen: PolicyScreen, library: Library, settle: Settle
) -> None:
    row(screen, "violence").slider.setValue(66)
    screen.panels.setCurrentWidget(screen.presets)
    qtbot.keyClicks(screen.presets.name, "ours")
    screen.presets.save.click()
    qtbot.waitUntil(lambda: screen.presets.list.count() == 7, timeout=3000)
    assert library.queries.preset("ours").pair.image == "aws_rek:violence:0.66"
    screen.bar.revert.click()
    screen.presets.list.setCurrentRow(6)
    screen.presets.load.click()
    assert field_of(screen).edit.text() == "aws_rek:violence:0.66"
    screen.presets.delete.click()
    qtbot.waitUntil(lambda: screen.presets.list.count() == 6, timeout=3000)
    assert library.queries.presets() == []


def test_any_former_policy_can_be_compared_and_brought_back(
    qtbot: QtBot, screen: PolicyScreen, library: Library, settle: Settle
) -> None:
    library.commands.apply_policy(PolicyPair("aws_rek:violence:0.9:weapons:0.2"), name="loose")
    qtbot.waitUntil(lambda: screen.history.list.count() == 2, timeout=3000)
    assert not screen.history.back.isEnabled()
    assert "violence: inherited → 0.9 (pictures)" in screen.history.told.text()
    qtbot.waitUntil(lambda: "1 asset became rejected and 0 assets" in screen.history.flips.text(), timeout=3000)
    screen.history.list.setCurrentRow(1)
    with qtbot.waitSignal(screen.told):
        screen.history.back.click()
    assert library.queries.policy().pair == PolicyPair()
    qtbot.waitUntil(lambda: screen.history.list.count() == 3, timeout=3000)
    assert screen.history.list.item(0).text().split("\n")[0].endswith("– now")


def test_a_policy_applied_elsewhere_is_followed_and_edits_stay(
    qtbot: QtBot, screen: PolicyScreen, library: Library
) -> None:
    library.commands.apply_policy(PolicyPair("aws_rek:violence:0.9"), name="other")
    qtbot.waitUntil(lambda: field_of(screen).edit.text() == "aws_rek:violence:0.9", timeout=3000)
    row(screen, "alcohol").slider.setValue(20)
    library.commands.apply_policy(PolicyPair("aws_rek:violence:0.8"), name="other")
    qtbot.waitUntil(lambda: screen.bar.standing.text().endswith("version 2"), timeout=3000)
    assert field_of(screen).edit.text() == "aws_rek:violence:0.9:alcohol:0.2"


def test_a_library_that_may_only_be_read_says_so(
    qtbot: QtBot, library: Library, dispatcher: Dispatcher, settle: Settle
) -> None:
    looking = Library.open(library.directory, read_only=True)
    feed = ChangeFeed(looking, dispatcher)
    screen = PolicyScreen(looking, dispatcher, feed)
    qtbot.addWidget(screen)
    screen.show()
    settle()
    row(screen, "violence").slider.setValue(90)
    screen.bar.apply.click()
    settle()
    assert screen.notice.isVisible()
    assert screen.notice.words.text()
    assert screen.bar.apply.isEnabled()
    feed.stop()
    screen.close()
    looking.close()
