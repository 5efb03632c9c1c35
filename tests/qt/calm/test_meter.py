"""The meter looks only while it is told to, and counts what it saw in between."""

from __future__ import annotations

from datetime import date

import pytest

from rekreview.domain.exposure import Exposure
from rekreview.ui.calm.meter import LOOK_MS, ExposureMeter
from rekreview.ui.calm.meter_label import MeterLabel, spell_seconds

TODAY = date(2026, 11, 21)


class Eyes:
    """A clock and a screen that do what a test says."""

    def __init__(self) -> None:
        self.now = 100.0
        self.sees = True
        self.looks = 0

    def look(self) -> bool:
        self.looks += 1
        return self.sees


@pytest.fixture
def eyes() -> Eyes:
    return Eyes()


@pytest.fixture
def meter(qapp, eyes: Eyes) -> ExposureMeter:
    return ExposureMeter(eyes.look, Exposure(TODAY), clock=lambda: eyes.now, today=lambda: TODAY)


def test_only_what_lies_between_two_looks_that_saw_something_counts(meter: ExposureMeter, eyes: Eyes):
    for sees, later in ((True, 0.0), (True, 0.5), (False, 0.3), (True, 0.2), (True, 0.25)):
        eyes.sees, eyes.now = sees, eyes.now + later
        meter.look()
    assert meter.exposure.today == pytest.approx(0.75)


def test_a_computer_that_slept_adds_no_more_than_a_second(meter: ExposureMeter, eyes: Eyes):
    meter.look()
    eyes.now += 8 * 3600
    meter.look()
    assert meter.exposure.today == 1.0


def test_it_looks_by_itself_while_it_watches_and_never_else(qtbot, meter: ExposureMeter, eyes: Eyes):
    qtbot.wait(2 * LOOK_MS)
    assert eyes.looks == 0
    meter.watch(True)
    with qtbot.waitSignal(meter.changed, raising=False):
        qtbot.waitUntil(lambda: eyes.looks >= 2)
    eyes.now += 0.1
    meter.watch(False)
    looks = eyes.looks
    qtbot.wait(2 * LOOK_MS)
    assert eyes.looks == looks
    assert meter.exposure.today == pytest.approx(0.1), "the last moment before it stopped counts too"


def test_a_pause_between_two_holds_counts_for_nothing(meter: ExposureMeter, eyes: Eyes):
    meter.watch(True)
    meter.look()
    meter.watch(False)
    eyes.now += 0.9
    meter.watch(True)
    meter.look()
    meter.watch(False)
    assert meter.exposure.today == 0


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0 s"), (59.9, "59 s"), (60, "1 min"), (3599, "59 min"), (3900, "1 h 5 min")]
)
def test_how_long_is_spelt_shortly(seconds: float, words: str):
    assert spell_seconds(seconds) == words


def test_the_label_says_today_and_its_tip_who_knows(qtbot):
    label = MeterLabel()
    qtbot.addWidget(label)
    label.show_exposure(Exposure(TODAY, 754.0, 130.0))
    assert label.text() == "Heavy pictures seen sharp: 12 min"
    assert "2 min of it" in label.toolTip()
    assert "Only you see this" in label.toolTip()
    for claim in ("health", "stress", "harm", "safe", "protect"):
        assert claim not in label.toolTip().lower()
