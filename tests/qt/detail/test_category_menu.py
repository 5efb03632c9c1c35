"""The menu of categories holds the whole taxonomy, each once, and tells which was picked."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMenu, QWidget

from rekreview.domain.taxonomy import VERSIONS, taxonomy
from rekreview.ui.detail.category_menu import category_menu


def leaves(menu: QMenu) -> list[object]:
    """Every action of a menu that picks something."""
    found: list[object] = []
    for action in menu.actions():
        if action.menu():
            found.extend(leaves(action.menu()))
        elif not action.isSeparator():
            found.append(action)
    return found


@pytest.mark.parametrize("version", VERSIONS)
def test_every_category_can_be_picked_once(qtbot, version):
    parent = QWidget()
    qtbot.addWidget(parent)
    picked: list[str] = []
    for action in leaves(category_menu(taxonomy(version), picked.append, parent)):
        action.trigger()
    names = {category.slug: category.name for category in taxonomy(version).categories}
    assert sorted(picked) == sorted(names.values())


def test_an_ampersand_is_shown_as_one(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    menu = category_menu(taxonomy("v7"), print, parent)
    assert "Drugs && Tobacco" in [action.text() for action in menu.actions()]
