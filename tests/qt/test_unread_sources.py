"""PySide is kept from reading the source of every module, however it asks whether to."""

from __future__ import annotations

import sys

import pytest

from rekreview.ui.unread_sources import leave_sources_unread


def test_whatever_pyside_tells_of_a_module_it_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    feature = sys.modules["shibokensupport.feature"]
    asks = vars(feature)["_mod_uses_pyside"]
    monkeypatch.setattr(feature, "_mod_uses_pyside", asks)  # put back at the end
    leave_sources_unread()
    answers = vars(feature)["_mod_uses_pyside"]
    assert answers is not asks
    assert answers(sys) is True
    assert answers(sys, "sys", flag=0) is True
