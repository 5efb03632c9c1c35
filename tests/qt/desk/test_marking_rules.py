"""The rules of marking, without a screen."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from rekreview.domain.marks import MarkWord
from rekreview.library.values import Decided
from rekreview.ui.desk.marking import Marking


@dataclass
class Stage:
    """What shows: one asset, or none."""

    asset: int = 4
    shown: bool = True

    def current(self) -> int:
        return self.asset

    def is_shown(self, asset_id: int) -> bool:
        return self.shown and asset_id == self.asset

    def name_of(self, asset_id: int) -> str:
        return f"asset{asset_id}.jpg"


@dataclass
class Operations:
    """Remembers what was asked for and answers at once."""

    asked: list[tuple[int, str, MarkWord | None]] = field(default_factory=list)
    error: Exception | None = None

    def mark(self, asset_id, category, word, done, failed) -> None:
        self.asked.append((asset_id, category, word))
        if self.error is None:
            done(Decided(1, (asset_id,), ()))
        else:
            failed(self.error)


@dataclass
class Case:
    stage: Stage
    operations: Operations
    marking: Marking
    told: list[str]
    failed: list[Exception]


@pytest.fixture
def case(qapp) -> Case:
    stage, operations = Stage(), Operations()
    marking = Marking(stage, operations, lambda asset_id: {4: "Drugs & Tobacco", 5: ""}[asset_id])
    made = Case(stage, operations, marking, [], [])
    marking.told.connect(made.told.append)
    marking.failed.connect(made.failed.append)
    return made


def test_the_top_label_is_named_by_its_slug(case: Case) -> None:
    case.marking.top_is_wrong()
    assert case.operations.asked == [(4, "drugs_&_tobacco", MarkWord.WRONG)]
    assert case.told == ["Marked wrong: “Drugs & Tobacco” of asset4.jpg."]


def test_what_does_not_show_yet_is_not_marked(case: Case) -> None:
    case.stage.shown = False
    case.marking.top_is_wrong()
    assert case.operations.asked == []
    assert case.told == ["Nothing marked: the picture of asset4.jpg does not show yet."]
    assert case.marking.markable() == -1


def test_without_an_asset_or_a_label_it_says_so(case: Case) -> None:
    case.stage.asset = -1
    case.marking.top_is_wrong()
    case.stage.asset = 5
    case.marking.top_is_wrong()
    assert case.operations.asked == []
    assert case.told[0] == "There is no asset here to mark."
    assert case.told[1].startswith("asset5.jpg has no label that could be wrong.")


@pytest.mark.parametrize("word", [*MarkWord, None])
def test_every_word_is_told_with_label_and_asset(case: Case, word: MarkWord | None) -> None:
    case.marking.mark(4, "Violence", word)
    assert case.operations.asked == [(4, "violence", word)]
    assert "“Violence”" in case.told[0]
    assert "asset4.jpg" in case.told[0]


def test_a_mark_that_was_not_written_is_a_failure(case: Case) -> None:
    case.operations.error = OSError("full")
    case.marking.mark(4, "Violence", MarkWord.RIGHT)
    assert case.failed == [case.operations.error]
    assert case.told == []
