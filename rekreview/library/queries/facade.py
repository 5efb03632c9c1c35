"""The one object that answers questions about a library."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rekreview.domain.near_duplicates import DISTANCE, QueueStacks, stacked
from rekreview.library import stacking
from rekreview.library.late import late
from rekreview.library.queries import preferences, tiles
from rekreview.library.queries.chunks import plain
from rekreview.library.queries.quality import QualityQueries
from rekreview.library.queries.queue_queries import QueueQueries
from rekreview.library.queries.video_job_queries import VideoJobQueries
from rekreview.library.stacking import StackBook

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from rekreview.domain.assets import Asset, DecisionView, EngineName, MediaKind, Status, Tile
    from rekreview.domain.columns import LabelColumns
    from rekreview.domain.evidence import Evidence
    from rekreview.domain.marks import LabelMark
    from rekreview.domain.memories import Precedent
    from rekreview.domain.queues import QueueCounts, QueueFilter
    from rekreview.domain.stack_lists import StackOutline, StackSummary
    from rekreview.library.database import Database
    from rekreview.library.queries import (
        assets,
        calls,
        columns,
        evidence,
        floors,
        history,
        lotteries,
        marks,
        places,
        policies,
        precedents,
        queues,
        runs,
        stack_queries,
        totals,
    )
    from rekreview.library.step_values import UndoState
    from rekreview.library.values import (
        AppliedPolicy,
        FloorCount,
        KnownLocation,
        Lottery,
        MonthLedger,
        PolicyFlips,
        Preset,
        RecentDecision,
        RunView,
        TaskFault,
        Totals,
    )
else:
    (
        assets,
        calls,
        columns,
        evidence,
        floors,
        history,
        lotteries,
        marks,
        places,
        policies,
        precedents,
        queues,
        runs,
        stack_queries,
        totals,
    ) = late(
        __package__,
        "assets",
        "calls",
        "columns",
        "evidence",
        "floors",
        "history",
        "lotteries",
        "marks",
        "places",
        "policies",
        "precedents",
        "queues",
        "runs",
        "stack_queries",
        "totals",
    )


class Queries(QueueQueries, VideoJobQueries):
    """Answers questions about the library. Every call sees one state of it; any thread may call, none waits for a
    writer.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._stacks = StackBook()
        self.quality = QualityQueries(database)

    def stacks(self, wanted: QueueFilter, distance: int = DISTANCE) -> QueueStacks:
        """The near-duplicates of a queue brought together, each stack where its first asset stands.

        distance: bits in which a picture's hash may differ from its stack's, 0–16. The first answer for a distance
        takes three seconds at a million assets, later ones follow what was imported since. Raises InvalidValue for an
        unknown category.
        """
        with self._database.reading() as connection:
            found = queues.ids(connection, wanted)
            return stacked(found, self._stacks.numbers(connection, found, distance))

    def stacked(self, ids: NDArray[np.int64], distance: int = DISTANCE) -> QueueStacks:
        """The stacks of these assets alone, in their order; as quick as they are few once stacks were asked for."""
        with self._database.reading() as connection:
            return stacked(ids, self._stacks.numbers(connection, ids, distance))

    def make_stacks(self, distance: int = DISTANCE) -> None:
        """Have the stacks of the whole library ready, so that later answers at this distance come in a moment."""
        with self._database.reading() as connection:
            self._stacks.prepare(connection, distance)

    def stack_summaries(self, stacks: QueueStacks) -> list[StackSummary]:
        """What is to say of each of these stacks as a whole."""
        with self._database.reading() as connection:
            return stack_queries.summaries(connection, stacks)

    def stack_outline(self, distance: int) -> StackOutline:
        """What stacks at this distance would be like, by the newest pictures; the stacks in use stay as they are."""
        with self._database.reading() as connection:
            return stacking.outlined(connection, distance)

    def precedents(self, ids: Sequence[int]) -> list[Precedent]:
        """The decisions that stand on these assets, the newest first."""
        with self._database.reading() as connection:
            return precedents.precedents(connection, ids)

    def near_duplicates(self, asset_id: int, distance: int = DISTANCE) -> NDArray[np.int64]:
        """All assets of the library in one asset's stack, in whatever queue they are; itself alone if like no other."""
        with self._database.reading() as connection:
            return self._stacks.companions(connection, asset_id, distance)

    def tiles(self, ids: Sequence[int] | NDArray[np.int64]) -> list[Tile]:
        """The cells of these assets, in the order asked for; an id the library does not have is left out."""
        with self._database.reading_bare() as driver:
            return tiles.tiles(driver.execute, plain(ids))

    def counts(self) -> QueueCounts:
        """How many assets each queue holds."""
        with self._database.reading() as connection:
            return queues.counts(connection)

    def asset(self, asset_id: int) -> Asset:
        """All that is known of one asset. Raises AssetNotFound."""
        with self._database.reading() as connection:
            return assets.asset(connection, asset_id)

    def assets(self, ids: Sequence[int] | NDArray[np.int64]) -> list[Asset]:
        """All that is known of these assets, in the order asked for; an id the library does not have is left out."""
        with self._database.reading() as connection:
            return assets.assets(connection, plain(ids))

    def page(
        self,
        *,
        after: int = 0,
        limit: int = 100,
        status: Status | None = None,
        kind: MediaKind | None = None,
        category: str | None = None,
        overturned: bool | None = None,
        content_type: str | None = None,
    ) -> list[Asset]:
        """The next assets after an id, in the order of ids. Raises InvalidValue for an unknown category."""
        with self._database.reading() as connection:
            return assets.page(
                connection,
                after=after,
                limit=limit,
                status=status,
                kind=kind,
                category=category,
                overturned=overturned,
                content_type=content_type,
            )

    def find(self, reference: str) -> int:
        """The asset a person means by an id, the start of a SHA-256 (8 digits or more), or a path.

        Raises AssetNotFound, or InvalidValue if several assets are meant.
        """
        with self._database.reading() as connection:
            return places.find(connection, reference)

    def location(self, path: str) -> KnownLocation | None:
        """What is remembered of a path; None if no asset lies there."""
        with self._database.reading() as connection:
            return places.location(connection, path)

    def locations(self, paths: Sequence[str]) -> dict[str, KnownLocation]:
        """What is remembered of these paths; one where no asset lies is left out."""
        with self._database.reading() as connection:
            return places.locations(connection, paths)

    def id_of_sha256(self, sha256: str) -> int | None:
        """The asset with these bytes, if it is known."""
        with self._database.reading() as connection:
            return places.id_of_sha256(connection, sha256)

    def history(self, asset_id: int) -> list[DecisionView]:
        """What persons decided of an asset, the oldest first; an undone decision stays, marked as such."""
        with self._database.reading() as connection:
            return history.history(connection, asset_id)

    def recent_decisions(self, limit: int = 100) -> list[RecentDecision]:
        """What was decided last in the whole library, the newest first."""
        with self._database.reading() as connection:
            return history.recent_decisions(connection, limit)

    def undo_state(self) -> UndoState:
        """What Undo and Redo would do now."""
        with self._database.reading() as connection:
            return history.undo_state(connection)

    def marks(self, asset_id: int) -> list[LabelMark]:
        """What persons said of single labels of an asset, as far as it stands."""
        with self._database.reading() as connection:
            return marks.marks(connection, asset_id)

    def evidence(self) -> Evidence:
        """What all marks and decisions say of the engines, category by category, for any threshold."""
        with self._database.reading() as connection:
            return evidence.evidence(connection)

    def lotteries(self) -> list[Lottery]:
        """Every sample that was drawn to learn what a policy misses, the newest first."""
        with self._database.reading() as connection:
            return lotteries.lotteries(connection)

    def lottery(self, lottery_id: int) -> Lottery:
        """One such sample and what it tells so far. Raises InvalidValue if there is none with this number."""
        with self._database.reading() as connection:
            return lotteries.lottery(connection, lottery_id)

    def policy(self) -> AppliedPolicy:
        """The policy that gives the verdicts now."""
        with self._database.reading() as connection:
            return policies.policy(connection)

    def judged_up_to(self) -> int | None:
        """The last asset that policy has reached, while it is being applied; None once it has reached all."""
        with self._database.reading_bare() as driver:
            return preferences.judged_up_to_at_opening(driver)

    def policy_versions(self) -> list[AppliedPolicy]:
        """Every policy that was ever applied, the newest first."""
        with self._database.reading() as connection:
            return policies.policy_versions(connection)

    def floors(self) -> list[FloorCount]:
        """How many assets were asked about with each floor, by medium and by the engine whose answer decides."""
        with self._database.reading() as connection:
            return floors.floors(connection)

    def policy_flips(self, name: str, version: int) -> PolicyFlips:
        """Whose verdict this version of a policy changed when it was applied."""
        with self._database.reading() as connection:
            return policies.flips(connection, name, version)

    def presets(self) -> list[Preset]:
        """The newest version of every saved preset, by name."""
        with self._database.reading() as connection:
            return policies.presets(connection)

    def preset(self, name: str, version: int | None = None) -> Preset:
        """One preset in a version, the newest by default. Raises InvalidValue if there is none."""
        with self._database.reading() as connection:
            return policies.preset(connection, name, version)

    def preset_versions(self, name: str) -> list[Preset]:
        """Every version of one preset, the newest first; none if there is no such preset."""
        with self._database.reading() as connection:
            return policies.preset_versions(connection, name)

    def runs(self) -> list[RunView]:
        """All moderation runs, the newest first."""
        with self._database.reading() as connection:
            return runs.runs(connection)

    def run(self, run_id: int) -> RunView:
        """One moderation run. Raises InvalidValue if there is none with this number."""
        with self._database.reading() as connection:
            return runs.run(connection, run_id)

    def unfinished_run(self) -> RunView | None:
        """The newest run that still has assets to moderate: one that was paused, or that a crash cut off."""
        with self._database.reading() as connection:
            return runs.unfinished_run(connection)

    def faults(self, run_id: int) -> list[TaskFault]:
        """The assets a run could not moderate, in its order. Raises InvalidValue for an unknown run."""
        with self._database.reading() as connection:
            return runs.faults(connection, run_id)

    def open_assets(self, run_id: int, *, failed: bool = False) -> NDArray[np.int64]:
        """The assets a run has still to do; with those it could not moderate if `failed`. Raises InvalidValue."""
        with self._database.reading() as connection:
            return runs.open_assets(connection, run_id, failed=failed)

    def assets_without_detection(
        self, engine: EngineName, version: str = "", adapter: str | None = None, floor: float = 0.0
    ) -> NDArray[np.int64]:
        """The assets this engine (version, adapter) has not answered on with a floor as low as this one, by id.

        version "": any version will do, for an engine that tells its version only with an answer.
        """
        with self._database.reading() as connection:
            return runs.assets_without_detection(connection, engine, version, adapter, floor)

    def known_answer(
        self, content_sha256: str, engine: EngineName, adapter: str | None, floor: float, *, run_id: int | None = None
    ) -> dict[str, Any] | None:
        """The answer these bytes got before, from this engine and adapter with a floor as low; None if there is none.

        run_id: only an answer of this run counts.
        """
        with self._database.reading_bare() as driver:
            return calls.answer(driver, content_sha256, engine, adapter, floor, run_id)

    def months(self) -> list[MonthLedger]:
        """The calls of each month and engine and what they cost, the newest month first."""
        with self._database.reading() as connection:
            return calls.months(connection)

    def next_due(self, run_id: int) -> tuple[bool, datetime | None]:
        """Whether a run has queued tasks, and the first moment one of them may be claimed; None for now."""
        with self._database.reading() as connection:
            return calls.next_due(connection, run_id)

    def model_version(self, engine: EngineName) -> str:
        """The model that gave an engine's newest answer; "" if it gave none."""
        with self._database.reading() as connection:
            return calls.model_version(connection, engine)

    def planned_calls(self, ids: Sequence[int] | NDArray[np.int64], frames: int) -> int:
        """How many calls the pictures among these assets take, with at most `frames` for one that moves."""
        with self._database.reading() as connection:
            return calls.planned(connection, plain(ids), frames)

    def raw(self, detection_id: int) -> dict[str, Any]:
        """A detection's answer as it came; for a paid engine, what was sent and what came back, call by call."""
        with self._database.reading() as connection:
            return calls.raw(connection, detection_id)

    def label_columns(self, ids: Sequence[int] | None = None) -> LabelColumns:
        """The labels of every asset's deciding detection as columns, to try policies on; assets by id.

        ids: of these assets only, some thousands at most.
        """
        within = None if ids is None else columns.among(ids)
        with self._database.reading() as connection:
            return columns.library_columns(connection, within).columns

    def chosen_adapter(self) -> str | None:
        """The adapter whose detections decide before all others, if one was chosen."""
        with self._database.reading() as connection:
            return preferences.chosen_adapter(connection)

    def totals(self) -> Totals:
        """The library in numbers."""
        with self._database.reading() as connection:
            return totals.totals(connection)
