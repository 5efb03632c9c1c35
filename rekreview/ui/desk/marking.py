"""What a reviewer says of single labels, by key or in the detail pane, apart from any widget."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from rekreview.domain.marks import MarkWord
from rekreview.domain.taxonomy import slug_of
from rekreview.ui import actions
from rekreview.ui.wording import tr

if TYPE_CHECKING:
    from rekreview.library.values import Decided


class MarkStage(Protocol):
    """What marking needs to know of the screen."""

    def current(self) -> int:
        """The current asset, -1 if there is none."""

    def is_shown(self, asset_id: int) -> bool:
        """Whether this asset's own picture is on the screen."""

    def name_of(self, asset_id: int) -> str:
        """The asset's file name."""


class MarkOperations(Protocol):
    """What can be done to a label. It returns at once; `done` or `failed` follows on the GUI thread."""

    def mark(
        self,
        asset_id: int,
        category: str,
        word: MarkWord | None,
        done: Callable[[Decided], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Set a person's word on a category (slug) of an asset; None takes it away."""


class Marking(QObject):
    """Turns keys and clicks into marks. A mark sets and never toggles; it moves no verdict and goes to no other asset.

    told: a sentence for the status line. failed: a mark was not written (an exception).
    """

    told = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        stage: MarkStage,
        operations: MarkOperations,
        top_label: Callable[[int], str],
        parent: QObject | None = None,
        *,
        was_unseen: Callable[[int], bool] = lambda _asset_id: False,
    ) -> None:
        """top_label: the name of the label that leads an asset's verdict, "" for none. was_unseen: whether an asset
        could not be seen when the key was pressed; it tells so by itself.
        """
        super().__init__(parent)
        self._stage = stage
        self._operations = operations
        self._top_label = top_label
        self._was_unseen = was_unseen

    def top_is_wrong(self) -> None:
        """The key for it: the label that the current asset's tile names is wrong."""
        asset_id = self.markable()
        if asset_id < 0:
            return
        name = self._top_label(asset_id)
        if name:
            self.mark(asset_id, name, MarkWord.WRONG)
        else:
            told = tr("{name} has no label that could be wrong. Press {key} to say what is missing.")
            key = actions.key_or_name("mark_missing")
            self.told.emit(told.format(name=self._stage.name_of(asset_id), key=key))

    def markable(self) -> int:
        """The current asset if its own picture shows; else -1, and why is told."""
        asset_id = self._stage.current()
        if asset_id < 0:
            self.told.emit(tr("There is no asset here to mark."))
        elif self._was_unseen(asset_id):
            return -1
        elif not self._stage.is_shown(asset_id):
            told = tr("Nothing marked: the picture of {} does not show yet.")
            self.told.emit(told.format(self._stage.name_of(asset_id)))
            return -1
        return asset_id

    def mark(self, asset_id: int, name: str, word: MarkWord | None) -> None:
        """Set this word on the category with this name; None takes it away."""
        done = partial(self._tell, asset_id, name, word)
        self._operations.mark(asset_id, slug_of(name), word, done, self.failed.emit)

    def _tell(self, asset_id: int, name: str, word: MarkWord | None, done: Decided) -> None:
        said = sentence(word) if done.changed else tr("“{label}” of {asset} was marked so already.")
        self.told.emit(said.format(label=name, asset=self._stage.name_of(asset_id)))


def sentence(word: MarkWord | None) -> str:
    """What is told of a mark that was set, with places for {label} and {asset}."""
    return {
        MarkWord.RIGHT: tr("Marked right: “{label}” of {asset}."),
        MarkWord.WRONG: tr("Marked wrong: “{label}” of {asset}."),
        MarkWord.MISSING: tr("Marked missing: “{label}” in {asset}."),
        None: tr("No mark any more: “{label}” of {asset}."),
    }[word]
