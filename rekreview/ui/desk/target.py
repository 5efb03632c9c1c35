"""Says what the next verdict acts on, wherever a button would make it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui.desk.stage import DeskStage
from rekreview.ui.verdict_buttons import VerdictButtons


class Target(QObject):
    """Keeps the verdict buttons of the desk's parts in step with the stage, once no write is awaited.

    targeted: on how many assets they act.
    """

    targeted = Signal(int)

    def __init__(
        self, stage: DeskStage, dispatcher: Dispatcher, buttons: tuple[VerdictButtons, ...], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._stage = stage
        self._dispatcher = dispatcher
        self._buttons = buttons

    def show(self, *_rows: int) -> None:
        """Say what the next verdict acts on."""
        self._dispatcher.after_writes(self._show)

    def _show(self) -> None:
        count = self._stage.target_count()
        name = self._stage.name_of(self._stage.current()) if count == 1 else ""
        for buttons in self._buttons:
            buttons.show_target(count, name)
        self.targeted.emit(count)
