"""The verdict keys and their rules, apart from any widget.

A verdict key sets and never toggles. It acts on the selection if more than one asset is selected, else on the current
asset, and on that one only when its own picture is on the screen: until then the key waits. Of two keys that wait the
last counts; what was dropped is told, as when the person moves on or scrolls the asset out of sight. Another list, and
undo, drop it without a word. One that was pressed while the picture before was still on the screen is not taken, nor
one on an asset that is scrolled out of sight: that is brought back, and it is told. A reason chosen before a verdict
goes with it; one chosen within two seconds after goes to what was just decided. With a decision on one asset goes how
it was painted when it was made; one on several is a batch, and goes with how those of them were painted that were: on
any other it is kept as made on what was not seen. A verdict is shown and told once it is on the disk: what was told
outlives a kill.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from rekreview.domain.arrays import np
from rekreview.library.step_sizes import STEP_ASSETS
from rekreview.ui.desk import unseen
from rekreview.ui.desk.pressed import Armed, Last, Waiting
from rekreview.ui.desk.verdict_words import Dropped, VerdictWords
from rekreview.ui.desk.waiting_notes import WaitingNotes
from rekreview.ui.wording import tr

if TYPE_CHECKING:
    from rekreview.domain.assets import Status
    from rekreview.domain.notes import Note
    from rekreview.domain.sightings import Seen
    from rekreview.library.step_values import Restored
    from rekreview.library.values import Decided
    from rekreview.ui.desk.operations import DeskOperations
    from rekreview.ui.desk.stage_needed import Stage
    from rekreview.ui.grid.rows import Ids

REASON_SECONDS = 2.0
# Above this a batch is named once more where it can be taken back.
TOLD_TWICE = 500
ANOTHER_LIST = -1


class Verdicts(QObject):
    """Turns keys and clicks into operations.

    told: a sentence for the status line. batched: a sentence on a batch so large that its undo is offered. failed: an
    operation did not succeed (an exception). waiting_changed: the id of the asset a key waits for, -1 for none.
    decided(ids, Status, reason): a verdict is on the disk, or a reason of one. undone(ids): what was decided on these
    was taken back. waiting: the key that waits for a picture. notes: those that wait for a verdict. remarks: what
    others have to say on a verdict, for the same sentence; each is asked before anything moves. waiters: what else
    waits for a while before it decides: each drops what it holds, and tells it.
    """

    told = Signal(str)
    batched = Signal(str)
    failed = Signal(object)
    waiting_changed = Signal(int)
    decided = Signal(object, object, str)
    undone = Signal(object)

    def __init__(
        self,
        stage: Stage,
        operations: DeskOperations,
        *,
        clock: Callable[[], float] = time.monotonic,
        pressed_at: Callable[[], float | None] = lambda: None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._stage = stage
        self._pressed_at = pressed_at
        self._operations = operations
        self._clock = clock
        self._words = VerdictWords(stage)
        self.waiting: Waiting | None = None
        self._reason: Armed | None = None
        self.notes = WaitingNotes()
        self._last: Last | None = None
        self.remarks: list[Callable[[tuple[int, ...], Status], str]] = []
        self.waiters: list[Callable[[], str]] = []

    # Keys and clicks.

    def press(self, status: Status) -> None:
        """A verdict key: decide on the targets and go on to what follows them."""
        if (many := self._stage.many()) is not None:
            self._tell(self.call_off())
            self._decide_many(many, status)
            return
        ids = tuple(self._stage.targets())
        if not ids:
            self.told.emit(tr("There is no asset here to decide on."))
        elif len(ids) > 1:
            self._decide(ids, status, advance=True, also=self.call_off())
        elif not self.came_too_early(ids[0]) and not self.was_out_of_sight(ids[0]):
            self._decide_when_shown(Waiting(ids[0], status, advance=True, ids=ids))

    def click(self, asset_id: int, status: Status) -> None:
        """A tile's own button: decide on this one asset; nothing moves."""
        self._decide_when_shown(Waiting(asset_id, status, advance=False, ids=(asset_id,)))

    def decide_together(
        self, shown: int, ids: Sequence[int] | Ids, status: Status, words: str, *, advance: bool, reason: str = ""
    ) -> None:
        """Decide on several assets as one batch, once the one that stands for them shows; -1 if none does.

        words: what the batch is, for the sentence on it: "the whole stack of 8".
        """
        if reason and shown < 0:
            self._reason = Armed(ids[0], frozenset(ids), reason)
        if shown < 0 and len(ids) > STEP_ASSETS:
            self._tell(self.call_off())
            self._decide_many(np.asarray(ids, np.int64), status)
        elif shown < 0:
            self._decide(tuple(ids), status, advance=advance, words=words, also=self.call_off())
        else:
            self._decide_when_shown(Waiting(shown, status, advance, tuple(ids), words, reason))

    def decide_likewise(self, asset_id: int, status: Status, reason: str) -> None:
        """Decide on the current asset with a reason given, as if both keys were pressed."""
        if self.came_too_early(asset_id) or self.was_out_of_sight(asset_id):
            return
        self._reason = None
        self._decide_when_shown(Waiting(asset_id, status, advance=True, ids=(asset_id,), reason=reason))

    def press_reason(self, reason: str) -> None:
        """A reason key: it goes to what was decided within the last two seconds, else with the next verdict."""
        last = self._last
        if last is not None and self._clock() - last.at <= REASON_SECONDS:
            self._send(last, reason, self._words.reason_added(reason, last.ids))
            self._last = replace(last, reasoned=True)
            return
        current = self._stage.current()
        if current < 0:
            return
        many = self._stage.many()
        targets = () if many is not None else self._stage.targets()
        self._reason = Armed(current, frozenset(targets) if many is None else None, reason)
        self._tell(self._words.reason_waits(reason, targets if many is None else many))

    def put_note(self, asset_id: int, note: str) -> None:
        """A note on an asset that is not decided yet: it goes with the verdict. An empty one takes it back."""
        self.notes.put(asset_id, note)
        if note:
            self._tell(self._words.note_waits(asset_id))

    def note_on(self, asset_id: int) -> str:
        """The note that waits for a verdict on this asset."""
        return self.notes.on(asset_id)

    def annotate(self, asset_id: int, status: Status, reason: str, note: str) -> None:
        """Add a note to a decision that was made already."""
        self.notes.put(asset_id, "")
        before = Last((asset_id,), status, note, self._clock(), self._stage.sighting(asset_id), ANOTHER_LIST)
        self._send(before, reason, self._words.note_kept(asset_id))

    def clear(self) -> None:
        """Take the decisions on the targets away."""
        dropped, self._last = self.call_off(), None
        self._tell(dropped)
        if (many := self._stage.many()) is not None:
            self._operations.clear_many(many)
            return
        ids = tuple(self._stage.targets())
        if self._acts_on(ids, dropped):
            self._operations.clear(ids, lambda decided: self._cleared(ids, decided), self.failed.emit)

    def second_look(self, on: bool = True) -> None:
        """Put the targets aside for a second look, or take them back."""
        dropped, self._last = self.call_off(), None
        self._tell(dropped)
        if (many := self._stage.many()) is not None:
            self._operations.second_look_many(many, on)
            return
        ids = tuple(self._stage.targets())
        if self._acts_on(ids, dropped):
            said = self._words.second_look(ids, on)
            self._operations.second_look(ids, on, lambda _decided: self._tell(said), self.failed.emit)

    def undo_and_return(self) -> None:
        """Undo the last step and go back to its asset. A key that waits for its picture is what was done last."""
        waiting, last = self.waiting, self._last
        self._forget()
        if waiting is not None:
            self._tell(self._words.not_decided(waiting))
            return
        reasoned = last.ids if last is not None and last.reasoned else ()
        self._operations.undo(lambda restored: self._restored(restored, reasoned), self.failed.emit)

    def came_too_early(self, asset_id: int) -> bool:
        """Whether the key was pressed while another asset was still where this one is now; it is told then."""
        told = unseen.too_early(self._stage, asset_id, self._pressed_at())
        self._tell(told)
        return bool(told)

    def was_out_of_sight(self, asset_id: int) -> bool:
        """Whether the key was pressed where the asset it is for could not be seen: it is brought back, and told."""
        told = unseen.out_of_sight(self._stage, asset_id)
        self._tell(f"{told} {self.call_off()}".strip() if told else "")
        return bool(told)

    # What the screen reports.

    def picture_shown(self, asset_id: int) -> None:
        """An asset's own picture is on the screen now: a key that waits for it acts."""
        waiting = self.waiting
        if waiting is not None and waiting.asset_id == asset_id:
            self._wait_for(None)
            self._carry_out(waiting)

    def out_of_sight(self, ids: Collection[int]) -> None:
        """These assets were scrolled out of sight: a key that waits for the picture of one is forgotten."""
        if self.waiting is not None and self.waiting.asset_id in ids:
            self._tell(self._drop(Dropped.OUT_OF_SIGHT))

    def moved(self, current: int) -> None:
        """Another asset is the current one: what waited for the one before is forgotten."""
        if self.waiting is not None and self.waiting.asset_id != current:
            self._tell(self._drop(Dropped.MOVED_ON))
        if self._reason is not None and self._reason.current != current:
            self._reason = None

    def call_off(self) -> str:
        """Another key was pressed: none waits any more. What is to be told of those that did."""
        own = self._drop(Dropped.ANOTHER_KEY)
        return " ".join(one for one in (own, *(drop() for drop in self.waiters)) if one)

    def leave_list(self, judged_again: Callable[[Sequence[int]], bool]) -> None:
        """Another list is about to show. A key that waits is forgotten, and no reason will follow on a second opinion:
        in the next list it would be a decision. judged_again: whether a word on some of these assets was one.
        """
        self._wait_for(None)
        if self._last is not None and judged_again(self._last.ids):
            self._last = None

    def forget_last(self) -> None:
        """Something else was decided after it: a reason would not be for what was decided last here."""
        self._last = None

    def taken_back(self, ids: Sequence[int]) -> None:
        """Decisions on these assets were undone, or redone, elsewhere."""
        self._forget()
        self._stage.show_truth(ids)
        self.undone.emit(ids)

    # What follows.

    def _forget(self) -> None:
        """Something else is done: no key waits any more, and a reason would not be for what was decided last."""
        self._wait_for(None)
        self._last = None

    def _acts_on(self, ids: tuple[int, ...], dropped: str) -> bool:
        """Whether a key that does not wait acts on these: there are any, and the picture of a single one shows."""
        if not ids or self.came_too_early(ids[0]):
            return False
        if len(ids) == 1 and self.was_out_of_sight(ids[0]):
            return False
        if len(ids) > 1 or self._stage.is_shown(ids[0]):
            return True
        self._tell(f"{unseen.not_painted(self._stage, ids[0])} {dropped}".strip())
        return False

    def _decide_when_shown(self, wanted: Waiting) -> None:
        if wanted == self.waiting:
            self._wait_for(None)  # the same key again drops nothing
        dropped = self.call_off()
        if self._stage.is_shown(wanted.asset_id):
            self._carry_out(wanted, dropped)
            return
        self._wait_for(wanted)
        if not self._stage.in_sight(wanted.asset_id):  # since it was pressed
            self._tell(f"{self._drop(Dropped.OUT_OF_SIGHT)} {dropped}".strip())
            return
        self._tell(f"{self._words.waits(wanted.asset_id)} {dropped}".strip())

    def _carry_out(self, wanted: Waiting, also: str = "") -> None:
        ids, status, words, shown = wanted.ids, wanted.status, wanted.words, wanted.asset_id
        if wanted.reason:
            self._reason = Armed(shown, frozenset(ids), wanted.reason)
        self._decide(ids, status, advance=wanted.advance, words=words, shown=shown, also=also)

    def _drop(self, why: Dropped) -> str:
        """No key waits any more; what is told of the one that did, "" for none."""
        waiting = self.waiting
        self._wait_for(None)
        return "" if waiting is None else self._words.dropped(waiting, why)

    def _wait_for(self, wanted: Waiting | None) -> None:
        if wanted != self.waiting:
            self.waiting = wanted
            self.waiting_changed.emit(wanted.asset_id if wanted else -1)

    def _decide_many(self, ids: Ids, status: Status) -> None:
        """So many that they are written piece by piece: nothing moves, and a bar tells how far it has come."""
        self._last = None
        self._operations.decide_many(ids, status, self._take_reason(ids), self.notes.lend(ids))

    def _decide(
        self, ids: tuple[int, ...], status: Status, *, advance: bool, words: str = "", shown: int = -1, also: str = ""
    ) -> None:
        if len(ids) > STEP_ASSETS:
            self._decide_many(np.array(ids, np.int64), status)
            return
        reason, note = self._take_reason(ids), self.notes.take_for(ids)
        seen: Seen = self._stage.sighting(ids[0]) if len(ids) == 1 else self._stage.sightings(ids)
        self._last = Last(ids, status, note, self._clock(), seen, self._stage.list_number)
        said = f"{self._sentence(ids, status, reason, words)} {also}".strip()
        self._send(self._last, reason, said)
        if advance:
            self._stage.advance(ids if shown < 0 else (shown,))

    def _send(self, made: Last, reason: str, said: str) -> None:
        """Have it written, and show and tell it once it is on the disk: what a person was told outlives a power cut."""
        self._operations.decide(
            made.ids,
            made.status,
            reason,
            made.note,
            lambda _decided: self._written(made, reason, said),
            lambda error: self._not_done(made.ids, made.note, error),
            made.seen,
        )
        if len(made.ids) > TOLD_TWICE:
            self._tell(self._words.being_written(said))

    def _written(self, made: Last, reason: str, said: str) -> None:
        self._stage.show_decided(made.ids, made.status, made.made_in)
        self._tell(said)
        self._stage.paint_now()
        if len(made.ids) > TOLD_TWICE:
            self.batched.emit(said)
        self.decided.emit(made.ids, made.status, reason)

    def _take_reason(self, ids: Sequence[int] | Ids) -> str:
        armed, self._reason = self._reason, None
        return armed.words if armed is not None and armed.goes_with(ids) else ""

    def _sentence(self, ids: tuple[int, ...], status: Status, reason: str, words: str) -> str:
        told = [self._words.decided(ids, status, reason, words)]
        if not words:
            told += [remark(ids, status) for remark in self.remarks]
        return " ".join(one for one in told if one)

    def _cleared(self, ids: tuple[int, ...], decided: Decided) -> None:
        self._stage.show_truth(ids)
        self.undone.emit(ids)
        self._tell(self._words.cleared(ids, decided.changed))

    def _restored(self, restored: Restored, reasoned: tuple[int, ...]) -> None:
        if restored.batch is None:
            self._tell(self._words.undone(restored))
            return
        if reasoned and set(restored.ids) == set(reasoned):  # the decision before it stands, and its assets show so
            self._stage.return_to(restored.ids)
            self._tell(self._words.reason_undone(restored.ids))
            return
        self._stage.show_truth(restored.ids)
        self._stage.return_to(restored.ids)
        self.undone.emit(restored.ids)
        self._tell(self._words.undone(restored))

    def _not_done(self, ids: tuple[int, ...], note: Note, error: Exception) -> None:
        self._last = None
        self.notes.give_back(note, ids)  # it was written by hand, and goes with the next try
        self._stage.show_truth(ids)
        self.failed.emit(error)

    def _tell(self, text: str) -> None:
        if text:
            self.told.emit(text)
