"""What is known of the engines: on a real library, row by row, in words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from rekreview.domain.assets import EngineName, MediaKind, Status
from rekreview.domain.estimates import NOTHING_COUNTED, Share
from rekreview.domain.evidence import Evidence, Ground, Judged
from rekreview.domain.thresholds import IGNORE
from rekreview.jobs.changes import ChangeFeed
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.library.library import Library
from rekreview.library.values import FloorCount
from rekreview.ui.policy import PolicyScreen
from rekreview.ui.policy.accuracy_words import in_full, short_forms, unknown_ground
from rekreview.ui.policy.knowledge import Accuracy, Knowledge, KnowledgeFeed
from tests.qt.policy.screens import row

IMAGE, REKOGNITION, ON_DEVICE = MediaKind.IMAGE, EngineName.REKOGNITION, EngineName.ON_DEVICE
FLOOR = FloorCount(IMAGE, REKOGNITION, 20.0, 1200)


def test_each_engine_of_which_something_is_known_is_told_at_the_threshold() -> None:
    judged = Judged.of([(1, 90.0, True), (2, 80.0, True), (3, 70.0, False), (4, 10.0, True)], marked=3)
    known = Knowledge(Evidence({Ground(IMAGE, REKOGNITION, "weapons"): judged}))
    (accuracy,) = known.accuracies(IMAGE, "weapons", Decimal("0.75"))
    assert (accuracy.precision, accuracy.recall) == (Share(2, 2), Share(2, 3))
    assert (accuracy.engine, accuracy.judged, accuracy.marked) == (REKOGNITION, 4, 3)
    (lower,) = known.accuracies(IMAGE, "weapons", Decimal("0.5"))
    assert lower.precision == Share(2, 3)
    assert known.accuracies(IMAGE, "alcohol", Decimal("0.5")) == ()
    assert known.accuracies(MediaKind.VIDEO, "weapons", Decimal("0.5")) == ()


def test_a_share_never_stands_without_its_interval() -> None:
    accuracy = Accuracy(REKOGNITION, Share(1, 1), Share(3, 4), 4, 0)
    long, *others = short_forms(accuracy)
    assert long == "precision 100 % (21–100, of 1) · recall 75 % (30–95, of 4)"
    assert all("21–100" in form and "30–95" in form for form in others)
    lengths = [len(form) for form in (long, *others)]
    assert lengths == sorted(lengths, reverse=True)
    assert "?" in short_forms(Accuracy(REKOGNITION, NOTHING_COUNTED, Share(3, 4), 4, 0))[-1]


def test_in_full_every_number_says_what_it_means_and_what_it_rests_on() -> None:
    lines = in_full([Accuracy(ON_DEVICE, Share(1, 1), NOTHING_COUNTED, 12, 4)])
    assert lines[0] == "On-device estimate:"
    assert "of those over the threshold, so many are right; 34 more would bring it to ±5 %" in lines[1]
    assert "recall unknown: of those where it is there" in lines[2]
    assert "12 assets that persons judged, 4 by label marks" in lines[3]


@pytest.mark.parametrize(
    ("engine", "said"),
    [
        (REKOGNITION, "Asking again with a lower floor takes 1,200 calls, about 1.200 USD."),
        (ON_DEVICE, "costs nothing"),
        (EngineName.IMPORTED, "Import answers with more labels"),
    ],
)
def test_under_a_floor_the_ground_is_unknown_and_asking_again_has_its_cost(engine: EngineName, said: str) -> None:
    floors = [FloorCount(IMAGE, engine, 20.0, 1200)]
    (line,) = unknown_ground(floors, Decimal("0.19"), 0.001)
    assert "from 20 % on only, on 1,200 assets" in line
    assert said in line
    assert unknown_ground(floors, Decimal("0.2"), 0.001) == []
    assert unknown_ground(floors, IGNORE, 0.001) == []


def test_floors_are_told_by_medium() -> None:
    known = Knowledge(floors=(FLOOR, FloorCount(MediaKind.VIDEO, REKOGNITION, 50.0, 3)))
    assert known.floors_of(IMAGE) == (FLOOR,)


def test_the_library_tells_its_floors(library: Library) -> None:
    assert library.queries.floors() == [
        FloorCount(IMAGE, REKOGNITION, 20.0, 6),
        FloorCount(MediaKind.VIDEO, REKOGNITION, 20.0, 1),
    ]


def test_a_threshold_on_unknown_ground_is_told_on_the_screen(qtbot: QtBot, screen: PolicyScreen) -> None:
    weapons = row(screen, "weapons")
    qtbot.waitUntil(lambda: weapons.slider._floor == 0.2, timeout=5000)
    assert "is not known" not in weapons.slider.toolTip()
    weapons.slider.setValue(10)
    weapons.describe()
    assert "Amazon Rekognition was asked for labels from 20 % on only, on 6 assets" in weapons.slider.toolTip()


def test_decisions_become_precision_and_recall_on_the_screen(
    qtbot: QtBot, screen: PolicyScreen, library: Library
) -> None:
    weapons = row(screen, "weapons")
    library.commands.decide([1], Status.REJECTED, reviewer="Ada")
    # Of the label that alone was over its threshold, and of what stands above it.
    qtbot.waitUntil(lambda: bool(weapons._accuracies), timeout=8000)
    told = weapons.meaning_at(QPoint(weapons._columns.name.left + 4, 10))
    assert "precision 100 % (21–100, of 1)" in told
    assert row(screen, "violence")._accuracies
    assert not row(screen, "alcohol")._accuracies
    weapons.slider.setValue(80)
    weapons.describe()
    assert "precision unknown" in weapons.slider.toolTip()
    assert "recall 0 % (0–79, of 1)" in weapons.slider.toolTip()


def test_it_is_read_while_somebody_looks_and_not_at_every_change(
    qtbot: QtBot, library: Library, dispatcher: Dispatcher, changes: ChangeFeed
) -> None:
    reads: list[int] = []

    def floors() -> list[FloorCount]:
        reads.append(1)
        return library.queries.floors()

    feed = KnowledgeFeed(library.queries.evidence, floors, dispatcher, changes)
    library.commands.decide([1], Status.REJECTED, reviewer="Ada")
    qtbot.wait(200)
    assert reads == []
    with qtbot.waitSignal(feed.came):
        feed.wake()
    for asset_id in (2, 3, 4):
        library.commands.decide([asset_id], Status.REJECTED, reviewer="Ada")
    with qtbot.waitSignal(feed.came, timeout=8000):
        pass
    assert len(reads) == 2
    feed.sleep()
    library.commands.decide([5], Status.REJECTED, reviewer="Ada")
    qtbot.wait(2800)
    assert len(reads) == 2
