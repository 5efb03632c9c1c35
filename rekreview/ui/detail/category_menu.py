"""The menu to pick a category from: the taxonomy as submenus, to be walked by pointer, arrows and first letters."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from rekreview.domain.taxonomy import Category, Taxonomy
from rekreview.ui.as_written import on_button
from rekreview.ui.wording import tr


def category_menu(taxonomy: Taxonomy, picked: Callable[[str], object], parent: QWidget) -> QMenu:
    """A menu of all categories that calls `picked` with the name of the one chosen; it goes away once closed."""
    menu = QMenu(tr("Missing category"), parent)
    menu.setObjectName("missing-category")
    menu.aboutToHide.connect(menu.deleteLater)
    _fill(menu, taxonomy, None, picked)
    return menu


def _fill(menu: QMenu, taxonomy: Taxonomy, parent: str | None, picked: Callable[[str], object]) -> None:
    for category in taxonomy.children(parent):
        # Of version 6, one Gambling lies within another: the same word for both.
        if category.slug == parent:
            continue
        if _has_children(taxonomy, category):
            below = menu.addMenu(on_button(category.name))
            _add(below, category, picked)
            below.addSeparator()
            _fill(below, taxonomy, category.slug, picked)
        else:
            _add(menu, category, picked)


def _has_children(taxonomy: Taxonomy, category: Category) -> bool:
    return any(child.slug != category.slug for child in taxonomy.children(category.slug))


def _add(menu: QMenu, category: Category, picked: Callable[[str], object]) -> None:
    menu.addAction(on_button(category.name)).triggered.connect(partial(_pick, picked, category.name))


def _pick(picked: Callable[[str], object], name: str, _checked: bool = False) -> None:
    picked(name)
