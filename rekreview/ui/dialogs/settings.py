"""The settings: who reviews, how it looks, which engine, where the library is. What is chosen counts at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from rekreview import paths
from rekreview.domain.serving import LARGEST_SHARE
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui import icons, naming
from rekreview.ui.dialogs.keys_page import KeysPage
from rekreview.ui.dialogs.near_page import NearPage, NearPageQueries
from rekreview.ui.dialogs.reasons_editor import ReasonsEditor
from rekreview.ui.dialogs.rekognition_page import RekognitionPage
from rekreview.ui.dialogs.settings_form import scrolled
from rekreview.ui.dialogs.videos_page import VideosPage
from rekreview.ui.dialogs.wellness_page import WellnessPage
from rekreview.ui.engine_button import ENGINES, what_leaves
from rekreview.ui.grid.geometry import TILE_SIZES, nearest_tile_size
from rekreview.ui.hint_label import HintLabel
from rekreview.ui.number_fields import NumberField, WholeNumberField
from rekreview.ui.operations import engine_name
from rekreview.ui.preferences import Preferences
from rekreview.ui.theme import ThemeMode

PAGES = ("reviewing", "wellness", "moderation", "account", "videos", "near", "library", "keys")


class SettingsDialog(QDialog):
    """Shows the settings; every change is taken at once and saved. page: the one to open on, by its name in PAGES."""

    def __init__(
        self,
        preferences: Preferences,
        dispatcher: Dispatcher,
        parent: QWidget | None = None,
        *,
        page: str = PAGES[0],
        queries: NearPageQueries | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("settings")
        self.setWindowTitle(self.tr("Settings"))
        self.setMinimumWidth(720)  # its height is at least what the pages need, so that nothing overlaps
        self.resize(QSize(760, 660).boundedTo(self.screen().availableSize() - QSize(0, 40)))
        self._preferences = preferences
        tabs = QTabWidget(self)
        tabs.setObjectName("settings-pages")
        tabs.tabBar().setProperty("tone", "narrow")  # all of them beside each other, also in large print
        tabs.addTab(scrolled(self._reviewing(), self), self.tr("Reviewing"))
        tabs.addTab(scrolled(WellnessPage(preferences, dispatcher, self), self), self.tr("Wellness"))
        tabs.addTab(self._moderation(), self.tr("Moderation"))
        rekognition = RekognitionPage(preferences, dispatcher, self)
        tabs.addTab(scrolled(rekognition, self), self.tr("Amazon Rekognition"))
        tabs.addTab(scrolled(VideosPage(preferences, dispatcher, self), self), self.tr("Videos"))
        tabs.addTab(
            scrolled(NearPage(preferences, dispatcher, self, queries=queries), self), self.tr("Near-duplicates")
        )
        tabs.addTab(self._place(), self.tr("Library"))
        tabs.addTab(KeysPage(preferences, self), self.tr("Keys"))
        tabs.setCurrentIndex(PAGES.index(page))
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        box.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.addWidget(tabs, 1)
        column.addWidget(box)

    def _reviewing(self) -> QWidget:
        page, form = _page(self)
        settings = self._preferences.settings
        reviewer = QLineEdit(settings.reviewer, page)
        reviewer.setObjectName("reviewer")
        reviewer.editingFinished.connect(lambda: self._choose_reviewer(reviewer))
        form.addRow(self.tr("&Reviewer"), reviewer)
        form.addRow("", _hint(page, self.tr("The name under which your decisions are kept.")))
        themes = tuple((naming.look(mode), mode.value) for mode in ThemeMode)
        form.addRow(self.tr("&Look"), self._combo(page, "theme", themes, settings.theme))
        sizes = [(self.tr("{size} px").format(size=size), size) for size in TILE_SIZES]
        form.addRow(self.tr("&Tile size"), self._combo(page, "tile_size", sizes, nearest_tile_size(settings.tile_size)))
        form.addRow("", self._statistics(page))
        form.addRow(self.tr("Second &opinion"), self._second_opinion(page))
        often = self.tr("So many of your decisions come back unmarked, a day later or more. 0: never.")
        form.addRow("", _hint(page, often))
        told = self.tr(
            "Until you decide again they count as not decided in the list they come back in. Nothing is changed by what"
            " you say then: Reports tell how often you agree with yourself."
        )
        form.addRow("", _hint(page, told))
        form.addRow(self.tr("Rea&sons"), self._reasons(page))
        return page

    def _statistics(self, page: QWidget) -> QCheckBox:
        box = QCheckBox(self.tr("Show the statistics of this &session in the status line"), page)
        box.setObjectName("setting-show_statistics")
        box.setChecked(self._preferences.settings.show_statistics)
        box.toggled.connect(lambda on: self._choose(show_statistics=on))
        return box

    def _moderation(self) -> QWidget:
        page, form = _page(self)
        settings = self._preferences.settings
        engines = [(naming.engine(name), name.value) for name in ENGINES]
        engine = self._combo(page, "engine", engines, settings.engine)
        form.addRow(self.tr("&Engine"), engine)
        told = _hint(page, what_leaves(engine_name(settings.engine)))
        told.setObjectName("engine-told")
        engine.currentIndexChanged.connect(lambda _row: told.setText(what_leaves(engine_name(engine.currentData()))))
        form.addRow("", told)
        after = QCheckBox(self.tr("&Moderate as soon as an import is done"), page)
        after.setObjectName("setting-moderate_after_import")
        after.setChecked(settings.moderate_after_import)
        after.toggled.connect(lambda on: self._choose(moderate_after_import=on))
        form.addRow("", after)
        workers = WholeNumberField(page)
        workers.setObjectName("setting-workers")
        workers.setRange(1, 16)
        workers.setToolTip(self.tr("So many processes open files and make thumbnails side by side; each takes memory"))
        workers.setValue(settings.workers)
        workers.valueChanged.connect(lambda value: self._choose(workers=value))
        form.addRow(self.tr("&Workers"), workers)
        form.addRow("", _hint(page, self.tr("How many files are opened at the same time. Counts from the next start.")))
        return page

    def _place(self) -> QWidget:
        page, form = _page(self)
        self._library = QLineEdit(self._preferences.settings.library or str(paths.library_directory()), page)
        self._library.setObjectName("library-place")
        self._library.setReadOnly(True)
        choose = QPushButton(icons.icon("folder-open"), self.tr("Choose…"), page)
        choose.clicked.connect(self._ask_for_place)
        usual = QPushButton(icons.icon("rotate-ccw"), self.tr("Use the usual place"), page)
        usual.clicked.connect(lambda: self._choose_place(""))
        form.addRow(self.tr("&Library"), self._library)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (choose, usual):
            button.setAutoDefault(False)  # Enter in another field means none of them
        row.addWidget(choose)
        row.addWidget(usual)
        row.addStretch(1)
        form.addRow("", row)
        form.addRow(
            "", _hint(page, self.tr("Another library is opened at the next start. Nothing is moved or deleted."))
        )
        return page

    def _combo(self, page: QWidget, name: str, choices: Any, chosen: str | int) -> QComboBox:
        box = QComboBox(page)
        box.setObjectName(f"setting-{name}")
        for text, value in choices:
            box.addItem(text, value)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.currentIndexChanged.connect(lambda _row: self._choose(**{name: box.currentData()}))
        return box

    def _second_opinion(self, page: QWidget) -> NumberField:
        box = NumberField(page)
        box.setObjectName("setting-second_opinion_percent")
        box.setAccessibleName(self.tr("Second opinion, per cent of own decisions"))
        box.setRange(0.0, 100 * LARGEST_SHARE)
        box.setDecimals(1)
        box.setSuffix(" %")
        box.setToolTip(self.tr("How many of your own decisions are served again, not to be told from others"))
        box.setValue(self._preferences.settings.second_opinion_percent)
        box.valueChanged.connect(lambda value: self._choose(second_opinion_percent=value))
        return box

    def _reasons(self, page: QWidget) -> ReasonsEditor:
        editor = ReasonsEditor(self._preferences.settings.reasons, page)
        editor.setFocusProxy(editor.tree)  # where its mnemonic leads
        editor.chosen.connect(lambda chosen: self._choose(reasons=chosen))
        return editor

    def _choose(self, **values: Any) -> None:
        self._preferences.choose(replace(self._preferences.settings, **values))

    def _choose_reviewer(self, field: QLineEdit) -> None:
        name = field.text().strip()
        if name:
            self._choose(reviewer=name)
        else:
            field.setText(self._preferences.settings.reviewer)

    def _ask_for_place(self) -> None:
        dialog = QFileDialog(self, self.tr("Folder of the library"), self._library.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._choose_place)
        dialog.open()

    def _choose_place(self, folder: str) -> None:
        self._library.setText(folder or str(paths.library_directory()))
        self._choose(library=folder)


def _page(parent: QWidget) -> tuple[QWidget, QFormLayout]:
    page = QWidget(parent)
    form = QFormLayout(page)
    form.setContentsMargins(16, 18, 16, 16)
    form.setVerticalSpacing(10)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    return page, form


def _hint(page: QWidget, text: str) -> QLabel:
    return HintLabel(text, page)
