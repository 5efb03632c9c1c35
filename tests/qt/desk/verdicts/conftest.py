"""The verdict keys on a stage that the test sets, with a library that answers when the test says."""

from __future__ import annotations

import pytest

from rekreview.domain.assets import Status
from rekreview.library.values import Decided
from rekreview.ui.desk.verdicts import Verdicts

A, X = Status.APPROVED, Status.REJECTED


class Stage:
    """A list of assets of which the test says what shows."""

    def __init__(self) -> None:
        self.chosen = [1]
        self.shown = {1, 2, 3}
        self.came: dict[int, float | None] = {}
        self.seen: list[tuple] = []

    def targets(self):
        return self.chosen

    def many(self):
        return None

    def current(self):
        return self.chosen[0] if self.chosen else -1

    def is_shown(self, asset_id):
        return asset_id in self.shown

    def in_sight(self, asset_id):
        return True

    def came_at(self, asset_id):
        return self.came.get(asset_id, 0.0)

    def sighting(self, asset_id):
        return f"sight of {asset_id}" if asset_id in self.shown else None

    def sightings(self, ids):
        return {one: f"sight of {one}" for one in ids if one in self.shown}

    def name_of(self, asset_id):
        return f"{asset_id}.jpg"

    list_number = 1

    def show_decided(self, ids, status, made_in):
        assert made_in == self.list_number
        self.seen.append(("decided", tuple(ids), status))

    def paint_now(self):
        pass

    def show_truth(self, ids):
        self.seen.append(("no longer", tuple(ids)))

    def advance(self, ids):
        self.chosen = [max(ids) + 1]

    def return_to(self, ids):
        self.chosen = list(ids)


class Operations:
    """Keeps what was asked; answers, or fails, when the test says."""

    def __init__(self) -> None:
        self.asked: list[tuple] = []
        self.seen: list[object] = []
        self.answers: list[tuple] = []

    def decide(self, ids, status, reason, note, done, failed, seen=None):
        self.asked.append((tuple(ids), status, reason, note))
        self.seen.append(seen)
        self.answers.append((done, failed))

    def clear(self, ids, done, failed):
        self.asked.append(("clear", tuple(ids)))
        self.answers.append((done, failed))

    def second_look(self, ids, on, done, failed):
        self.asked.append(("second look", tuple(ids), on))
        self.answers.append((done, failed))

    def undo(self, done, failed):
        self.asked.append(("undo",))
        self.answers.append((done, failed))


class Play:
    def __init__(self) -> None:
        self.stage, self.operations, self.now = Stage(), Operations(), 100.0
        self.pressed: float | None = None
        self.rules = Verdicts(self.stage, self.operations, clock=lambda: self.now, pressed_at=lambda: self.pressed)
        self.told: list[str] = []
        self.batched: list[str] = []
        self.failed: list[Exception] = []
        self.waiting: list[int] = []
        self.rules.told.connect(self.told.append)
        self.rules.batched.connect(self.batched.append)
        self.rules.failed.connect(self.failed.append)
        self.rules.waiting_changed.connect(self.waiting.append)

    @property
    def asked(self) -> list[tuple]:
        return self.operations.asked

    def write(self) -> None:
        """Everything that waits is on the disk."""
        while self.operations.answers:
            done, _ = self.operations.answers.pop(0)
            done(Decided(1, (1,), ()))


@pytest.fixture
def play(qapp) -> Play:
    return Play()
