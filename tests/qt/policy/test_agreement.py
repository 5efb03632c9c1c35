"""Screen, command line and deciding one by one tell the same of 10,000 assets, also while a run and a person work."""

from __future__ import annotations

import io
import json
import random
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from rekreview.__main__ import main
from rekreview.domain.assets import EngineName, ImportedFile, MediaFacts, MediaKind, Status
from rekreview.domain.columns import LabelColumns
from rekreview.domain.labels import Label
from rekreview.domain.policy import Parents, PolicyPair, decide
from rekreview.domain.ports import Detection
from rekreview.domain.taxonomy import Category, for_model_version
from rekreview.jobs.changes import ChangeFeed
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.library.library import Library
from rekreview.library.values import ClaimedTask, TaskOutcome
from rekreview.ui.policy import PolicyScreen
from tests.qt.policy.screens import count, row

ASSETS, KNOWN_BEFORE, BATCH, BATCHES = 10_000, 7_000, 250, 12
SHOWN = (Status.APPROVED, Status.REJECTED, Status.PENDING, Status.NOT_MODERATED)
MODELS = ("7.0", "6.1")


@dataclass
class Ledger:
    """All that happened to a library, kept beside it: what was answered, by asset, and what a person decided."""

    kinds: dict[int, MediaKind] = field(default_factory=dict)
    answers: dict[int, tuple[str, tuple[Label, ...]]] = field(default_factory=dict)
    decided: dict[int, Status] = field(default_factory=dict)

    def counts(self, pair: PolicyPair) -> dict[Status, int]:
        """How many assets have each status under a policy, each decided by itself."""
        found = Counter(self._status(asset_id, pair) for asset_id in self.kinds)
        return {status: found[status] for status in SHOWN}

    def _status(self, asset_id: int, pair: PolicyPair) -> Status:
        if asset_id in self.decided:
            return self.decided[asset_id]
        if asset_id not in self.answers:
            return Status.PENDING
        model, labels = self.answers[asset_id]
        return decide(labels, pair.for_kind(self.kinds[asset_id]), for_model_version(model), pair.parents).status


def answer(chance: random.Random, kind: MediaKind, model: str) -> Detection:
    """Up to five labels with their parents, as sure as whole hundredths are, so that many lie just on a threshold."""
    nodes = for_model_version(model)
    labels: list[Label] = []
    for chosen in chance.choices(nodes.categories, k=chance.randrange(6)):
        confidence, at = chance.randrange(100, 10_001) / 100, chance.randrange(9) * 500
        for node in (*reversed(nodes.above(chosen)), chosen):
            labels.append(label(node, nodes.above(node), confidence, at if kind is MediaKind.VIDEO else None))
    return Detection(EngineName.REKOGNITION, model, None, 1.0, tuple(labels))


def label(node: Category, above: Sequence[Category], confidence: float, at: int | None) -> Label:
    """A label of this category."""
    return Label(node.name, above[0].name if above else "", confidence, node.level, at)


def record(library: Library, ledger: Ledger, tasks: Sequence[ClaimedTask], model: str, chance: random.Random) -> None:
    """Answer these tasks in one transaction, as a run does."""
    found = {task.asset_id: answer(chance, task.kind, model) for task in tasks}
    ledger.answers.update({asset_id: (model, one.labels) for asset_id, one in found.items()})
    run = library.queries.unfinished_run()
    assert run is not None
    library.commands.record(run.id, [TaskOutcome(task.task_id, task.asset_id, found[task.asset_id]) for task in tasks])


def start(library: Library, model: str, asset_ids: Sequence[int]) -> int:
    """A run of one model over these assets."""
    return library.commands.start_run(EngineName.REKOGNITION, model, None, 1.0, asset_ids)


class Run:
    """A run on a thread of its own, a batch at each permission."""

    def __init__(self, library: Library, ledger: Ledger, run: int, chance: random.Random) -> None:
        self._library, self._ledger, self._run, self._chance = library, ledger, run, chance
        self._permits, self.done = threading.Semaphore(0), 0
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def let(self, batches: int) -> None:
        """Let it record so many batches more."""
        for _ in range(batches):
            self._permits.release()

    def _work(self) -> None:
        for _ in range(BATCHES):
            self._permits.acquire()
            tasks = self._library.commands.claim(self._run, BATCH)
            record(self._library, self._ledger, tasks, MODELS[0], self._chance)
            self.done += 1

    def end(self) -> None:
        """Wait until it has recorded all."""
        self._thread.join(60)
        assert not self._thread.is_alive()


@dataclass
class World:
    """A random library with its ledger, and the screen on it. read: of which assets labels were read, None for all."""

    library: Library
    ledger: Ledger
    screen: PolicyScreen
    chance: random.Random
    read: list[int | None]

    def shown(self) -> dict[Status, int]:
        """What the screen says."""
        return {status: count(self.screen, status) for status in SHOWN}

    def preview(self) -> dict[Status, int]:
        """What the command line says of the same draft, medium by medium, in a library where nothing was applied."""
        draft, told = self.screen.model.draft.pair, io.StringIO()
        place = ["--parents", draft.parents.value, "--json", "--library", str(self.library.directory)]
        with redirect_stdout(told):
            assert main(["policy", "preview", draft.image, *place]) == 0
        document = json.loads(told.getvalue())
        return {status: document[status.value] for status in SHOWN}

    def agrees(self, qtbot: QtBot) -> None:
        """Screen, command line and deciding one by one."""
        wanted = self.ledger.counts(self.screen.model.draft.pair)
        qtbot.waitUntil(lambda: self.shown() == wanted, timeout=20_000)
        assert self.preview() == wanted

    def edit(self) -> None:
        """Move some slider."""
        shown = [one for one in self.screen.categories.tree.rows() if one.isVisible()]
        self.chance.choice(shown).slider.setValue(self.chance.randrange(101))

    def decide(self) -> None:
        """Decide on some asset."""
        asset_id, status = self.chance.randrange(1, ASSETS + 1), self.chance.choice((Status.APPROVED, Status.REJECTED))
        self.library.commands.decide([asset_id], status, reviewer="Ada")
        self.ledger.decided[asset_id] = status


@pytest.fixture(params=[1, 2])
def world(request: pytest.FixtureRequest, qtbot: QtBot, tmp_path: Path, dispatcher: Dispatcher) -> Iterator[World]:
    """10,000 assets, 7,000 of them answered by one model or the other, one in fifty decided."""
    chance, ledger = random.Random(request.param), Ledger()
    library = Library.open(tmp_path / "library", create=True)
    kinds = [chance.choices((MediaKind.IMAGE, MediaKind.VIDEO), (9, 1))[0] for _ in range(ASSETS)]
    ids = library.commands.add_assets([imported(number, kind) for number, kind in enumerate(kinds)]).added
    ledger.kinds.update(zip(ids, kinds, strict=True))
    for model, some in ((MODELS[0], ids[:6_000]), (MODELS[1], ids[6_000:KNOWN_BEFORE])):
        run = start(library, model, some)
        record(library, ledger, library.commands.claim(run, len(some)), model, chance)
    read: list[int | None] = []

    def read_columns(asset_ids: Sequence[int] | None = None) -> LabelColumns:
        read.append(None if asset_ids is None else len(asset_ids))
        return columns(asset_ids)

    columns = library.queries.label_columns
    changes = ChangeFeed(library, dispatcher)
    screen = PolicyScreen(library, dispatcher, changes, reviewer=lambda: "Ada")
    screen.live._read_columns = read_columns
    screen.resize(1280, 800)
    screen.show()
    made = World(library, ledger, screen, chance, read)
    for _ in range(ASSETS // 50):
        made.decide()
    yield made
    screen.close()
    changes.stop()
    qtbot.waitUntil(dispatcher.idle, timeout=10_000)
    screen.stop()
    screen.deleteLater()
    QCoreApplication.sendPostedEvents(screen, QEvent.Type.DeferredDelete)
    library.close()


def imported(number: int, kind: MediaKind) -> ImportedFile:
    """A file as it is imported, without its thumbnail."""
    facts = MediaFacts(kind, "jpeg" if kind is MediaKind.IMAGE else "mp4", 640, 480)
    return ImportedFile(f"/media/{number}", 1, 10, f"{number:064x}", facts)


def test_they_agree_on_a_random_library(qtbot: QtBot, world: World) -> None:
    world.agrees(qtbot)
    for parents in (Parents.LEAF, Parents.LITERAL):
        world.screen.model.read_parents(parents)
        for _ in range(12):
            world.edit()
        world.agrees(qtbot)
    row(world.screen, "violence").ignore.click()
    row(world.screen, "explicit").slider.setValue(100)
    world.agrees(qtbot)


@pytest.mark.timeout(180)
def test_they_agree_while_a_run_adds_detections_and_a_person_decides(qtbot: QtBot, world: World) -> None:
    world.agrees(qtbot)
    run = Run(
        world.library, world.ledger, start(world.library, MODELS[0], range(KNOWN_BEFORE + 1, ASSETS + 1)), world.chance
    )
    world.read.clear()
    for pause in range(1, 4):
        run.let(BATCHES // 3)
        while run.done < pause * BATCHES // 3:
            world.edit()
            world.decide()
            qtbot.wait(60)
        world.agrees(qtbot)
    run.end()
    assert None not in world.read, "the labels of all assets were read anew for the sake of some"
    assert sum(some or 0 for some in world.read) < 2 * ASSETS
