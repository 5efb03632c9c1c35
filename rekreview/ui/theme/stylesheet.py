"""The small style sheet over Fusion: what a palette cannot say."""

from __future__ import annotations

from dataclasses import asdict
from string import Template

from rekreview.ui.theme.marks import mark_files
from rekreview.ui.theme.tokens import RADIUS, Tokens

_SHEET = Template("""
QAbstractScrollArea { border: none; }
QScrollArea:focus { border: 2px solid $accent; border-radius: ${radius}px; }
QToolTip { background: $raised; color: $text; border: 1px solid $outline; padding: 5px 8px; }
QMenuBar { background: $window; padding: 2px 6px; }
QMenuBar::item { padding: 5px 9px; border-radius: ${radius}px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $raised; border: 1px solid $line; padding: 5px; }
QMenu::item { padding: 6px 28px 6px 10px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::item:disabled { color: $outline; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $line; margin: 5px 8px; }
QPushButton { background: $raised; border: 1px solid $outline; border-radius: ${radius}px; padding: 6px 13px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed, QPushButton:checked { background: $accent_soft; }
QPushButton:focus { border: 2px solid $accent; padding: 5px 12px; }
QPushButton:disabled { color: $outline; border-color: $line; background: transparent; }
QPushButton:default, QPushButton[tone="accent"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton:default:focus, QPushButton[tone="accent"]:focus { border: 3px double $on_accent; padding: 4px 11px; }
QPushButton[tone="accent"]:disabled { background: $line; color: $muted; border-color: $line; }
QPushButton[tone="approve"] { background: $approve; color: $on_approve; border-color: $approve; }
QPushButton[tone="reject"] { background: $reject; color: $on_reject; border-color: $reject; }
QPushButton[tone="approve"]:focus { border: 3px double $on_approve; padding: 4px 11px; }
QPushButton[tone="reject"]:focus { border: 3px double $on_reject; padding: 4px 11px; }
QPushButton[tone="approve"]:disabled, QPushButton[tone="reject"]:disabled
    { background: transparent; color: $outline; border-color: $line; }
QToolBar { background: $window; border: none; border-bottom: 1px solid $line; padding: 5px 8px; spacing: 4px; }
QToolButton { border: 1px solid transparent; border-radius: ${radius}px; padding: 5px; }
QToolButton[tone="small"] { padding: 1px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $accent_soft; }
QToolButton:focus { border-color: $accent; }
QToolButton#button-engine { padding-right: 20px; }
QToolButton[popupMode="1"] { padding-right: 22px; }
QToolButton::menu-button { border: none; width: 18px; }
QToolButton::menu-arrow { image: url("$down"); width: 12px; height: 12px; }
QToolButton::menu-indicator { image: url("$down"); width: 12px; height: 12px; right: 4px;
    subcontrol-origin: padding; subcontrol-position: right center; }
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QDateEdit, QComboBox
    { background: $surface; color: $text; border: 1px solid $outline; border-radius: ${radius}px; padding: 5px 8px;
      selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QDateEdit:focus,
QComboBox:focus
    { border: 2px solid $accent; padding: 4px 7px; }
QSpinBox, QDoubleSpinBox, QDateEdit { padding: 4px 8px 3px 8px; }
QSpinBox:focus, QDoubleSpinBox:focus, QDateEdit:focus { padding: 3px 7px 2px 7px; }
QLineEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QComboBox:disabled
    { color: $outline; border-color: $line; background: $window; }
QLineEdit[fault="true"], QPlainTextEdit[fault="true"] { border: 2px solid $reject; padding: 4px 7px; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url("$down"); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $line; padding: 4px; outline: none; }
QSpinBox::up-button, QDoubleSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::down-button,
QDateEdit::up-button, QDateEdit::down-button
    { border: none; width: 20px; border-radius: 3px; }
QSpinBox::up-button:hover, QDoubleSpinBox::up-button:hover, QSpinBox::down-button:hover,
QDoubleSpinBox::down-button:hover { background: $hover; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow, QDateEdit::up-arrow { image: url("$up"); width: 12px; height: 12px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow, QDateEdit::down-arrow
    { image: url("$down"); width: 12px; height: 12px; }
QCheckBox, QRadioButton
    { spacing: 8px; border: 2px solid transparent; border-radius: 5px; padding: 1px 4px 1px 1px; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox::indicator, QRadioButton::indicator, QTreeView::indicator, QListView::indicator
    { width: 15px; height: 15px; border: 1px solid $outline; background: $surface; border-radius: 4px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover, QCheckBox::indicator:focus { border-color: $accent; }
QCheckBox::indicator:checked, QTreeView::indicator:checked, QListView::indicator:checked
    { background: $accent; border-color: $accent; image: url("$check"); }
QCheckBox::indicator:indeterminate { background: $accent; border-color: $accent; image: url("$dash"); }
QRadioButton::indicator:checked { background: $surface; border: 5px solid $accent; width: 7px; height: 7px; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: $window; border-color: $line; }
QSlider:horizontal { min-height: 20px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $line; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal { width: 14px; height: 14px; margin: -6px 0; border-radius: 8px;
    background: $raised; border: 2px solid $accent; }
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus { background: $accent; }
QSlider::sub-page:horizontal:disabled { background: $outline; }
QSlider::handle:horizontal:disabled { background: $window; border-color: $outline; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $outline; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 40px; }
QScrollBar::handle:horizontal { min-width: 40px; }
QScrollBar::handle:disabled { background: transparent; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { border: none; border-radius: 3px; background: $line; height: 6px; text-align: center; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QTreeView, QListView, QTableView { background: $surface; outline: none; }
QTreeView[tone="plain"] { background: transparent; }
QTreeView::item, QListView::item { padding: 4px 6px; border-radius: 5px; }
QTreeView::item:hover, QListView::item:hover { background: $hover; }
QTreeView::item:selected, QListView::item:selected { background: $accent_soft; color: $text; }
QTableView::item:focus { border: 2px solid $accent; border-radius: 5px; color: $text; }
QHeaderView::section { background: $window; color: $muted; border: none; border-bottom: 1px solid $line;
    padding: 6px 8px; }
QTabBar::tab { padding: 8px 14px; color: $muted; border-bottom: 2px solid transparent; }
QTabBar[tone="narrow"]::tab { padding: 8px 7px; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:focus { border: 2px solid $accent; border-radius: ${radius}px; padding: 6px 12px 8px 12px; }
QTabBar[tone="narrow"]::tab:focus { padding: 6px 5px 8px 5px; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover { background: $accent; }
QGroupBox { border: 1px solid $line; border-radius: ${radius}px; margin-top: 10px; padding: 10px; }
QGroupBox::title { subcontrol-origin: margin; left: 10px; color: $muted; }
QStatusBar { background: $window; border-top: 1px solid $line; color: $muted; }
QStatusBar::item { border: none; }
QLabel[tone="muted"] { color: $muted; }
QLabel[tone="heading"] { font-weight: 700; font-size: 12pt; }
QLabel[tone="title"] { font-weight: 700; font-size: 17pt; }
QLabel[tone="reject"] { color: $reject; }
QLabel[tone="approve"] { color: $approve; }
QLabel[tone="caution"] { color: $caution; }
QLabel[tone="section"] { font-weight: 500; color: $text; }
QLabel[tone="badge"] { background: $accent_soft; color: $text; border-radius: ${radius}px; padding: 5px 9px; }
QPushButton[tone="link"] { background: transparent; border: none; color: $accent; padding: 3px 0; text-align: left; }
QPushButton[tone="link"]:hover, QPushButton[tone="link"]:focus { text-decoration: underline; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QFrame[tone="foot"] { background: $window; border-top: 1px solid $line; }
QFrame[tone="head"] { background: $window; border-bottom: 1px solid $line; }
QFrame[tone="line"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[tone="toast"] { background: $text; border: 1px solid $text; border-radius: 8px; }
QFrame[tone="toast"] QLabel { color: $window; }
QFrame[tone="toast"] QPushButton { background: transparent; color: $window; border: 1px solid $window; }
QFrame[tone="toast"] QPushButton:focus { border: 2px solid $window; }
QListView#queues, QTreeView#more-queues, QListView#recent-steps { background: transparent; }
QTreeView#more-queues, QListView#recent-steps, QTreeView#facets
    { border: 1px solid transparent; border-radius: 6px; }
QListView#recent-steps:focus, QTreeView#facets:focus { border-color: $accent; }
QTreeView#key-tree, QTreeView#reasons, QListView#presets, QListView#policy-versions
    { border: 1px solid $line; border-radius: 6px; }
QListView#presets:focus, QListView#policy-versions:focus { border-color: $accent; }
QTreeView#more-queues:focus, QTreeView#key-tree:focus, QTreeView#reasons:focus { border-color: $accent; }
QTreeView#more-queues::item { padding: 2px 4px; }
QFrame[tone="overlay"] { background: $window; border: 1px solid $outline; border-radius: 8px; }
QToolButton[tone="chip"] { background: $accent_soft; border: 1px solid $line; border-radius: 12px; padding: 3px 9px; }
QToolButton[tone="chip"]:hover { background: $hover; }
QToolButton[tone="chip"]:focus { border-color: $accent; }
QListView#reel-categories { background: transparent; padding: 6px 8px; }
QFrame[tone="card"] { background: $raised; border: 1px solid $line; border-radius: 8px; }
""")


def stylesheet(tokens: Tokens) -> str:
    """The style sheet in these colours.

    Widgets say what they are by a property: a button's `tone` is "accent", "approve" or "reject"; a label's "muted",
    "heading", "title", "section", "badge", "reject", "approve" or "caution"; a frame's "line", "head", "foot", "card".
    A field with a mistake in it has `fault`.
    """
    colours = {name: value for name, value in asdict(tokens).items() if isinstance(value, str)}
    return _SHEET.substitute(colours, radius=RADIUS, **mark_files(tokens))
