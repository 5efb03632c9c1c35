"""An import tells what was decided on the files that were known already: which, how, why, when and by whom."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QTreeWidget

from rekreview.domain.assets import Status
from rekreview.domain.progress import CancelToken
from rekreview.library.library import Library
from rekreview.media.cage import Cage
from rekreview.pipeline.importing import ImportSummary, import_paths
from rekreview.ui import naming
from rekreview.ui.dialogs.import_report import ImportReport, headline
from tests.fakes.near_pictures import motif

PLAIN = Qt.TextFormat.PlainText


def take_in(library: Library, decoder: Cage, folder: Path) -> ImportSummary:
    steps = None
    with ThreadPoolExecutor(1) as executor:
        steps = import_paths(library, decoder, [folder], executor=executor, cancel=CancelToken())
        while True:
            try:
                next(steps)
            except StopIteration as end:
                return end.value


def test_decisions_on_known_files_are_counted_and_told(tmp_path: Path, decoder: Cage) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number in range(3):
        motif(number).save(folder / f"{number}.png")
    with Library.open(tmp_path / "library", create=True) as library:
        first = take_in(library, decoder, folder)
        assert first.decided == Counter()
        ids = first.assets
        library.commands.decide(ids[:1], Status.APPROVED, reviewer="Ada")
        library.commands.decide(ids[1:2], Status.REJECTED, reviewer="Ada")
        (folder / "copy.png").write_bytes((folder / "0.png").read_bytes())
        motif(9).save(folder / "new.png")
        again = take_in(library, decoder, folder)
    assert again.decided == Counter({Status.APPROVED: 1, Status.REJECTED: 1})
    told = headline(again)
    assert told.startswith("Imported 1 asset. 4 files hold bytes that are in the library already.")
    assert "Decided before, which stands: 2 assets (1 approved, 1 rejected)." in told


@pytest.fixture
def decided_copy(tmp_path: Path, decoder: Cage) -> ImportSummary:
    """What came of importing an exact copy, under another name, of what Ada rejected before."""
    (tmp_path / "pictures").mkdir()
    (tmp_path / "more").mkdir()
    motif(0).save(tmp_path / "pictures" / "cat.png")
    (tmp_path / "more" / "copy.png").write_bytes((tmp_path / "pictures" / "cat.png").read_bytes())
    with Library.open(tmp_path / "library", create=True) as library:
        ids = take_in(library, decoder, tmp_path / "pictures").assets
        library.commands.decide(ids, Status.REJECTED, reviewer="Ada", reason="Mistake <b>of</b> the engine.")
        return take_in(library, decoder, tmp_path / "more")


def test_of_one_copy_the_decision_is_told_with_its_reason_date_and_reviewer(decided_copy: ImportSummary) -> None:
    day = naming.day(datetime.now(UTC))
    assert headline(decided_copy) == (
        "Imported 0 assets. 1 file holds bytes that are in the library already. Decided before, which stands: copy.png,"
        f" rejected by Ada on {day}: Mistake <b>of</b> the engine."
    )


def test_the_report_lists_each_decision_on_a_known_file(decided_copy: ImportSummary, tmp_path: Path, qtbot) -> None:
    report = ImportReport(decided_copy)
    qtbot.addWidget(report)
    rows = report.findChild(QTreeWidget, "decided-before")
    assert rows is not None
    assert rows.accessibleName() == "Files decided on before"
    day = naming.day(datetime.now(UTC))
    cells = [rows.topLevelItem(0).text(column) for column in range(rows.columnCount())]
    assert cells == ["copy.png", "Rejected", "Mistake <b>of</b> the engine.", day, "Ada", str(tmp_path / "more")]
    assert rows.topLevelItem(0).toolTip(0).endswith("In the library as cat.png")
    report.copy()
    assert QApplication.clipboard().text().splitlines()[1] == "\t".join(
        [str(tmp_path / "more" / "copy.png"), "Rejected", "Mistake <b>of</b> the engine.", day, "Ada"]
    )
    assert all("<b>" not in label.text() or label.textFormat() is PLAIN for label in report.findChildren(QLabel))
