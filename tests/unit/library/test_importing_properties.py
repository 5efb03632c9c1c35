"""Whatever happens to files between imports: each content is one asset, and it is known where that lies."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from rekreview.domain.queues import QueueFilter
from rekreview.library import Library
from tests.unit.library.makers import file, sha256

NAMES = st.sampled_from(["a.jpg", "b.jpg", "c.jpg", "d.jpg"])
CONTENTS = st.sampled_from(["sea", "hill", "wine"])


class Files(RuleBasedStateMachine):
    """Writes, moves and removes real files, imports them, and keeps book of what was seen."""

    @initialize()
    def begin(self) -> None:
        self.home = tempfile.TemporaryDirectory()
        self.folder = Path(self.home.name) / "pictures"
        self.folder.mkdir()
        self.library = Library.open(Path(self.home.name) / "library", create=True)
        self.ids: dict[str, int] = {}
        self.lies_at: dict[str, str] = {}
        self.lay_at: dict[str, set[str]] = defaultdict(set)

    @rule(name=NAMES, content=CONTENTS)
    def write(self, name: str, content: str) -> None:
        (self.folder / name).write_text(content)

    @rule(name=NAMES)
    def remove(self, name: str) -> None:
        (self.folder / name).unlink(missing_ok=True)

    @rule(name=NAMES, other=NAMES)
    def move(self, name: str, other: str) -> None:
        if (self.folder / name).exists():
            (self.folder / name).replace(self.folder / other)

    @rule(names=st.sets(NAMES, min_size=1))
    def import_some(self, names: set[str]) -> None:
        here = {str(self.folder / name): self.folder / name for name in sorted(names)}
        found = {path: place.read_text() for path, place in here.items() if place.exists()}
        added = self.library.commands.add_assets([file(path, content) for path, content in found.items()])
        self._keep_book(found)
        for path, content in found.items():
            # An asset keeps its id for ever.
            assert self.ids.setdefault(content, added.ids_by_path[path]) == added.ids_by_path[path]

    def _keep_book(self, found: dict[str, str]) -> None:
        contents = set(found.values())
        for path, content in list(self.lies_at.items()):
            if content in contents and path not in found and not Path(path).exists():
                self.lay_at[self.lies_at.pop(path)].add(path)
        for path, content in found.items():
            before = self.lies_at.get(path)
            if before not in (None, content):
                self.lay_at[before].add(path)
            self.lies_at[path] = content
            self.lay_at[content].discard(path)

    @invariant()
    def each_content_is_one_asset(self) -> None:
        assert self.library.queries.ids(QueueFilter()).tolist() == sorted(self.ids.values())
        for content, asset_id in self.ids.items():
            assert self.library.queries.id_of_sha256(sha256(content)) == asset_id

    @invariant()
    def it_is_known_where_everything_lies_and_lay(self) -> None:
        for content, asset_id in self.ids.items():
            asset = self.library.queries.asset(asset_id)
            assert set(asset.paths) == {path for path, lies in self.lies_at.items() if lies == content}
            assert set(asset.missing_paths) == self.lay_at[content]

    @invariant()
    def a_path_leads_to_what_lies_there(self) -> None:
        for path, content in self.lies_at.items():
            assert self.library.queries.find(path) == self.ids[content]
            known = self.library.queries.location(path)
            assert known is not None
            assert known.asset_id == self.ids[content]

    @invariant()
    def an_asset_is_called_by_a_name_it_has_or_had(self) -> None:
        for tile in self.library.queries.tiles(list(self.ids.values())):
            content = next(text for text, asset_id in self.ids.items() if asset_id == tile.id)
            lies = {Path(path).name for path, there in self.lies_at.items() if there == content}
            lay = {Path(path).name for path in self.lay_at[content]}
            assert tile.name in (lies or lay)

    def teardown(self) -> None:
        self.library.close()
        self.home.cleanup()


Files.TestCase.settings = settings(max_examples=8, stateful_step_count=12, deadline=None)
TestFiles = Files.TestCase
