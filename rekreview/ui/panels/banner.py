"""A calm bar above the work: it tells of something and offers what can be done, without standing in the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from rekreview.ui import icons, messages
from rekreview.ui.as_written import in_tip
from rekreview.ui.icon_label import IconLabel
from rekreview.ui.panels.shortened import shortened

_LEAST = 200


class Weight(StrEnum):
    """How much a banner matters."""

    NOTICE = "info"
    CAUTION = "triangle-alert"
    FAULT = "circle-alert"


@dataclass(frozen=True, slots=True)
class Offer:
    """A button of a banner: its text, and what happens when it is pressed; the banner then goes, unless it `stays`."""

    text: str
    accept: Callable[[], object]
    leading: bool = False
    stays: bool = False


class Banner(QFrame):
    """One message with its offers. Emits `answered` when a person closed it or took an offer."""

    answered = Signal()

    def __init__(
        self, name: str, text: str, offers: Sequence[Offer], weight: Weight, parent: QWidget, *, closable: bool
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"banner-{name}")
        self.setProperty("tone", "card")
        self._icon = IconLabel(18, weight.value, parent=self)
        self._text = QLabel(shortened(text), self)
        if self._text.text() != text:
            self._text.setToolTip(in_tip(shortened(text, lines=40, signs=4_000)))
        # A word that is wider than the window, as a path may be, is cut: it must not push all else out of sight.
        self._text.setMinimumWidth(_LEAST)
        self._text.setObjectName(f"banner-{name}-text")
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        # A policy of its own would forget that wrapped text is as high as its width makes it.
        wide = self._text.sizePolicy()
        wide.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
        self._text.setSizePolicy(wide)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 7, 8, 7)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        for offer in offers:
            row.addWidget(self._button(offer))
        if closable:
            row.addWidget(self._close_button())

    @property
    def text(self) -> str:
        """What the banner says."""
        return self._text.text()

    def _button(self, offer: Offer) -> QPushButton:
        button = QPushButton(offer.text, self)
        if offer.leading:
            button.setProperty("tone", "accent")
        if not offer.stays:
            button.clicked.connect(self.answered)
        button.clicked.connect(lambda: offer.accept())
        return button

    def _close_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icons.icon("x"))
        button.setText(self.tr("Close this message"))
        button.setToolTip(button.text())
        button.clicked.connect(self.answered)
        return button


class Banners(QWidget):
    """The banners shown now, the newest below; one of each name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banners")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._shown: dict[str, Banner] = {}
        self.hide()

    def tell(
        self,
        name: str,
        text: str,
        offers: Sequence[Offer] = (),
        *,
        weight: Weight = Weight.NOTICE,
        closable: bool = True,
    ) -> None:
        """Show a banner in the place of the one with the same name."""
        self.take_back(name)
        banner = Banner(name, text, offers, weight, self, closable=closable)
        banner.answered.connect(partial(self.take_back, name))
        self._shown[name] = banner
        self._column.addWidget(banner)
        self._column.setContentsMargins(10, 8, 10, 8)
        self.show()
        banner.show()

    def take_back(self, name: str) -> None:
        """Remove the banner of this name, if it is there."""
        banner = self._shown.pop(name, None)
        if banner is not None:
            self._column.removeWidget(banner)
            banner.hide()
            banner.deleteLater()
        if not self._shown:
            self.hide()

    def shown(self, name: str) -> Banner | None:
        """The banner of this name, if it is there."""
        return self._shown.get(name)


def tell_fault(banners: Banners, error: Exception) -> None:
    """Show a fault that nobody else has told of, in words."""
    banners.tell("fault", messages.of(error).whole, weight=Weight.FAULT)
