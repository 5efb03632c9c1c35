"""What was sent to Amazon for this asset, what came back, and a way to read the answer as it came."""

from __future__ import annotations

import json

from PySide6.QtWidgets import QFormLayout, QLabel, QPushButton, QWidget

from rekreview.ui import icons
from rekreview.ui.detail import exchange_words
from rekreview.ui.detail.card import AssetCard
from rekreview.ui.detail.sections import Section, text_label
from rekreview.ui.wording import file_name, tr


class ExchangeSection(Section):
    """Only for an asset whose labels come from a paid engine."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Sent and received"), parent)
        self._card: AssetCard | None = None
        self._warning = text_label(self, "caution", "exchange-warning")
        self._sent = text_label(self, name="exchange-sent")
        self._form = QFormLayout()
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(14)
        self._form.setVerticalSpacing(4)
        self._read = QPushButton(icons.icon("message-square"), tr("Read the answer…"), self)
        self._read.setObjectName("read-answer")
        self._read.setToolTip(tr("Read what Amazon answered, as it came"))
        self._read.clicked.connect(self.show_answer)
        self.column.addWidget(self._warning)
        self.column.addWidget(self._sent)
        self.column.addLayout(self._form)
        self.column.addWidget(self._read)
        self.hide()

    def show_card(self, card: AssetCard) -> None:
        """Show this asset's exchange, or nothing at all if nothing was sent."""
        self._card = card
        detection = card.detection
        if detection is None or not detection.engine.paid:
            self.hide()
            return
        warnings = (exchange_words.ignored_adapter(detection, card.raw), exchange_words.changed_model(card.raw))
        warning = " ".join(text for text in warnings if text)
        self._warning.setText(warning)
        self._warning.setVisible(bool(warning))
        self._sent.setText("\n".join(exchange_words.sent_lines(card.raw)))
        while self._form.rowCount():
            self._form.removeRow(0)
        for word, value in exchange_words.facts(detection, card.raw):
            self._add(word, value)
        self.show()

    def show_answer(self) -> None:
        """Open the answer as it came."""
        from rekreview.ui.dialogs.raw_answer import RawAnswer

        if self._card is not None and self._card.raw:
            text = json.dumps(self._card.raw, indent=2, ensure_ascii=False)
            RawAnswer(file_name(self._card.asset), text, self.window()).show()

    def _add(self, word: str, value: str) -> None:
        caption = QLabel(word, self)
        caption.setProperty("tone", "muted")
        label = text_label(self, name=f"exchange-{word.lower()}")
        label.setText(value)
        self._form.addRow(caption, label)
