"""What the window says of a step on very many assets: while it goes on, once it is done, and where it was stopped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from rekreview.domain.assets import Status
from rekreview.library.step_values import Act
from rekreview.ui import naming

if TYPE_CHECKING:
    from rekreview.pipeline.long_steps import LongStep


def _translate(text: str) -> str:
    return QCoreApplication.translate("LongSteps", text)


@dataclass(frozen=True, slots=True)
class StepWords:
    """title: of the bar, as "Approving". done, stopped: sentences with {assets} and {all}. nothing: all were so."""

    title: str
    done: str
    stopped: str
    nothing: str = ""

    @property
    def refusal(self) -> str:
        """Why another one cannot be begun now."""
        text = _translate("Not taken: another batch is under way ({title}). Wait for its end, or cancel it.")
        return text.format(title=self.title.lower())

    def ended(self, step: LongStep) -> str:
        """What came of it."""
        if not step.changed and not step.stopped and self.nothing:
            return self.nothing
        text = self.stopped if step.stopped else self.done
        return text.format(assets=naming.assets(step.changed), all=naming.number(step.total))


def deciding(act: Act, status: Status | None) -> StepWords:
    """Of something that is done to assets."""
    if act is Act.DECIDE and status is Status.APPROVED:
        title, done, did = _translate("Approving"), _translate("Approved"), _translate("approved")
    elif act is Act.DECIDE:
        title, done, did = _translate("Rejecting"), _translate("Rejected"), _translate("rejected")
    elif act is Act.CLEAR:
        title, done, did = _translate("Clearing overrides"), _translate("Overrides cleared"), _translate("cleared")
    elif act is Act.LOOK_AGAIN:
        title, done, did = (
            _translate("Putting aside"),
            _translate("Put aside for a second look"),
            _translate("put aside"),
        )
    else:
        title, done, did = _translate("Ending second looks"), _translate("Second looks ended"), _translate("taken back")
    stopped = _translate("Stopped: {assets} of {all} were {did}, and stay so. Undo takes them back.")
    return StepWords(
        title,
        f"{done}: {{assets}}.",
        stopped.replace("{did}", did),
        _translate("Nothing had to change: all of them stood so already."),
    )


def taking_back() -> StepWords:
    """Of an undo."""
    return StepWords(
        _translate("Undoing"),
        _translate("Undone: {assets}."),
        _translate("Stopped: {assets} of {all} were taken back. Undo goes on with the others."),
    )


def nothing_written() -> str:
    """Of the undo of a step that was stopped before it changed anything."""
    return _translate("Stopped before anything was changed: there was nothing to take back.")


def reverting() -> StepWords:
    """Of a step that is taken back by itself, wherever it stands."""
    return StepWords(
        _translate("Taking back"),
        _translate("Taken back: the decision on {assets}. Later ones stay."),
        _translate("Stopped: {assets} of {all} were taken back, and stay so. The recent decisions offer the others."),
        _translate("Nothing of this decision stood any more."),
    )


def again() -> StepWords:
    """Of a redo."""
    return StepWords(
        _translate("Redoing"),
        _translate("Redone: {assets}."),
        _translate("Stopped: {assets} of {all} were done again, and stay so. Undo takes them back."),
    )
