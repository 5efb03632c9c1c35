"""The one table of keys, a file for each place where keys are heard.

A new key is one ActionSpec, a block of its own under the heading of its like; `tests/qt/theme/test_actions.py` holds
the table to names and keys that mean one thing. What is done with the table is in `rekreview.ui.actions`.
"""

from __future__ import annotations

from typing import Final

from rekreview.ui.keytable.desk import DESK
from rekreview.ui.keytable.grid import GRID
from rekreview.ui.keytable.loupe import LOUPE
from rekreview.ui.keytable.policy import POLICY
from rekreview.ui.keytable.reel import REEL
from rekreview.ui.keytable.spec import ActionSpec
from rekreview.ui.keytable.window import WINDOW

ACTIONS: Final[tuple[ActionSpec, ...]] = (*DESK, *GRID, *LOUPE, *REEL, *POLICY, *WINDOW)
