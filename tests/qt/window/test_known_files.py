"""A copy of what was decided before comes in: its decision is told, and the asset shows it with both places."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtWidgets import QLabel

from rekreview.domain.assets import Status
from rekreview.domain.queues import QueueFilter
from rekreview.ui import naming
from rekreview.ui.detail.sections import Places
from rekreview.ui.elided_label import ElidedLabel
from tests.qt.window.conftest import Shown


def test_the_decision_on_an_exact_copy_is_told_and_stands_in_the_pane(full: Shown, pictures: Path) -> None:
    screens = full.window._screens
    assert screens is not None
    library, desk = screens.library, screens.review
    known = next(tile.id for tile in library.queries.tiles(library.queries.ids(QueueFilter())) if "3" in tile.name)
    library.commands.decide([known], Status.REJECTED, reviewer="Grace", reason="Art or education")
    more = pictures.parent / "more"
    more.mkdir()
    (more / "again.png").write_bytes((pictures / "picture3.png").read_bytes())
    full.window.import_paths([more])
    toast, day = full.window.parts.toast, naming.day(datetime.now(UTC))
    told = f"Decided before, which stands: again.png, rejected by Grace on {day}: Art or education."
    full.qtbot.waitUntil(lambda: toast.text.endswith(told), timeout=30_000)
    full.settle()
    full.window.parts.side.show_filter(QueueFilter())
    full.qtbot.waitUntil(lambda: desk.model.rows.row_of(known) >= 0)
    desk.grid.make_current(known)
    detail = desk.detail
    full.qtbot.waitUntil(lambda: detail.card is not None and detail.card.asset.id == known)
    entries = detail.history.findChild(QLabel, "history").text()
    assert entries.startswith(f"{naming.moment(datetime.now(UTC))[:10]} ")
    assert "Grace · pending → rejected · Art or education" in entries
    both = sorted([str(more / "again.png"), str(pictures / "picture3.png")])
    full.qtbot.waitUntil(lambda: _places_shown(detail.places) == both)


def _places_shown(places: Places) -> list[str]:
    """The paths one sees in the pane: the rows of the asset before are hidden until they are deleted."""
    shown = [label for label in places.findChildren(ElidedLabel) if label.isVisibleTo(places)]
    return sorted(label.toolTip() or label.text() for label in shown)
