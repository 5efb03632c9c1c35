"""The desk's head while stacks are shown: the button that brings near-duplicates together, and the way out of one."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QPushButton, QToolButton

from rekreview.ui import actions, icons, live_keys, naming
from rekreview.ui.desk.head import DeskHead
from rekreview.ui.wording import tr


class StackBar(QObject):
    """wanted(bool): stacks, or every asset on its own. left: back from a stack to the list."""

    wanted = Signal(bool)
    left = Signal()

    def __init__(self, head: DeskHead, parent: QObject) -> None:
        super().__init__(parent)
        self.toggle = QToolButton(head)
        self.toggle.setObjectName("stacks")
        self.toggle.setCheckable(True)
        self.toggle.setIcon(icons.icon("layers"))
        self.toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.toggle.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.toggle.clicked.connect(self.wanted)
        self.back = QPushButton(icons.icon("chevron-left"), "", head)
        self.back.setObjectName("leave-stack")
        self.back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        actions.explain(self.back, "close_stack")
        self.back.clicked.connect(self.left)
        self.back.hide()
        head.add_way_back(self.back)
        head.add_choice(self.toggle)
        self._told, self._offers = "", True
        live_keys.follow(self, StackBar._show_tip)
        self.show_off()

    def show_off(self, why_not: str = "") -> None:
        """Every asset is a tile of its own. why_not: why stacks cannot be shown here, "" if they can."""
        self._show(tr("Stacks"), why_not, on=False, offers=not why_not)
        self.toggle.setEnabled(not why_not)

    def show_making(self) -> None:
        """Near-duplicates are being looked for; every asset is a tile of its own until they are found."""
        told = tr("Comparing pictures… Until near-duplicates are known every asset has its own tile.")
        self._show(tr("Stacks …"), told, offers=False)

    def show_on(self, stacks: int, assets: int, tiles: int) -> None:
        """So many stacks of several are in the list of so many assets."""
        told = tr("{stacks} of near-duplicates: {assets} in {tiles} tiles.").format(
            stacks=naming.stacks(stacks), assets=naming.assets(assets), tiles=naming.number(tiles)
        )
        self._show(tr("Stacks {count}").format(count=naming.number(stacks)), told)

    def show_open(self, count: int) -> None:
        """A stack of so many is shown alone; 0 for none."""
        self.back.setVisible(count > 0)
        text = tr("Stack of {count}").format(count=naming.number(count))
        self.back.setText(text)
        self.back.setAccessibleName(tr("{}: back to the list").format(text))

    def _show(self, text: str, told: str, *, on: bool = True, offers: bool = True) -> None:
        """offers: the tool tip also says what the button does, and by which key."""
        self.toggle.setEnabled(True)
        self.toggle.setChecked(on)
        self.toggle.setText(text)
        self._told, self._offers = told, offers
        self._show_tip()

    def _show_tip(self) -> None:
        offer = actions.tip("stacks") if self._offers else ""
        self.toggle.setToolTip(" ".join(part for part in (self._told, offer) if part))
