"""The strip above the grid: how many assets of what, what waits for a refresh, and how large the tiles are."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSlider, QToolButton, QWidget

from rekreview.domain.queues import QueueFilter
from rekreview.domain.taxonomy import VERSIONS, taxonomy
from rekreview.ui import actions, icons, naming, tab_order
from rekreview.ui.as_written import on_button
from rekreview.ui.grid.geometry import TILE_SIZES, nearest_tile_size
from rekreview.ui.wording import tr


class DeskHead(QFrame):
    """What is wanted here: refresh_wanted; reel_wanted; policy_wanted, back to where the list came from.

    tile_size_chosen(int): pixels.
    """

    refresh_wanted = Signal()
    reel_wanted = Signal()
    policy_wanted = Signal()
    tile_size_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("tone", "head")
        self._count = QLabel(self)
        self._count.setObjectName("asset-count")
        self._count.setToolTip(self.tr("How many assets the list on the desk holds"))
        self._selected = QLabel(self)
        self._selected.setObjectName("selected-count")
        self._selected.setToolTip(self.tr("How many of them are selected: a verdict goes to all of these"))
        self._selected.setProperty("tone", "muted")
        self.back = QPushButton(icons.icon("chevron-left"), "", self)
        self.back.setObjectName("list-about")
        self.back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.back.clicked.connect(self.policy_wanted)
        self.refresh = QPushButton(icons.icon("refresh-cw"), "", self)
        self.refresh.setObjectName("refresh")
        actions.explain(self.refresh, "refresh")
        self.refresh.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.refresh.clicked.connect(self.refresh_wanted)
        self.refresh.hide()
        line = self._line = QHBoxLayout(self)
        line.setContentsMargins(14, 6, 12, 6)
        line.setSpacing(8)
        line.addWidget(self._count)
        line.addWidget(self._selected)
        line.addWidget(self.back)
        line.addStretch(1)
        line.addWidget(self.refresh)
        line.addSpacing(8)
        self.reel = self._reel_button()
        line.addWidget(self.reel)
        self.tile_size = self._tile_size_slider()
        line.addWidget(self._button("smaller", -1))
        line.addWidget(self.tile_size)
        line.addWidget(self._button("larger", 1))
        self.setFixedHeight(46)
        self.show_count(0)
        self.show_filter(QueueFilter())

    def add_way_back(self, widget: QWidget) -> None:
        """Put something beside the words on the list that leads out of a part of it."""
        self._insert(self.back, widget)

    def add_choice(self, widget: QWidget) -> None:
        """Put something beside the buttons that choose how the list is shown."""
        self._insert(self.reel, widget)

    def _insert(self, before: QWidget, widget: QWidget) -> None:
        self._line.insertWidget(self._line.indexOf(before), widget)
        tab_order.follow(self._line)

    def show_count(self, count: int) -> None:
        """Say how many assets the list has."""
        self._count.setText(naming.assets(count))

    def show_filter(self, shown: QueueFilter) -> None:
        """Say what the list is there for, if it is to learn by decisions, on the button that leads back."""
        self.back.setText(on_button(_about(shown)))
        judged_twice = shown.disputed or shown.second_sample is not None
        back = self.tr("{}: back to the reports") if judged_twice else self.tr("{}: back to the policy")
        self.back.setAccessibleName(back.format(_about(shown)))
        self.back.setVisible(shown.asks_for_evidence)
        blind = self.tr("Back to the policy, where this sample tells what it misses. The list stays as it is.")
        near = self.tr(
            "Back to the policy: what you decide here tells most of this threshold. The list stays as it is."
        )
        told = near if shown.lottery is None else blind
        if judged_twice:
            told = self.tr("Back to the reports, which tell how far judgements agree. The list stays as it is.")
        self.back.setToolTip(told)

    def show_selected(self, count: int) -> None:
        """Say how many are selected, if it is more than one."""
        self._selected.setText(self.tr("{count} selected").format(count=naming.number(count)) if count > 1 else "")

    def show_outdated(self, count: int) -> None:
        """Offer a refresh that takes so many assets out of the list."""
        self.refresh.setVisible(count > 0)
        self.refresh.setText(self.tr("Refresh: {count} assets leave").format(count=naming.number(count)))
        if count == 1:
            self.refresh.setText(self.tr("Refresh: 1 asset leaves"))

    def show_tile_size(self, size: int) -> None:
        """Say how large the tiles are."""
        self.tile_size.blockSignals(True)
        self.tile_size.setValue(TILE_SIZES.index(nearest_tile_size(size)))
        self.tile_size.blockSignals(False)

    def _reel_button(self) -> QToolButton:
        reel = QToolButton(self)
        reel.setIcon(icons.icon(actions.spec("reel").icon))
        reel.setText(actions.text("reel"))
        actions.explain(reel, "reel")
        reel.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        reel.clicked.connect(self.reel_wanted)
        return reel

    def _tile_size_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setAccessibleName(self.tr("Tile size"))
        slider.setObjectName("tile-size")
        slider.setRange(0, len(TILE_SIZES) - 1)
        slider.setPageStep(1)
        slider.setMaximumWidth(110)
        slider.setMinimumWidth(50)
        slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        slider.valueChanged.connect(lambda at: self.tile_size_chosen.emit(TILE_SIZES[at]))
        return slider

    def _button(self, name: str, step: int) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icons.icon(actions.spec(name).icon))
        button.setAccessibleName(self.tr("Smaller tiles") if step < 0 else self.tr("Larger tiles"))
        actions.explain(button, name)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self.tile_size.setValue(self.tile_size.value() + step))
        return button


def _about(shown: QueueFilter) -> str:
    """What such a list is there for; nothing for a queue, whose name is chosen beside it."""
    if shown.lottery is not None:
        return tr("Blind sample {}").format(shown.lottery)
    if shown.second_sample is not None:
        return tr("Blind second look {}").format(shown.second_sample)
    if shown.disputed:
        return tr("Disagreements")
    if shown.boundary is None:
        return ""
    found = (taxonomy(version).get(shown.category or "") for version in VERSIONS)
    name = next((category.name for category in found if category), shown.category)
    return tr("{} near {} %").format(name, f"{shown.boundary:g}")
