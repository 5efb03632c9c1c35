"""Moderation runs: a queue that survives everything, and answers that are never paid for twice."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter

import pytest
from sqlalchemy import event

from rekreview.domain.assets import EngineName, Fault, MediaKind, Status
from rekreview.domain.changes import ChangeSet
from rekreview.domain.errors import InvalidValue
from rekreview.domain.labels import Label
from rekreview.library import Library, database
from rekreview.library.commands import running
from rekreview.library.values import RunState, TaskFault, TaskOutcome
from tests.unit.library.makers import VERSION, add, detection, explicit, file, fill, moderate, real_file, statuses


def start(library: Library, ids: list[int]) -> int:
    return library.commands.start_run(EngineName.ON_DEVICE, VERSION, None, 1.0, ids)


def test_a_run_queues_each_asset_once(library: Library, heard: list[ChangeSet]) -> None:
    ids = fill(library, 3)
    heard.clear()
    run = start(library, [*ids, ids[0]])
    view = library.queries.run(run)
    assert (view.engine, view.engine_version, view.adapter, view.floor) == (EngineName.ON_DEVICE, VERSION, None, 1.0)
    assert (view.queued, view.active, view.done, view.failed, view.total) == (3, 0, 0, 0, 3)
    assert view.state is RunState.RUNNING
    assert library.queries.asset(ids[0]).queued
    assert heard == [ChangeSet(runs=True)]


def test_a_claim_names_all_that_is_needed_to_moderate(library: Library) -> None:
    one = file("a.mp4", kind=MediaKind.VIDEO, mtime_ns=9)
    ids = add(library, one)
    (task,) = library.commands.claim(start(library, ids), 10)
    assert (task.asset_id, task.kind, task.path, task.sha256) == (ids[0], MediaKind.VIDEO, one.path, one.sha256)
    assert (task.width, task.height, task.mtime_ns, task.bytes, task.attempts) == (640, 480, 9, one.bytes, 1)


def test_a_claim_prefers_a_place_where_the_file_still_lies(library: Library, tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    ids = add(library, real_file(folder, "a.jpg", "x"))
    (folder / "a.jpg").unlink()
    add(library, real_file(folder, "b.jpg", "x"))
    (task,) = library.commands.claim(start(library, ids), 1)
    assert task.path == str(folder / "b.jpg")


def test_tasks_are_claimed_in_order_and_only_once(library: Library) -> None:
    ids = fill(library, 10)
    run = start(library, ids[::-1])
    first, second = library.commands.claim(run, 4), library.commands.claim(run, 100)
    assert [task.asset_id for task in (*first, *second)] == ids[::-1]
    assert library.commands.claim(run, 1) == []
    assert library.queries.run(run).active == 10


def test_threads_that_claim_at_once_share_the_tasks(library: Library) -> None:
    ids = fill(library, 300)
    run = start(library, ids)
    claimed: list[int] = []

    def work() -> None:
        while tasks := library.commands.claim(run, 7):
            claimed.extend(task.asset_id for task in tasks)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(claimed) == Counter(ids)


def test_an_answer_gives_a_verdict(library: Library, heard: list[ChangeSet]) -> None:
    ids = fill(library, 2)
    run = start(library, ids)
    tasks = library.commands.claim(run, 2)
    heard.clear()
    answers = [explicit(90.0), detection()]
    library.commands.record(
        run, [TaskOutcome(task.task_id, task.asset_id, answer) for task, answer in zip(tasks, answers, strict=True)]
    )
    assert statuses(library, ids) == ["rejected", "approved"]
    assert heard == [ChangeSet(changed=tuple(ids), runs=True)]
    (view,) = library.queries.asset(ids[0]).detections
    assert (view.engine, view.model_version, view.adapter, view.min_confidence) == ("on-device", VERSION, None, 1.0)
    assert view.labels == (Label("Explicit", "", 90.0, 1), Label("Explicit Nudity", "Explicit", 90.0, 2))
    assert view.coverage == "looked at it all"
    assert view.created is not None
    assert library.queries.asset(ids[0]).deciding_detection == view.id
    assert not library.queries.asset(ids[0]).queued
    assert library.queries.asset(ids[1]).detections[0].labels == ()


def test_a_video_keeps_its_times(library: Library) -> None:
    ids = add(library, file("a.mp4", kind=MediaKind.VIDEO))
    labels = (Label("Violence", "", 80.0, 1, 0, 900, peak_ms=300), Label("Violence", "", 70.0, 1, 4000, 4400))
    moderate(library, {ids[0]: detection(*labels)})
    assert library.queries.asset(ids[0]).detections[0].labels == labels


def test_content_types_are_kept(library: Library) -> None:
    from dataclasses import replace

    ids = fill(library, 1)
    moderate(library, {ids[0]: replace(detection(), content_types=(("Animated", 98.5),))})
    assert library.queries.asset(ids[0]).detections[0].content_types == (("Animated", 98.5),)


def test_a_fault_leaves_an_asset_not_moderated_with_its_reason(library: Library) -> None:
    ids = fill(library, 1)
    run = moderate(library, {ids[0]: Fault("unreadable", "It is gone.")})
    asset = library.queries.asset(ids[0])
    assert (asset.status, asset.fault) == (Status.NOT_MODERATED, Fault("unreadable", "It is gone."))
    assert library.queries.faults(run) == [TaskFault(ids[0], "/pictures/000000.jpg", "unreadable", "It is gone.")]
    view = library.queries.run(run)
    assert (view.failed, view.causes) == (1, {"unreadable": 1})


def test_a_later_answer_takes_the_fault_away(library: Library) -> None:
    ids = fill(library, 1)
    run = moderate(library, {ids[0]: Fault("unreadable", "It is gone.")})
    assert library.commands.retry_failed(run) == 1
    assert library.queries.run(run).state is RunState.PAUSED
    (task,) = library.commands.claim(run, 1)
    assert task.attempts == 2
    library.commands.record(run, [TaskOutcome(task.task_id, task.asset_id, explicit(10.0))])
    asset = library.queries.asset(ids[0])
    assert (asset.status, asset.fault) == (Status.APPROVED, None)
    assert library.queries.faults(run) == []


def test_a_fault_never_hides_an_answer_there_already_is(library: Library) -> None:
    ids = fill(library, 1)
    moderate(library, {ids[0]: explicit(90.0)})
    run = moderate(library, {ids[0]: Fault("unreadable", "It is gone.")})
    asset = library.queries.asset(ids[0])
    assert (asset.status, asset.fault) == (Status.REJECTED, None)
    assert len(library.queries.faults(run)) == 1


@pytest.mark.parametrize("confidence", [float("nan"), -0.1, 100.1, float("inf")])
def test_an_impossible_confidence_is_never_approved(library: Library, confidence: float) -> None:
    ids = fill(library, 2)
    run = moderate(library, {ids[0]: explicit(confidence), ids[1]: explicit(10.0)})
    assert statuses(library, ids) == ["not_moderated", "approved"]
    assert library.queries.faults(run)[0].code == "bad_answer"


def test_a_decision_stands_while_a_run_goes_over_it(library: Library) -> None:
    ids = fill(library, 1)
    library.commands.decide(ids, Status.APPROVED, reviewer="Ann")
    moderate(library, {ids[0]: explicit(99.0)})
    (tile,) = library.queries.tiles(ids)
    assert (tile.status, tile.overturned) == (Status.APPROVED, True)


def test_an_answer_asked_for_anew_takes_the_place_of_the_former(library: Library) -> None:
    ids = fill(library, 1)
    moderate(library, {ids[0]: explicit(90.0)})
    moderate(library, {ids[0]: explicit(20.0)})
    asset = library.queries.asset(ids[0])
    assert len(asset.detections) == 1
    assert asset.detections[0].labels[0].confidence == 20.0
    assert asset.status is Status.APPROVED


def test_recording_looks_at_nothing_but_the_assets_it_is_about(library: Library) -> None:
    """No statement of a run may go over a whole table: its cost must not grow with the library."""
    ids = fill(library, 5)
    seen: list[tuple[str, object]] = []
    writers = library._database._writers
    assert writers is not None

    def note(_: object, __: object, statement: str, parameters: object, *___: object) -> None:
        seen.append((statement, parameters[0] if isinstance(parameters, list) else parameters))

    event.listen(writers, "before_cursor_execute", note)
    moderate(library, {ids[0]: explicit(50.0), ids[1]: Fault("unreadable", "Gone.")})
    library.commands.decide(ids[:2], Status.APPROVED, reviewer="Ann")
    library.commands.undo()
    library.commands.redo()
    event.remove(writers, "before_cursor_execute", note)
    scans = [
        step
        for statement, parameters in seen
        if statement.startswith(("SELECT", "UPDATE", "INSERT", "DELETE"))
        for step in plan_of(library, statement, parameters)
        if step.startswith("SCAN") and "category" not in step and "CONSTANT" not in step and "policy" not in step
    ]
    assert scans == []


def plan_of(library: Library, statement: str, parameters: object) -> list[str]:
    """How SQLite goes about a statement."""
    connection = sqlite3.connect(library.directory / database.FILE_NAME)
    steps = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]  # type: ignore[arg-type]
    connection.close()
    return steps


def test_answers_that_differ_in_engine_version_adapter_or_floor_are_all_kept(library: Library) -> None:
    ids = fill(library, 1)
    for answer in (
        detection(),
        detection(version="on-device-2"),
        detection(floor=20.0),
        detection(engine=EngineName.REKOGNITION, version="7.0"),
        detection(engine=EngineName.REKOGNITION, version="7.0", adapter="arn:1"),
    ):
        moderate(library, {ids[0]: answer})
    assert len(library.queries.asset(ids[0]).detections) == 5


def test_what_was_answered_is_not_asked_again(library: Library) -> None:
    ids = fill(library, 3)
    moderate(library, {ids[0]: detection(floor=20.0), ids[1]: Fault("unreadable", "It is gone.")})

    def left(floor: float = 20.0, version: str = VERSION, adapter: str | None = None) -> list[int]:
        found = library.queries.assets_without_detection(EngineName.ON_DEVICE, version, adapter, floor)
        return found.tolist()

    assert left() == ids[1:]
    assert left(floor=50.0) == ids[1:]
    assert left(floor=1.0) == ids
    assert left(version="on-device-2") == ids
    assert left(version="") == ids[1:]
    assert left(adapter="arn:1") == ids
    assert library.queries.assets_without_detection(EngineName.REKOGNITION).tolist() == ids


def test_what_was_in_flight_is_put_back(library: Library) -> None:
    ids = fill(library, 4)
    run = start(library, ids)
    tasks = library.commands.claim(run, 3)
    library.commands.record(run, [TaskOutcome(tasks[0].task_id, tasks[0].asset_id, detection())])
    assert library.commands.requeue(run) == 2
    assert library.commands.requeue(run) == 0
    again = library.commands.claim(run, 10)
    assert [(task.asset_id, task.attempts) for task in again] == [(ids[1], 2), (ids[2], 2), (ids[3], 1)]


def test_an_unfinished_run_is_found_after_a_restart(library: Library) -> None:
    ids = fill(library, 2)
    assert library.queries.unfinished_run() is None
    run = start(library, ids)
    library.commands.claim(run, 1)
    library.close()
    with Library.open(library.directory) as again:
        found = again.queries.unfinished_run()
        assert found is not None
        assert (found.id, found.queued, found.active) == (run, 1, 1)
        again.commands.set_run_state(run, RunState.PAUSED)
        assert again.queries.unfinished_run() is not None


@pytest.mark.parametrize("state", [RunState.CANCELLED, RunState.FINISHED])
def test_a_run_that_ended_is_not_offered_again(library: Library, state: RunState) -> None:
    ids = fill(library, 1)
    run = start(library, ids)
    library.commands.set_run_state(run, state)
    assert library.queries.unfinished_run() is None
    assert library.queries.run(run).finished is not None
    if state is RunState.CANCELLED:
        assert not library.queries.asset(ids[0]).queued


def test_runs_are_listed_the_newest_first(library: Library) -> None:
    ids = fill(library, 1)
    first, second = moderate(library, {ids[0]: detection()}), start(library, ids)
    assert [view.id for view in library.queries.runs()] == [second, first]


def test_saying_the_same_state_again_is_no_change(library: Library, heard: list[ChangeSet]) -> None:
    run = start(library, fill(library, 1))
    heard.clear()
    library.commands.set_run_state(run, RunState.RUNNING)
    assert heard == []
    library.commands.set_run_state(run, RunState.PAUSED)
    assert heard == [ChangeSet(runs=True)]


def test_an_unknown_run_is_refused(library: Library) -> None:
    with pytest.raises(InvalidValue):
        library.queries.run(7)
    with pytest.raises(InvalidValue):
        library.queries.faults(7)
    with pytest.raises(InvalidValue):
        library.commands.retry_failed(7)
    with pytest.raises(InvalidValue):
        library.commands.set_run_state(7, RunState.PAUSED)
    with pytest.raises(InvalidValue):
        library.commands.record(7, [])


def test_two_libraries_open_at_once_learn_each_others_categories(library: Library) -> None:
    ids = fill(library, 3)
    with Library.open(library.directory) as other:
        moderate(other, {ids[0]: detection(("Made Up", "", 90.0))})
        moderate(library, {ids[1]: detection(("Made Up", "", 90.0), ("Also New", "Made Up", 90.0))})
        moderate(other, {ids[2]: detection(("Also New", "Made Up", 90.0))})
        assert [tile.category for tile in other.queries.tiles(ids)] == ["Made Up", "Also New", "Also New"]
    with library._database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM category").scalar() == 2


def test_a_record_that_fails_is_forgotten_whole(library: Library) -> None:
    ids = fill(library, 1)
    run = start(library, ids)
    (task,) = library.commands.claim(run, 1)
    with pytest.raises(Exception, match="FOREIGN KEY"):
        library.commands.record(
            run,
            [TaskOutcome(task.task_id, ids[0], detection(("New", "", 1.0))), TaskOutcome(0, 999, detection())],
        )
    assert library.queries.asset(ids[0]).detections == ()
    library.commands.record(run, [TaskOutcome(task.task_id, ids[0], detection(("New", "", 99.0)))])
    assert statuses(library, ids) == ["rejected"]


def test_giving_a_run_up_tells_of_the_assets_that_wait_no_more(library: Library, heard: list[ChangeSet]) -> None:
    ids = fill(library, 3)
    run = start(library, ids)
    [first, *_] = library.commands.claim(run, 1)
    library.commands.record(run, [TaskOutcome(first.task_id, first.asset_id, explicit(90), None)])
    heard.clear()
    library.commands.set_run_state(run, RunState.CANCELLED)
    [change] = heard
    assert (change.runs, set(change.changed)) == (True, set(ids) - {first.asset_id})


def test_of_a_large_run_given_up_all_views_are_told_at_once(
    library: Library, heard: list[ChangeSet], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "_TOLD_ONE_BY_ONE", 2)
    run = start(library, fill(library, 3))
    heard.clear()
    library.commands.set_run_state(run, RunState.CANCELLED)
    assert [(change.runs, change.everything, change.changed) for change in heard] == [(True, True, ())]
