"""The pane beside the grid on a real library: every asset tells what it is, where it stands, and why."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from rekreview.domain.assets import EngineName, Fault, MediaKind, Status
from rekreview.domain.errors import AssetNotFound, TooLarge
from rekreview.domain.ports import Frame
from rekreview.domain.sightings import FilterStep
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.library.library import Library
from rekreview.ui.detail.pane import PACE_MS, DetailPane
from rekreview.ui.detail.pictures import Wish
from rekreview.ui.wellness import Profile
from tests import media_samples
from tests.unit.library.makers import add, detection, explicit, file, moderate, real_file


class Decoder:
    """The scene for every file but one that is too large."""

    def picture(self, path, max_side, cancel, *, at_ms=None) -> Frame:
        if "huge" in path:
            raise TooLarge("The picture has 300 million pixels.")
        if "bug" in path:
            raise ZeroDivisionError
        return Frame(media_samples.pixels(), None)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """One asset of every fate."""
    made = Library.open(tmp_path_factory.mktemp("library"), create=True)
    folder = tmp_path_factory.mktemp("gone")
    names = ("approved.jpg", "rejected.jpg", "empty.jpg", "amazon.jpg", "broken.jpg", "pending.jpg", "huge.jpg")
    approved, rejected, empty, amazon, broken, _pending, huge = add(made, *names)
    (film,) = add(made, file("film.mp4", kind=MediaKind.VIDEO))
    (lost,) = add(made, real_file(folder, "lost.jpg", "lost"))
    add(made, "bug.jpg")
    by_amazon = detection(("Alcohol", "", 71.25), engine=EngineName.REKOGNITION, version="7.0", floor=50.0)
    by_amazon = replace(by_amazon, content_types=(("Animated", 98.2),))
    moderate(
        made,
        {
            approved: explicit(20.0),
            rejected: explicit(96.0),
            empty: detection(),
            film: explicit(88.0),
            huge: explicit(12.0),
            broken: Fault("undecodable", "The picture is damaged"),
            lost: Fault("unreadable", "The file cannot be read."),
        },
    )
    moderate(made, {amazon: by_amazon})
    (folder / "lost.jpg").unlink()
    yield made
    made.close()


@dataclass
class Pane:
    """A pane on the screen, and the assets it may show."""

    pane: DetailPane
    library: Library
    qtbot: QtBot

    def find(self, name: str) -> int:
        return self.library.queries.find(name if name.startswith("/") else f"/pictures/{name}")

    def show(self, name: str) -> int:
        """Show an asset, and wait until all about it is read."""
        wanted = self.find(name)
        self.pane.show_asset(wanted)
        self.qtbot.waitUntil(lambda: self.pane.card is not None and self.pane.card.asset.id == wanted)
        self.qtbot.waitUntil(lambda: self.pane.picture.has_picture or bool(self.pane.picture.text))
        return wanted

    def said(self, name: str) -> str:
        label = self.pane.findChild(QLabel, name)
        return label.text() if label is not None and label.isVisible() else ""


@pytest.fixture
def pane(qtbot: QtBot, library: Library, dispatcher: Dispatcher) -> Iterator[Pane]:
    made = DetailPane(library.queries, dispatcher, Decoder())
    made.set_profile(Profile.OFF)
    made.resize(360, 900)
    made.show()
    yield Pane(made, library, qtbot)
    made.stop()
    made.close()
    qtbot.waitUntil(dispatcher.idle, timeout=10_000)
    made.deleteLater()


def test_a_note_kept_before_its_asset_is_read_is_there_for_a_verdict(pane: Pane) -> None:
    kept = []
    pane.pane.note_kept.connect(lambda card, text: kept.append((card.asset.id, text)))
    pane.pane.show_asset(pane.find("approved.jpg"))
    pane.pane.note.setText("a toy")
    pane.pane.note.keep()
    assert pane.pane.take_note() == "a toy"
    assert pane.pane.take_note() is None
    pane.qtbot.waitUntil(lambda: pane.pane.card is not None)
    assert kept == []


def test_a_waiting_note_that_was_emptied_is_told_as_empty(pane: Pane) -> None:
    pane.show("approved.jpg")
    pane.pane.show_waiting_note("a toy")
    assert pane.pane.take_note() is None
    pane.pane.note.clear()
    assert pane.pane.take_note() == ""


def test_what_could_not_be_read_is_not_said_of_the_next_asset(pane: Pane, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = pane.find("approved.jpg"), pane.find("rejected.jpg")
    may_fail, asset = threading.Event(), pane.library.queries.asset

    def slow(wanted: int):
        if wanted == first:
            may_fail.wait(5)
            raise AssetNotFound("gone")
        return asset(wanted)

    monkeypatch.setattr(pane.library.queries, "asset", slow)
    said: list[str] = []
    monkeypatch.setattr(pane.pane.picture, "show_text", said.append)
    pane.pane.show_asset(first)
    pane.pane.show_asset(second)
    may_fail.set()
    pane.qtbot.waitUntil(lambda: pane.pane.card is not None)
    assert pane.pane.card.asset.id == second
    assert not any(said)


def test_nothing_is_told_of_the_asset_before_while_one_waits_to_be_read(pane: Pane) -> None:
    pane.show("rejected.jpg")
    pane.qtbot.wait(2 * PACE_MS)
    pane.pane._pace.setInterval(2_000)  # a busy machine takes longer than the usual one between two steps of a test
    pane.show("approved.jpg")
    pane.pane.show_asset(pane.find("empty.jpg"))
    assert [pane.said(one) for one in ("asset-name", "asset-status", "why")] == ["", "", ""]
    assert not any(one.isVisible() for one in pane.pane._of_card)
    pane.show("empty.jpg")
    assert pane.said("asset-name") == "empty.jpg"
    assert pane.pane.labels.isVisible()
    assert pane.pane.history.isVisible()
    assert pane.pane.places.isVisible()


def test_the_keyboard_goes_back_to_the_desk_with_what_it_was_on(pane: Pane) -> None:
    pane.show("rejected.jpg")
    pane.qtbot.wait(2 * PACE_MS)
    pane.pane._pace.setInterval(2_000)
    pane.show("amazon.jpg")
    pane.pane.labels.tree.setFocus()
    with pane.qtbot.waitSignal(pane.pane.left):
        pane.pane.show_asset(pane.find("approved.jpg"))


def test_of_assets_that_are_passed_by_in_a_hurry_the_first_and_the_last_are_read(
    pane: Pane, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    asset = pane.library.queries.asset
    monkeypatch.setattr(pane.library.queries, "asset", lambda one: (read.append(one), asset(one))[1])
    passed = [pane.find(name) for name in ("approved.jpg", "rejected.jpg", "empty.jpg", "amazon.jpg")]
    for one in passed:
        pane.pane.show_asset(one)
        pane.qtbot.wait(10)
    pane.qtbot.waitUntil(lambda: pane.pane.card is not None and pane.pane.card.asset.id == passed[-1])
    assert read == [passed[0], passed[-1]]
    pane.qtbot.wait(2 * PACE_MS)
    assert read == [passed[0], passed[-1]], "once is enough"
    assert pane.said("asset-name") == "amazon.jpg"


@pytest.mark.parametrize(
    ("name", "status", "why"),
    [
        ("approved.jpg", "Approved", "Approved because no label is over its threshold."),
        (
            "rejected.jpg",
            "Rejected",
            "Rejected because Explicit Nudity 96.0 % is over its threshold of 50 %. Also over: Explicit.",
        ),
        (
            "empty.jpg",
            "Approved",
            "Nothing found by the on-device check. It covers few of the categories, so this proves little.",
        ),
        ("amazon.jpg", "Rejected", "Rejected because Alcohol 71.2 % is over its threshold of 50 %."),
        (
            "broken.jpg",
            "Not moderated",
            "It could not be checked: The picture is damaged. It is not counted as approved.",
        ),
        (
            "pending.jpg",
            "Pending",
            "Nobody looked at it yet: it was not moderated. Press Moderate to have it checked.",
        ),
    ],
)  # fmt: skip
def test_each_fate_is_told_in_words(pane: Pane, name: str, status: str, why: str):
    pane.show(name)
    assert pane.said("asset-name") == name
    assert pane.said("asset-status") == status
    assert pane.said("why") == why


@pytest.mark.parametrize("name", ["approved.jpg", "rejected.jpg", "empty.jpg"])
def test_an_estimate_is_called_one_wherever_it_shows(pane: Pane, name: str):
    pane.show(name)
    assert pane.pane._estimate.isVisible()
    assert "not Amazon Rekognition" in pane.pane._estimate.text()
    assert "not covered" in pane.said("not-covered")


def test_what_amazon_said_is_not_called_an_estimate(pane: Pane):
    pane.show("rejected.jpg")
    pane.show("amazon.jpg")
    assert not pane.pane._estimate.isVisible()
    assert pane.said("not-covered") == ""
    assert pane.said("engine") == "Amazon Rekognition · 7.0"
    assert pane.said("coverage") == "Looked at it all"
    assert pane.said("content-types") == "Content: Animated 98 %"
    pane.show("rejected.jpg")
    assert pane.said("content-types") == "The on-device check tells no content types."


@pytest.mark.parametrize("name", ["broken.jpg", "pending.jpg"])
def test_what_was_not_checked_has_no_labels_and_no_estimate(pane: Pane, name: str):
    pane.show("rejected.jpg")
    pane.show(name)
    assert not pane.pane._estimate.isVisible()
    assert not pane.pane.labels.isVisible()


def test_only_what_could_not_be_checked_comes_with_a_remedy(pane: Pane):
    pane.show("broken.jpg")
    assert pane.said("remedy").startswith("Mend or replace the file")
    pane.show("rejected.jpg")
    assert pane.said("remedy") == ""


def test_a_picture_that_cannot_be_shown_says_why(pane: Pane, caplog: pytest.LogCaptureFixture):
    pane.show("huge.jpg")
    assert pane.pane.picture.text == "The picture has 300 million pixels."
    pane.show("bug.jpg")
    assert pane.pane.picture.text == "The picture could not be shown."
    assert "A bug in background work" in caplog.text
    caplog.clear()


def test_an_asset_that_left_the_library_says_so(pane: Pane):
    pane.show("approved.jpg")
    pane.pane.show_asset(10**6)
    pane.qtbot.waitUntil(lambda: pane.pane.picture.text == "This asset is not in the library any more.")
    assert pane.pane.card is None


def test_with_no_asset_the_pane_says_what_to_do(pane: Pane):
    pane.show("approved.jpg")
    pane.pane.show_asset(-1)
    assert pane.said("detail-empty") == "Choose an asset to see it here."
    assert not pane.pane.buttons.approve.isEnabled()


def test_the_picture_before_is_gone_at_once(pane: Pane):
    pane.show("approved.jpg")
    pane.pane.show_asset(pane.find("rejected.jpg"))
    assert not pane.pane.picture.has_picture
    assert pane.pane.card is None


def test_nothing_is_decoded_or_laid_out_for_a_pane_that_nobody_sees(pane: Pane):
    pane.show("approved.jpg")
    pane.pane.hide()
    wanted = pane.find("rejected.jpg")
    pane.pane.show_asset(wanted)
    pane.qtbot.waitUntil(lambda: pane.pane.card is not None)
    assert pane.pane.card is not None
    assert pane.pane.card.asset.id == wanted, "what a key needs to know of the asset is known all the same"
    assert not pane.pane.picture.has_picture
    pane.pane.show()
    pane.qtbot.waitUntil(lambda: pane.pane.picture.has_picture)
    assert pane.said("asset-name") == "rejected.jpg"


def test_a_late_picture_of_the_asset_before_is_not_taken_for_the_next(pane: Pane):
    before = pane.show("approved.jpg")
    late = pane.pane._shown.image
    pane.pane.show_asset(pane.find("huge.jpg"))
    pane.pane._shown.pictures.read.emit(Wish(before, "/pictures/approved.jpg", 1024), late)
    pane.qtbot.waitUntil(lambda: bool(pane.pane.picture.text))
    assert not pane.pane.picture.has_picture


def test_a_heavy_picture_is_veiled_until_it_is_revealed_and_the_next_one_again(pane: Pane):
    pane.pane.set_profile(Profile.STANDARD)
    pane.show("rejected.jpg")
    assert pane.pane.picture.filter_step is FilterStep.VEILED
    for step in (FilterStep.GREY, FilterStep.SHARP):
        pane.pane.reveal(step)
        pane.qtbot.waitUntil(lambda step=step: pane.pane.picture.filter_step is step)
    pane.pane.reveal(FilterStep.VEILED)
    assert pane.pane.picture.filter_step is FilterStep.VEILED
    pane.pane.reveal(FilterStep.SHARP)
    pane.show("film.mp4")
    assert pane.pane.picture.filter_step is FilterStep.VEILED


def test_another_profile_counts_at_once(pane: Pane):
    pane.show("rejected.jpg")
    assert pane.pane.picture.filter_step is not FilterStep.VEILED
    pane.pane.set_profile(Profile.LIGHT)
    assert pane.pane.picture.filter_step is FilterStep.VEILED


def test_a_light_picture_is_never_veiled_by_the_usual_profile(pane: Pane):
    pane.pane.set_profile(Profile.STANDARD)
    pane.show("amazon.jpg")
    assert pane.pane.picture.filter_step is not FilterStep.VEILED


def test_the_file_is_described(pane: Pane):
    pane.show("film.mp4")
    assert pane.said("fact-kind") == "Video · MP4"
    assert pane.said("fact-length") == "0:05"
    assert pane.said("fact-pixels") == "640 × 480"
    pane.show("approved.jpg")
    assert pane.said("fact-kind") == "Picture · JPEG"
    assert pane.said("fact-length") == ""


def test_where_it_lies_is_said_with_a_way_there(pane: Pane):
    pane.show("approved.jpg")
    places = pane.pane.places
    assert [label.text() for label in places.findChildren(QLabel)][1:] == ["/pictures/approved.jpg"]
    assert [button.text() for button in places.findChildren(QToolButton)] == ["Open folder"]


def test_every_copy_is_listed_and_missing_ones_are_called_so(pane: Pane):
    wanted = pane.library.queries.asset(pane.find("approved.jpg"))
    pane.pane.places.show_asset(replace(wanted, paths=("/a/1.jpg", "/b/1.jpg"), missing_paths=("/c/1.jpg",)))
    rows = pane.pane.places._rows
    assert [row.findChild(QLabel).text() for row in rows] == ["/a/1.jpg", "/b/1.jpg", "Missing: /c/1.jpg"]
    assert [row.findChild(QToolButton) is not None for row in rows] == [True, True, False]


def test_decisions_are_told_the_newest_first(pane: Pane):
    shown = pane.show("empty.jpg")
    assert pane.said("history") == "Nobody decided on it yet."
    commands = pane.library.commands
    commands.decide([shown], Status.REJECTED, reviewer="Ada", reason="Not allowed here", note="see the back")
    commands.decide([shown], Status.APPROVED, reviewer="Grace")
    pane.pane.refresh()
    pane.qtbot.waitUntil(lambda: len(pane.said("history").splitlines()) == 2)
    newest, oldest = pane.said("history").splitlines()
    assert "Grace · rejected → approved" in newest
    assert "Ada · approved → rejected · Not allowed here · “see the back”" in oldest
    assert all(line.endswith(" · not on the screen, as in a batch") for line in (newest, oldest))
    assert pane.said("why").startswith("Grace decided: approved.")
    assert pane.pane.note.text() == ""


def test_the_note_of_the_standing_decision_is_in_its_field(pane: Pane):
    shown = pane.find("approved.jpg")
    pane.library.commands.decide([shown], Status.REJECTED, reviewer="Ada", note="a flag")
    pane.show("approved.jpg")
    assert pane.pane.note.text() == "a flag"
    pane.show("rejected.jpg")
    assert pane.pane.note.text() == ""
    pane.library.commands.undo()


def test_clicking_the_picture_opens_it_but_not_the_words_in_its_place(pane: Pane):
    pane.show("approved.jpg")
    with pane.qtbot.waitSignal(pane.pane.opened):
        pane.qtbot.mouseClick(pane.pane.picture, Qt.MouseButton.LeftButton)
    pane.show("huge.jpg")
    with pane.qtbot.assertNotEmitted(pane.pane.opened):
        pane.qtbot.mouseClick(pane.pane.picture, Qt.MouseButton.LeftButton)
