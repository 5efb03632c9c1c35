"""Keeps PySide from reading the source of every module that is imported.

PySide looks for its own name in each, to know where its names may be spelled otherwise ("features"). Nothing here asks
for that, and reading four hundred files, standard library and NumPy among them, held the first tiles up and kept all
their text in memory.
"""

from __future__ import annotations

import sys

import PySide6.QtCore  # noqa: F401  from now on PySide sees what is imported


def leave_sources_unread() -> None:
    """Have each module taken for one that spells PySide's names as usual. Where PySide has no such look, do nothing."""
    feature = sys.modules.get("shibokensupport.feature")
    if feature is not None and hasattr(feature, "_mod_uses_pyside"):
        vars(feature)["_mod_uses_pyside"] = lambda *_given, **_named: True
