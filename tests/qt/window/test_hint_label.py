"""A sentence below a field takes as many lines as it needs in its width, and not one more."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from rekreview.ui.hint_label import HintLabel

LONG = "Otherwise a copy without metadata is sent, at most so many pixels a side; own bytes carry their metadata. " * 2


@pytest.mark.parametrize("wide", [320, 560, 900])
def test_its_row_is_as_high_as_its_text_in_a_form_that_scrolls(qtbot: QtBot, wide: int) -> None:
    area, page = QScrollArea(), QWidget()
    form = QFormLayout(page)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    form.addRow("A word", QLineEdit(page))
    hint = HintLabel(LONG, page)
    form.addRow("", hint)
    below = QLabel("below", page)
    form.addRow(below)
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.resize(wide, 400)
    qtbot.addWidget(area)
    area.show()
    qtbot.waitUntil(lambda: hint.height() == hint.heightForWidth(hint.width()))
    assert below.y() - hint.geometry().bottom() < 3 * form.verticalSpacing() + 4
    assert hint.height() >= hint.fontMetrics().height() * 2 * (1 if wide < 900 else 0.9)


def test_what_is_written_is_no_markup(qtbot: QtBot) -> None:
    hint = HintLabel("<b>bold</b>")
    qtbot.addWidget(hint)
    assert hint.sizeHint().width() <= 120
    plain = hint.heightForWidth(2_000)
    assert plain <= 2 * hint.fontMetrics().height()
