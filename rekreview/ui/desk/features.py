"""The features of the desk, in the order in which they are made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from rekreview.ui.desk.feature import DeskFeature
from rekreview.ui.desk.going import Going
from rekreview.ui.desk.many import ManyAtOnce
from rekreview.ui.desk.mouse_bar import MouseBar
from rekreview.ui.desk.parts import DeskParts
from rekreview.ui.desk.remembering import Remembering
from rekreview.ui.desk.stacks import Stacks
from rekreview.ui.desk.stopped import StoppedAt
from rekreview.ui.desk.sweeping import Sweeping

FEATURES: Final[tuple[Callable[[DeskParts], DeskFeature], ...]] = (
    Stacks,
    Sweeping,
    Remembering,
    Going,
    ManyAtOnce,
    MouseBar,
    StoppedAt,
)
