"""How long steps are cut, for who writes them and for who shows them: by itself, so that a window needs no more."""

from __future__ import annotations

from typing import Final

STEP_ASSETS: Final = 2_000
"""Pieces of a long step: while one is written (40 ms, and the disk's time) a single decision waits."""
