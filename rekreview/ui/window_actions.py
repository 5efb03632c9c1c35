"""The window's own actions, made from the table of keys, and where they are found: menus and toolbar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMainWindow, QMenu, QPushButton, QSizePolicy, QToolBar, QToolButton, QWidget

from rekreview.ui import actions, icons, live_keys, tab_order

if TYPE_CHECKING:
    from rekreview.library.step_values import UndoState

SCREENS = ("show_review", "show_policy", "show_runs", "show_reports")
# What is done with the list that is shown, and what tells of the work.
LISTS = ("search", "all_filters", "save_filter")
DONE = ("recent", "statistics", "day")
# What changes the library, and is of no use in a window that may only look.
WRITING = ("import_files", "import_folder", "add_sample", "moderate")
# What was seen in videos, in the forms of domain.segment_exports; named here, since the window is seen before that is.
EXPORTS = ("segments-aws", "segments-cloudinary", "webvtt")
EXTRA = ("about", "add_sample", "report", "account", "statistics", *EXPORTS)


class WindowActions(QObject):
    """Every action of the window by its name in the table of keys."""

    def __init__(self, window: QMainWindow, handlers: Mapping[str, Callable[[], object]]) -> None:
        super().__init__(window)
        self._by_name: dict[str, QAction] = {}
        self._steps: dict[str, str] = {}  # what Undo and Redo would do, as their tool tips say it
        for name, handler in handlers.items():
            self._by_name[name] = self._make(name, handler)
        window.addActions(list(self._by_name.values()))
        screens = QActionGroup(self)
        for name in SCREENS:
            self[name].setCheckable(True)
            screens.addAction(self[name])
        self._fill_menus(window)
        self._fill_toolbar(window)
        live_keys.follow(self, WindowActions._tell_steps)

    def __getitem__(self, name: str) -> QAction:
        return self._by_name[name]

    def show_writable(self, writable: bool) -> None:
        """Offer what changes the library only where this window may write. Undo waits for a step to take back."""
        for name in WRITING:
            self[name].setEnabled(writable)
        for name in ("undo", "redo"):
            self[name].setEnabled(False)

    def show_undo(self, state: UndoState, *, writable: bool) -> None:
        """Let Undo and Redo be taken if there is a step to move over, and say which in their tool tips."""
        for name, possible, told in (
            ("undo", state.can_undo, state.undo_text),
            ("redo", state.can_redo, state.redo_text),
        ):
            self[name].setEnabled(writable and possible)
            self._steps[name] = f"{self[name].text()}: {told}" if told and possible else self[name].text()
        self._tell_steps()

    def offer_steps(self, *names: str) -> None:
        """Let Undo or Redo be taken until it is known whether they do anything: they say so if there is nothing."""
        for name in names:
            self[name].setEnabled(True)

    def _tell_steps(self) -> None:
        for name, text in self._steps.items():
            self[name].setToolTip(actions.with_hint(text, name))

    def add_engine(self, button: QWidget) -> None:
        """Put the choice of the engine before what uses it."""
        self._toolbar.insertWidget(self._before_import, button)
        tab_order.follow(self._toolbar.layout())

    def _make(self, name: str, handler: Callable[[], object]) -> QAction:
        if name not in EXTRA:
            return actions.make(name, self, handler)
        action = QAction(self._extra_text(name), self)
        action.setObjectName(name)
        action.triggered.connect(lambda _checked=False: handler())
        return action

    def _extra_text(self, name: str) -> str:
        return {
            "about": self.tr("About rekreview"),
            "account": self.tr("Amazon Rekognition settings…"),
            "add_sample": self.tr("Import the sample media"),
            "statistics": self.tr("Statistics of this session"),
            "report": self.tr("Report of the last import"),
            "segments-aws": self.tr("As Amazon tells them (JSON)…"),
            "segments-cloudinary": self.tr("As Cloudinary tells them (JSON)…"),
            "webvtt": self.tr("As chapters for players (WebVTT)…"),
        }[name]

    def _fill_menus(self, window: QMainWindow) -> None:
        menus = (
            (
                self.tr("&Library"),
                ("import_files", "import_folder", "add_sample", "report", "", "settings", "account", "", "quit"),
            ),
            (self.tr("&Review"), ("undo", "redo", "", *LISTS, "", *DONE, "", "moderate")),
            (self.tr("&View"), (*SCREENS, "", "blank")),
            (self.tr("&Help"), ("palette", "keys", "", "about")),
        )
        for title, names in menus:
            menu = window.menuBar().addMenu(title)
            for name in names:
                if name:
                    menu.addAction(self[name])
                else:
                    menu.addSeparator()
            if "moderate" in names:
                self._add_exports(menu)

    def _add_exports(self, menu: QMenu) -> None:
        menu.addSeparator()
        exports = menu.addMenu(icons.icon("film"), self.tr("Export segments of videos"))
        exports.setObjectName("export-segments-menu")
        for name in EXPORTS:
            exports.addAction(self[name])

    def _fill_toolbar(self, window: QMainWindow) -> None:
        bar = QToolBar(self.tr("Toolbar"), window)
        bar.setObjectName("toolbar")
        bar.setMovable(False)
        bar.setFloatable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.setIconSize(QSize(18, 18))
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for name in SCREENS:
            self._add_button(bar, name)
        space = QWidget(bar)
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(space)
        for name in ("undo", "redo"):
            self._add_button(bar, name, Qt.ToolButtonStyle.ToolButtonIconOnly)  # so that all fits the least window
        added = [bar.addWidget(_PushButton(self[name], bar)) for name in ("import_files", "moderate")]
        self._toolbar, self._before_import = bar, added[0]
        window.addToolBar(bar)

    def _add_button(self, bar: QToolBar, name: str, style: Qt.ToolButtonStyle | None = None) -> None:
        bar.addAction(self[name])
        button = bar.widgetForAction(self[name])
        if isinstance(button, QToolButton):
            button.setObjectName(f"button-{name}")
            button.setToolButtonStyle(style or bar.toolButtonStyle())
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)


class _PushButton(QPushButton):
    """A button for an action that should be found at once. A tool button would drop the "…" of its text."""

    def __init__(self, action: QAction, parent: QWidget) -> None:
        super().__init__(action.icon(), action.text(), parent)
        self.setObjectName(f"button-{action.objectName()}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._action = action
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setEnabled(self._action.isEnabled())
        self.setToolTip(self._action.toolTip())
