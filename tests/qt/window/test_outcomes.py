"""What a person is told of the long work: never more than happened, and always with the next thing to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from rekreview.domain.assets import Fault, Status
from rekreview.domain.errors import DiskFull, ModelMissing, Unusable
from rekreview.domain.queues import QueueCounts, QueueName
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.library.library import Library
from rekreview.library.values import RunState
from rekreview.pipeline.importing import ImportSummary, Remembered, Skipped
from rekreview.pipeline.run_summary import NotModerated, RunSummary
from rekreview.ui.opening import OpenLibrary
from rekreview.ui.outcomes import Outcomes
from rekreview.ui.panels.banner import Banners
from rekreview.ui.panels.toast import Toast
from rekreview.ui.preferences import Preferences
from rekreview.ui.work import Work, WorkKind
from tests.unit.library.makers import explicit, fill, moderate

Settle = Callable[[], None]


@dataclass
class Told:
    """What speaks in a window, on a real library with nothing under way."""

    outcomes: Outcomes
    work: Work
    library: Library
    banners: Banners
    toast: Toast
    window: QWidget
    qtbot: QtBot
    queues: list[QueueName] = field(default_factory=list)

    def banner(self, name: str) -> str:
        shown = self.banners.shown(name)
        return shown.text if shown is not None else ""

    def offers(self, name: str) -> list[str]:
        shown = self.banners.shown(name)
        return [button.text() for button in shown.findChildren(QPushButton)] if shown is not None else []

    def press(self, within: QWidget, text: str) -> None:
        (button,) = [one for one in within.findChildren(QPushButton) if one.text() == text and one.isVisible()]
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def told_of(
    opened: OpenLibrary, dispatcher: Dispatcher, preferences: Preferences, qtbot: QtBot, library: Library
) -> Told:
    window = QWidget()
    window.resize(900, 600)
    banners, toast = Banners(window), Toast(window, window)
    work = Work(dispatcher=dispatcher, library=library, decoder=opened.decoder, preferences=preferences)
    outcomes = Outcomes(dispatcher=dispatcher, library=library, work=work, banners=banners, toast=toast, window=window)
    made = Told(outcomes, work, library, banners, toast, window, qtbot)
    outcomes.queue_wanted.connect(made.queues.append)
    qtbot.addWidget(window)
    window.show()
    return made


@pytest.fixture
def told(opened: OpenLibrary, dispatcher: Dispatcher, preferences: Preferences, qtbot: QtBot) -> Iterator[Told]:
    made = told_of(opened, dispatcher, preferences, qtbot, opened.library)
    yield made
    made.toast.hide()


# Imports.


def test_an_import_without_trouble_is_told_in_passing(told: Told) -> None:
    told.outcomes.tell_import(ImportSummary(added=3, duplicates=1))
    assert told.toast.text == "Imported 3 assets. 1 file holds bytes that are in the library already."
    assert told.banner("import") == ""


def test_what_was_skipped_stays_until_it_is_read(told: Told, tmp_path: Path) -> None:
    told.outcomes.tell_import(ImportSummary(added=1, skipped=[Skipped(str(tmp_path / "a.txt"), "No picture.")]))
    assert told.banner("import") == "Imported 1 asset. 1 file skipped."
    told.press(told.banners, "Show the report")
    report = told.window.findChild(QDialog, "import-report")
    assert report is not None
    assert report.isVisible()
    report.close()


def test_what_was_decided_on_known_files_is_told_and_can_be_read_one_by_one(told: Told) -> None:
    ids = fill(told.library, 2)
    told.library.commands.decide(ids, Status.APPROVED, reviewer="Ada", reason="Harmless context")
    known = [Remembered(f"/media/{one.name}", one) for one in told.library.queries.precedents(ids)]
    decided = Counter({Status.APPROVED: 2})
    told.outcomes.tell_import(ImportSummary(duplicates=2, decided=decided, remembered=known))
    assert told.toast.text.endswith("Decided before, which stands: 2 assets (2 approved).")
    told.press(told.toast, "Show what was decided")
    report = told.window.findChild(QDialog, "import-report")
    assert report is not None
    rows = report.findChild(QTreeWidget, "decided-before")
    assert rows is not None
    assert rows.topLevelItemCount() == 2
    assert rows.topLevelItem(0).text(2) == "Harmless context"
    report.close()


def test_before_the_first_import_there_is_no_report(told: Told) -> None:
    told.outcomes.show_report()
    assert told.window.findChild(QDialog, "import-report") is None


# Moderations.


def checked(library: Library, confidences: list[float], faults: int = 0) -> RunSummary:
    ids = fill(library, len(confidences) + faults)
    fault = Fault("undecodable", "The picture is damaged.")
    good = {asset_id: explicit(confidence) for asset_id, confidence in zip(ids, confidences, strict=False)}
    bad = ids[len(confidences) :]
    run = moderate(library, {**good, **dict.fromkeys(bad, fault)})
    summary = RunSummary(run, assets=list(good))
    summary.not_moderated = [NotModerated(asset_id, f"/{asset_id}", fault.code, fault.message) for asset_id in bad]
    return summary


def test_a_moderation_tells_how_its_assets_stand(told: Told, settle: Settle) -> None:
    told.outcomes.tell_moderation(checked(told.library, [96.0, 80.0, 3.0]))
    settle()
    assert told.toast.text == "Checked 3 assets: 2 rejected, 1 approved."
    told.press(told.toast, "Show rejected")
    assert told.queues == [QueueName.REJECTED]


def test_with_nothing_rejected_nothing_is_offered(told: Told, settle: Settle) -> None:
    told.outcomes.tell_moderation(checked(told.library, [3.0]))
    settle()
    assert told.toast.text == "Checked 1 asset: 0 rejected, 1 approved."
    assert not told.toast._offer.isVisible()


def test_what_could_not_be_checked_is_told_and_offered_before_all_else(told: Told, settle: Settle) -> None:
    told.outcomes.tell_moderation(checked(told.library, [96.0, 3.0], faults=2))
    settle()
    assert told.toast.text == "Checked 2 assets: 1 rejected, 1 approved. 2 assets could not be checked."
    told.press(told.toast, "Show them")
    assert told.queues == [QueueName.NOT_MODERATED]


def test_the_tally_heeds_what_a_person_decided(told: Told, settle: Settle) -> None:
    summary = checked(told.library, [96.0, 80.0])
    told.library.commands.decide(summary.assets[:1], Status.APPROVED, reviewer="Ada")
    told.outcomes.tell_moderation(summary)
    settle()
    assert told.toast.text == "Checked 2 assets: 1 rejected, 1 approved."


def test_a_stopped_moderation_claims_nothing(told: Told, settle: Settle) -> None:
    summary = checked(told.library, [96.0])
    summary.interrupted = True
    told.outcomes.tell_moderation(summary)
    settle()
    assert told.toast.text == ""


def test_a_moderation_with_nothing_to_do_says_so(told: Told) -> None:
    told.outcomes.tell_moderation(None)
    assert told.toast.text == "Nothing to do: every asset has been checked by this engine."


def test_an_engine_that_fails_is_told_with_a_way_to_try_again(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[bool] = []
    monkeypatch.setattr(told.work, "moderate", lambda: tried.append(True))
    told.outcomes.tell_failure(WorkKind.MODERATION, ModelMissing("The file a.onnx is not there."))
    assert told.banner("failure").startswith("The on-device engine is not complete. The file a.onnx is not there.")
    told.press(told.banners, "Try again")
    assert tried == [True]
    assert told.banner("failure") == ""


def test_a_failed_import_offers_no_moderation(told: Told) -> None:
    told.outcomes.tell_failure(WorkKind.IMPORT, DiskFull("There is no room."))
    assert "There is no room." in told.banner("failure")
    assert told.offers("failure") == []


# What waits.


def test_what_waits_to_be_checked_is_offered_and_the_offer_follows_the_count(told: Told) -> None:
    told.outcomes.offer_moderation(QueueCounts({}, unmoderated=1))
    assert told.banner("moderate") == "1 asset has not been checked yet."
    told.outcomes.offer_moderation(QueueCounts({}, unmoderated=1200))
    assert told.banner("moderate") == "1,200 assets have not been checked yet."
    told.outcomes.offer_moderation(QueueCounts({}, unmoderated=0))
    assert told.banner("moderate") == ""


def test_an_offer_that_says_the_same_is_left_in_peace(told: Told) -> None:
    told.outcomes.offer_moderation(QueueCounts({}, unmoderated=2))
    before = told.banners.shown("moderate")
    told.outcomes.offer_moderation(QueueCounts({}, unmoderated=2))
    assert told.banners.shown("moderate") is before


def stopped(library: Library) -> int:
    ids = fill(library, 3)
    run = library.commands.start_run(explicit(1.0).engine, "on-device-1", adapter=None, floor=1.0, asset_ids=ids)
    library.commands.set_run_state(run, RunState.PAUSED)
    return run


def test_a_stopped_run_is_offered_in_place_of_a_new_one(told: Told, settle: Settle) -> None:
    run = stopped(told.library)
    told.outcomes.offer_moderation(QueueCounts({}, unmoderated=3))
    told.outcomes.offer_resume(told.library.queries.unfinished_run())
    assert told.offers("resume") == ["Resume", "Discard"]
    assert told.banner("moderate") == ""
    told.outcomes.offer_moderation(QueueCounts({}, unmoderated=3))
    assert told.banner("moderate") == ""
    told.press(told.banners, "Discard")
    settle()
    assert told.library.queries.run(run).state is RunState.CANCELLED
    told.outcomes.offer_resume(told.library.queries.unfinished_run())
    assert told.banner("resume") == ""


def test_one_who_may_only_look_is_offered_nothing_to_do(
    told: Told, dispatcher: Dispatcher, preferences: Preferences, opened: OpenLibrary, qtbot: QtBot
) -> None:
    stopped(told.library)
    looking = Library.open(told.library.directory, read_only=True)
    onlooker = told_of(opened, dispatcher, preferences, qtbot, looking)
    onlooker.outcomes.offer_moderation(QueueCounts({}, unmoderated=3))
    onlooker.outcomes.offer_resume(looking.queries.unfinished_run())
    onlooker.outcomes.tell_read_only()
    assert (onlooker.banner("moderate"), onlooker.banner("resume")) == ("", "")
    assert "may only look" in onlooker.banner("read-only")
    looking.close()


def test_what_begins_makes_its_old_messages_wrong(told: Told) -> None:
    told.outcomes.tell_import(ImportSummary(added=1, skipped=[Skipped("/a.txt", "No picture.")]))
    told.outcomes.tell_failure(WorkKind.MODERATION, Unusable("It will not start."))
    told.work.began.emit(WorkKind.MODERATION, None)
    assert told.banner("failure") == ""
    assert told.banner("import") != ""
    told.work.began.emit(WorkKind.IMPORT, None)
    assert told.banner("import") == ""


def test_a_big_batch_is_named_with_its_undo(told: Told, qtbot: QtBot) -> None:
    told.outcomes.tell_batch("Rejected: 501 assets.")
    assert told.toast.text == "Rejected: 501 assets."
    with qtbot.waitSignal(told.outcomes.undo_wanted):
        told.press(told.toast, "Undo")


def test_a_moderation_that_waits_for_an_import_says_so(told: Told) -> None:
    told.work.postponed.emit()
    assert told.toast.text == "The moderation begins when the import is done."


def test_a_fault_nobody_else_told_of_is_told(told: Told) -> None:
    told.outcomes.tell_fault(DiskFull("There is no room."))
    assert told.banner("fault").startswith("The library cannot be written")
