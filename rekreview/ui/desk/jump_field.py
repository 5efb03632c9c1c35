"""The field for a jump: a row, a percentage, or the beginning of a name."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from rekreview.domain.jumping import Jump, read_jump
from rekreview.ui import naming
from rekreview.ui.passing_dialog import PassingDialog
from rekreview.ui.wording import tr


class JumpField(PassingDialog):
    """Asks where to. wanted(Jump): go there, and the field is closed."""

    wanted = Signal(object)

    def __init__(self, count: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("jump")
        self.setWindowTitle(self.tr("Go to"))
        self._count = count
        self.field = QLineEdit(self)
        self.field.setObjectName("jump-to")
        self.field.setAccessibleName(self.tr("Go to a row, a percentage or a name"))
        self.field.setPlaceholderText(self.tr("12000, 50 %, or the beginning of a name"))
        self.field.textChanged.connect(self._explain)
        self.field.returnPressed.connect(self._take)
        self.told = QLabel(self)
        self.told.setObjectName("jump-told")
        self.told.setProperty("tone", "muted")
        column = QVBoxLayout(self)
        column.addWidget(self.field)
        column.addWidget(self.told)
        self.setFixedWidth(380)
        corner = parent.mapToGlobal(QPoint(max(0, (parent.width() - self.width()) // 2), 12))
        self.move(corner)
        self._explain()
        self.field.setFocus()

    def _explain(self) -> None:
        jump = read_jump(self.field.text())
        self.told.setText(words(jump, self._count))

    def _take(self) -> None:
        jump = read_jump(self.field.text())
        self.close()
        if jump is not None and self._count:
            self.wanted.emit(jump)


def words(jump: Jump | None, count: int) -> str:
    """Where a jump would lead, in a list of so many."""
    if not count:
        return tr("This list is empty.")
    if jump is None:
        return tr("{} in this list. Enter goes there, Esc stays here.").format(naming.assets(count))
    row = jump.row_in(count)
    if row < 0:
        return tr("The first asset whose name begins with “{}”.").format(jump.name)
    return tr("Row {at} of {all}.").format(at=naming.number(row + 1), all=naming.number(count))
