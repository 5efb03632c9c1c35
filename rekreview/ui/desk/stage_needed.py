"""What the rules of the verdict keys need of the screen, which they do not know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rekreview.domain.assets import Status
    from rekreview.domain.sightings import Sighting
    from rekreview.ui.grid.rows import Ids


class Stage(Protocol):
    """What the rules need to know of the screen, and ask of it."""

    def targets(self) -> Sequence[int]:
        """The assets a key acts on now: the selection if it is more than one, else the current asset."""

    def many(self) -> Ids | None:
        """The assets a key acts on now if they are too many to be written at once; None for fewer."""

    def current(self) -> int:
        """The current asset, -1 if there is none."""

    def is_shown(self, asset_id: int) -> bool:
        """Whether this asset's own picture is on the screen."""

    def in_sight(self, asset_id: int) -> bool:
        """Whether this asset's place is on the screen, painted or not."""

    def bring_into_sight(self, asset_id: int) -> None:
        """Scroll to where this asset is."""

    def came_at(self, asset_id: int) -> float | None:
        """Since when (seconds of the clock) it can be seen that this asset is the one acted on; None if not yet."""

    def sighting(self, asset_id: int) -> Sighting | None:
        """How this asset is painted at this moment; None if it is not on the screen."""

    def sightings(self, ids: Sequence[int]) -> Mapping[int, Sighting]:
        """How those of these assets are painted at this moment that are on the screen."""

    def name_of(self, asset_id: int) -> str:
        """The asset's file name."""

    @property
    def list_number(self) -> int:
        """Which list shows, of those that were shown one after the other."""

    def show_decided(self, ids: Sequence[int], status: Status, made_in: int) -> None:
        """Show this decision, which was just written. made_in: the list that showed when it was made."""

    def show_truth(self, ids: Sequence[int]) -> None:
        """Show what the library says: the decision was not written, or is taken back."""

    def paint_now(self) -> None:
        """Paint what changed before anything else is answered."""

    def advance(self, ids: Sequence[int]) -> None:
        """Go to the asset after these."""

    def return_to(self, ids: Sequence[int]) -> None:
        """Go back to the first of these assets."""
