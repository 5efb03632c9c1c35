"""An import tells what was decided on the files that were known already."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rekreview.domain.assets import Status
from rekreview.domain.progress import CancelToken
from rekreview.library.library import Library
from rekreview.media.cage import Cage
from rekreview.pipeline.importing import ImportSummary, import_paths
from rekreview.ui.dialogs.import_report import headline
from tests.fakes.near_pictures import motif


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
