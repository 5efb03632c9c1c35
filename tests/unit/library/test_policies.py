"""Policies over a whole library: applied, saved, and always in step with what each asset shows."""

from __future__ import annotations

import random
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import Connection

from rekreview.domain.assets import EngineName, Fault, MediaKind, Status
from rekreview.domain.changes import ChangeSet
from rekreview.domain.columns import ColumnsBuilder, LabelColumns
from rekreview.domain.errors import BadModerationString, InvalidValue
from rekreview.domain.labels import Label
from rekreview.domain.policy import Parents, PolicyPair
from rekreview.domain.tuning import evaluate
from rekreview.library import Library
from rekreview.library.commands import facade, policies
from rekreview.library.rejudging import Rejudged, rejudge
from rekreview.library.values import PolicyFlips
from tests.unit.library.makers import add, detection, explicit, file, fill, moderate, spread, statuses

STRICT = PolicyPair(image="aws_rek:explicit:0.1")
MILD = PolicyPair(image="aws_rek:explicit:0.95")


def rows(library: Library) -> list[tuple[object, ...]]:
    """What the tables say of every asset."""
    with library._database.reading() as connection:
        return [
            tuple(row)
            for row in connection.exec_driver_sql(
                "SELECT id, verdict, status, decided_by, overturned, deciding_detection_id, deciding_engine,"
                " top_category_id, top_confidence, margin, borderline FROM asset ORDER BY id"
            )
        ]


def varied(library: Library) -> list[int]:
    """Assets of both media with answers of several engines, faults, decisions, unknown labels."""
    chance = random.Random(7)
    names = ["Explicit", "Violence", "Alcohol", "Made Up"]
    files = [file(f"{n}.x", kind=MediaKind.VIDEO if n % 3 == 0 else MediaKind.IMAGE) for n in range(40)]
    ids = add(library, *files)
    for engine, version in ((EngineName.ON_DEVICE, "on-device-1"), (EngineName.REKOGNITION, "6.1")):
        answers: dict[int, object] = {}
        for asset_id in chance.sample(ids, 22):
            labels = [
                Label(name, "", chance.randint(0, 1000) / 10, timestamp_ms=100 * place if asset_id % 2 else None)
                for place, name in enumerate(chance.sample(names, chance.randint(0, 3)))
            ]
            labels += [Label("Also Made Up", "Made Up", 33.3)] * chance.randint(0, 1)
            answers[asset_id] = detection(*labels, engine=engine, version=version)
        moderate(library, answers)  # type: ignore[arg-type]
    moderate(library, {asset_id: Fault("unreadable", "Gone.") for asset_id in chance.sample(ids, 5)})
    library.commands.decide(chance.sample(ids, 8), Status.APPROVED, reviewer="Ann")
    library.commands.decide(chance.sample(ids, 8), Status.REJECTED, reviewer="Ann")
    return ids


def test_applying_a_policy_moves_what_changes_side(library: Library, heard: list[ChangeSet]) -> None:
    ids = fill(library, 4)
    moderate(library, spread(ids[:3], [99, 60, 20]))
    heard.clear()
    outcome = library.commands.apply_policy(MILD, name="mild")
    assert (outcome.policy, outcome.version) == ("mild", 1)
    assert (outcome.to_approved, outcome.to_rejected) == ((ids[1],), ())
    assert statuses(library, ids) == ["rejected", "approved", "approved", "pending"]
    assert heard == [ChangeSet(policy=True, history=True), ChangeSet(everything=True)]
    outcome = library.commands.apply_policy(STRICT, name="strict")
    assert (outcome.to_approved, outcome.to_rejected) == ((), tuple(ids[1:3]))
    assert library.queries.policy().pair == STRICT


def test_what_a_version_changed_is_written_down_with_it(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = fill(library, 12)
    moderate(library, spread(ids, [60] * 10 + [20] * 2))
    monkeypatch.setattr(facade, "BATCH_ASSETS", 5)
    library.commands.apply_policy(MILD, name="mild")
    library.commands.apply_policy(STRICT, name="mild")
    assert library.queries.policy_flips("mild", 1) == PolicyFlips(to_approved=tuple(ids[:10]))
    assert library.queries.policy_flips("mild", 2) == PolicyFlips(to_rejected=tuple(ids))
    assert library.queries.policy_flips("mild", 3) == library.queries.policy_flips("other", 1) == PolicyFlips()


def test_decided_assets_never_flip(library: Library) -> None:
    ids = fill(library, 2)
    moderate(library, spread(ids, [60, 60]))
    library.commands.decide(ids[:1], Status.REJECTED, reviewer="Ann")
    assert library.commands.apply_policy(MILD, name="mild").to_approved == (ids[1],)
    assert statuses(library, ids) == ["rejected", "approved"]


def test_a_string_for_pictures_leaves_videos_alone(library: Library) -> None:
    ids = add(library, "a.jpg", file("b.mp4", kind=MediaKind.VIDEO))
    moderate(library, spread(ids, [60, 60]))
    pair = library.queries.policy().pair.with_string("aws_rek:explicit:0.95")
    library.commands.apply_policy(pair, name="pictures")
    assert statuses(library, ids) == ["approved", "rejected"]


def test_manual_leaves_the_approved_to_a_person(library: Library) -> None:
    ids = fill(library, 2)
    moderate(library, spread(ids, [60, 10]))
    library.commands.apply_policy(PolicyPair(image="aws_rek|manual"), name="by hand")
    assert statuses(library, ids) == ["rejected", "pending"]
    assert library.queries.counts().unmoderated == 0


def test_versions_count_within_a_name_and_the_newest_applies(library: Library) -> None:
    first = library.commands.apply_policy(MILD, name="mine")
    second = library.commands.apply_policy(STRICT, name="mine")
    other = library.commands.apply_policy(MILD, name="other")
    assert (first.version, second.version, other.version) == (1, 2, 1)
    listed = [(one.name, one.version) for one in library.queries.policy_versions()]
    assert listed == [("other", 1), ("mine", 2), ("mine", 1), ("Default", 1)]


def test_the_very_policy_that_applies_is_not_applied_again(library: Library, heard: list[ChangeSet]) -> None:
    library.commands.apply_policy(MILD, name="mine")
    heard.clear()
    again = library.commands.apply_policy(MILD, name="mine")
    assert (again.version, again.to_approved, again.to_rejected) == (1, (), ())
    assert heard == []


@pytest.mark.parametrize("pair", [PolicyPair(image="aws_rek:"), PolicyPair(video="aws_rek"), PolicyPair(image="")])
def test_a_string_that_is_wrong_is_refused_and_nothing_changes(library: Library, pair: PolicyPair) -> None:
    with pytest.raises(BadModerationString):
        library.commands.apply_policy(pair, name="bad")
    with pytest.raises(BadModerationString):
        library.commands.save_preset("bad", pair)
    assert library.queries.policy().name == "Default"
    assert library.queries.presets() == []


PAIRS = [
    STRICT,
    MILD,
    PolicyPair(image="aws_rek:explicit:ignore|manual", video="aws_rek_video:violence:0.2"),
    PolicyPair(image="manual", parents=Parents.LEAF),
    PolicyPair(image="aws_rek:made_up:0.9", video="aws_rek_video:alcohol:0.01", parents=Parents.LEAF),
]


@pytest.mark.parametrize("at_once", [7, 40, 5_000])
def test_applying_leaves_what_judging_each_asset_anew_would(
    library: Library, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    from rekreview.library.judging import restand

    monkeypatch.setattr(facade, "BATCH_ASSETS", at_once)
    ids = varied(library)
    for number, pair in enumerate(PAIRS):
        library.commands.apply_policy(pair, name=f"policy {number}")
        applied = rows(library)
        with library._database.writing() as connection:
            restand(connection, ids, pair)
        assert rows(library) == applied


def test_single_decisions_go_between_the_pieces_of_a_long_policy(
    place: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facade, "BATCH_ASSETS", 20)
    monkeypatch.setattr(facade, "PAUSE_SECONDS", 0.1)  # SQLite itself asks for a busy file every tenth of a second
    ids = fill(library, 300)
    moderate(library, spread(ids, [60] * 300))
    with Library.open(place) as beside:
        applying = threading.Thread(target=lambda: library.commands.apply_policy(MILD, name="mild"))
        applying.start()
        between: list[int] = []
        while applying.is_alive() and beside.queries.judged_up_to() is None:
            time.sleep(0.001)  # the first piece is not written yet
        for asset_id in reversed(ids[100:]):
            beside.commands.decide([asset_id], Status.REJECTED, reviewer="Ann")
            if beside.queries.judged_up_to() is not None:
                between.append(asset_id)
        applying.join()
    assert between
    shown = dict(zip(ids, statuses(library, ids), strict=True))
    assert {shown[one] for one in between} == {"rejected"}
    assert "approved" in shown.values()
    assert {tile.overturned for tile in library.queries.tiles(between)} == {True}


def test_a_policy_that_was_cut_off_is_finished_at_the_next_opening(
    place: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = fill(library, 20)
    moderate(library, spread(ids, [60] * 20))
    monkeypatch.setattr(facade, "BATCH_ASSETS", 5)
    cut_off_after(monkeypatch, pieces=2)
    with pytest.raises(KeyboardInterrupt):
        library.commands.apply_policy(MILD, name="mild")
    assert statuses(library, ids) == ["approved"] * 10 + ["rejected"] * 10
    assert library.queries.judged_up_to() == ids[9]
    with Library.open(place, read_only=True) as looking:
        assert looking.queries.judged_up_to() == ids[9]
    monkeypatch.undo()
    with Library.open(place) as reopened:
        assert statuses(reopened, ids) == ["approved"] * 20
        assert reopened.queries.judged_up_to() is None
        assert reopened.queries.policy_flips("mild", 1).to_approved == tuple(ids), "the pieces of both openings"


def test_a_policy_applied_over_one_that_was_cut_off_reaches_all(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = fill(library, 20)
    moderate(library, spread(ids, [60] * 20))
    monkeypatch.setattr(facade, "BATCH_ASSETS", 5)
    cut_off_after(monkeypatch, pieces=2)
    with pytest.raises(KeyboardInterrupt):
        library.commands.apply_policy(MILD, name="mild")
    monkeypatch.undo()
    assert library.commands.apply_policy(MILD, name="mild").to_approved == tuple(ids[10:]), "the rest, when asked again"
    assert library.commands.apply_policy(STRICT, name="strict").to_rejected == tuple(ids)


def cut_off_after(monkeypatch: pytest.MonkeyPatch, *, pieces: int) -> None:
    """Have the program interrupted when it has judged so many pieces."""
    left = iter(range(pieces))

    def judge(connection: Connection, pair: PolicyPair, after: int, size: int) -> Rejudged:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return rejudge(connection, pair, after, size)

    monkeypatch.setattr(policies, "rejudge", judge)


def test_what_assets_show_is_what_their_columns_say(library: Library) -> None:
    ids = varied(library)
    for number, pair in enumerate(PAIRS):
        library.commands.apply_policy(pair, name=f"policy {number}")
        codes = evaluate(library.queries.label_columns(), pair).tolist()
        from rekreview.domain.status_codes import STATUS_CODES

        assert statuses(library, ids) == [STATUS_CODES[code].value for code in codes]


def test_why_is_told_by_the_rule_that_decides(library: Library) -> None:
    ids = varied(library)
    for asset in library.queries.assets(ids):
        verdict = library.queries.policy().pair.verdict_on(asset)
        assert (verdict is None) == (asset.deciding_detection is None)
        with library._database.reading() as connection:
            stored = connection.exec_driver_sql(f"SELECT verdict FROM asset WHERE id = {asset.id}").scalar()
        if verdict is not None:
            assert verdict.status.value == stored


def test_columns_are_those_a_builder_makes_of_the_same_assets(library: Library) -> None:
    ids = varied(library)
    builder = ColumnsBuilder()
    for asset in library.queries.assets(ids):
        chosen = next((one for one in asset.detections if one.id == asset.deciding_detection), None)
        decided = asset.status if asset.decided_by == "reviewer" else None
        builder.add(
            asset.id,
            asset.kind,
            chosen.labels if chosen else None,
            model_version=chosen.model_version if chosen else "",
            floor=chosen.min_confidence if chosen else 0.0,
            standing=decided,
            undetected=Status.NOT_MODERATED if asset.fault else Status.PENDING,
        )
    wanted, found = builder.build(), library.queries.label_columns()
    for name in ("asset_id", "kind", "taxonomy", "has_detection", "floor", "undetected", "standing"):
        assert getattr(found, name).tolist() == getattr(wanted, name).tolist(), name
        assert getattr(found, name).dtype == getattr(wanted, name).dtype, name
    assert labels(found) == labels(wanted)


def labels(columns: LabelColumns) -> list[tuple[object, ...]]:
    """Every label with what its code means, whatever the order of labels and codes."""
    rows = zip(columns.asset, columns.category, columns.confidence, columns.timestamp, columns.explained, strict=True)
    return sorted(
        (int(asset), repr(columns.legend[category]), float(confidence), int(time), bool(explained))
        for asset, category, confidence, time, explained in rows
    )


def test_columns_of_an_empty_library_are_empty(library: Library) -> None:
    columns = library.queries.label_columns()
    assert len(columns) == 0
    assert evaluate(columns, STRICT).tolist() == []
    assert library.commands.apply_policy(STRICT, name="early").to_rejected == ()


def test_columns_of_a_library_without_detections(library: Library) -> None:
    ids = fill(library, 3)
    columns = library.queries.label_columns()
    assert columns.asset_id.tolist() == ids
    assert not columns.has_detection.any()


def test_presets_are_saved_in_versions(library: Library, heard: list[ChangeSet]) -> None:
    first = library.commands.save_preset("mine", MILD)
    second = library.commands.save_preset("mine", STRICT)
    assert (first.version, second.version) == (1, 2)
    assert library.commands.save_preset("mine", STRICT) == second
    library.commands.save_preset("also", MILD)
    assert [(one.name, one.version) for one in library.queries.presets()] == [("also", 1), ("mine", 2)]
    assert library.queries.preset("mine").pair == STRICT
    assert library.queries.preset("mine", 1).pair == MILD
    assert [one.version for one in library.queries.preset_versions("mine")] == [2, 1]
    assert heard == [ChangeSet(policy=True)] * 3


def test_a_deleted_preset_is_gone_and_its_name_counts_on(library: Library) -> None:
    library.commands.save_preset("mine", MILD)
    library.commands.delete_preset("mine")
    assert library.queries.presets() == []
    assert library.queries.preset_versions("mine") == []
    assert library.commands.save_preset("mine", MILD).version == 2
    with pytest.raises(InvalidValue):
        library.queries.preset("mine", 1)


def test_a_preset_that_is_not_there_is_refused(library: Library) -> None:
    with pytest.raises(InvalidValue, match="mine"):
        library.queries.preset("mine")
    with pytest.raises(InvalidValue):
        library.commands.delete_preset("mine")
    with pytest.raises(InvalidValue, match="name"):
        library.commands.save_preset("  ", MILD)


def test_the_audit_log_holds_what_was_done_to_the_library(library: Library) -> None:
    library.commands.apply_policy(MILD, name="mild")
    library.commands.save_preset("mine", MILD)
    library.commands.delete_preset("mine")
    moderate(library, {fill(library, 1)[0]: explicit(50.0)})
    with library._database.reading() as connection:
        actions = [row[0] for row in connection.exec_driver_sql("SELECT action FROM audit_event ORDER BY id")]
    assert actions == ["policy applied", "preset saved", "preset deleted", "run started"]


def test_totals_count_everything(library: Library) -> None:
    ids = add(library, "a.jpg", "b.jpg", file("c.mp4", kind=MediaKind.VIDEO))
    moderate(library, spread(ids[:2], [60, 10]))
    library.commands.decide(ids, Status.APPROVED, reviewer="Ann")
    library.commands.undo()
    library.commands.second_look(ids, True, "Ann")
    totals = library.queries.totals()
    assert (totals.assets, totals.images, totals.videos) == (3, 2, 1)
    assert (totals.locations, totals.detections, totals.decisions, totals.bytes) == (3, 2, 3, 15)
