"""The purse never gives more than it holds, and no call is made that no book knows."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from rekreview.domain.assets import EngineName
from rekreview.domain.calls import CallEnd, CallState, Price, Sent
from rekreview.domain.errors import AgreementReached, BudgetReached, Cancelled
from rekreview.domain.progress import CancelToken
from rekreview.engines.rekognition.account import Account
from rekreview.engines.rekognition.engine import Asking, RekognitionEngine
from rekreview.library.queries import calls
from rekreview.library.values import TaskOutcome
from rekreview.pipeline.paying import Purse, RunBook, Turns, minus
from tests.unit.library.makers import detection, fill

SENT = Sent("a" * 64, "jpeg", 640, 480, 1000)
ANSWER = {"ModerationLabels": [], "ModerationModelVersion": "7.0"}
ANSWERED = CallEnd(CallState.ANSWERED, model_version="7.0", answer=ANSWER)


def test_without_a_budget_any_number_may_be_made():
    purse = Purse(Price(0.001))
    assert purse.left_usd is None
    for _ in range(100):
        purse.reserve()


@pytest.mark.parametrize(("budget", "calls"), [(0.01, 10), (0.0105, 10), (0.0009, 0), (0.3, 300), (1.1, 1100)])
def test_a_budget_is_never_passed_nor_left_unused(budget, calls):
    purse = Purse(Price(0.001), budget)
    assert purse.left_usd == budget
    for _ in range(calls):
        purse.reserve()
    with pytest.raises(BudgetReached, match=r"budget of .* USD is spent"):
        purse.reserve()


def test_what_costs_more_than_a_call_is_set_aside_at_its_own_price():
    purse = Purse(Price(0.001), 0.25)
    purse.reserve(0.2)
    with pytest.raises(BudgetReached):
        purse.reserve(0.1)
    purse.reserve()
    purse.settle(CallState.ANSWERED, 0.2)
    purse.settle(CallState.ANSWERED)
    assert (purse.counts.cost_usd, purse.left_usd) == (0.201, pytest.approx(0.049))


def test_what_was_agreed_to_is_not_passed_though_the_budget_is_larger():
    purse = Purse(Price(0.001), 5.0, agreed_usd=0.002)
    purse.reserve()
    purse.reserve()
    with pytest.raises(AgreementReached, match=r"more than the 0\.002 USD that were agreed to") as told:
        purse.require(0.001)
    assert "Go on to be told" in told.value.hint
    for lost in (CallState.REFUSED, CallState.UNANSWERED):
        purse.settle(lost)
        purse.reserve()
    with pytest.raises(BudgetReached):
        Purse(Price(0.001), 0.0005, agreed_usd=1.0).require(0.001)


def test_refused_calls_give_their_price_back_and_unanswered_ones_do_not():
    purse = Purse(Price(0.001), 0.003)
    for state in (CallState.ANSWERED, CallState.REFUSED, CallState.UNANSWERED):
        purse.reserve()
        purse.settle(state)
    assert purse.left_usd == pytest.approx(0.001)
    counts = purse.counts
    assert (counts.answered, counts.refused, counts.unanswered, counts.calls) == (1, 1, 1, 3)
    assert (counts.cost_usd, counts.may_cost_usd) == (0.001, 0.001)
    assert minus(counts, counts).calls == 0


def test_many_threads_do_not_pass_the_budget_together():
    purse, made = Purse(Price(0.001), 0.05), []

    def spend(_):
        try:
            purse.reserve()
        except BudgetReached:
            return
        made.append(1)
        purse.settle(CallState.ANSWERED)

    with ThreadPoolExecutor(16) as threads:
        list(threads.map(spend, range(500)))
    assert len(made) == 50
    assert purse.counts.cost_usd == 0.05


def test_the_same_bytes_wait_for_each_other():
    turns, inside, most = Turns(), [], []

    def work(_):
        with turns.taken("key", CancelToken()):
            inside.append(1)
            most.append(len(inside))
            inside.pop()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(100)))
    assert set(most) == {1}


def test_waiting_for_a_turn_can_be_stopped():
    turns, cancel = Turns(), CancelToken()
    with turns.taken("key", CancelToken()):
        threading.Timer(0.1, cancel.cancel).start()
        with pytest.raises(Cancelled), turns.taken("key", cancel):
            pytest.fail("the turn was taken")


@pytest.fixture
def book(library):
    ids = fill(library, 3)
    engine = RekognitionEngine(Account(), Asking(floor=20))
    run = library.commands.start_run(EngineName.REKOGNITION, "", None, 20, ids)
    return RunBook(library, engine, run, Purse(Price(0.001), 0.005)), ids


def turn(book, asset, cancel=None, sent=SENT):
    with book.page(asset).turn(sent, cancel or CancelToken()) as known:
        return known


def test_an_answer_is_known_to_every_asset_with_the_same_bytes(book, library):
    book, ids = book
    assert turn(book, ids[0]) is None
    page = book.page(ids[0])
    page.end(page.begin(SENT), ANSWERED)
    assert turn(book, ids[1]) == ANSWER
    other = RunBook(library, RekognitionEngine(Account(), Asking(floor=5)), book.run, book.purse)
    assert turn(other, ids[1]) is None, "a lower floor has to be asked for"
    adapter = RunBook(library, RekognitionEngine(Account(), Asking(floor=20, adapter="arn:x")), book.run, book.purse)
    assert turn(adapter, ids[1]) is None
    higher = RunBook(library, RekognitionEngine(Account(), Asking(floor=50)), book.run, book.purse)
    assert turn(higher, ids[1]) == ANSWER


def test_asking_anew_knows_only_what_this_run_asked(book, library):
    book, ids = book
    page = book.page(ids[0])
    page.end(page.begin(SENT), ANSWERED)
    run = library.commands.start_run(EngineName.REKOGNITION, "", None, 20, ids)
    anew = RunBook(library, book.engine, run, book.purse, again=True)
    assert turn(anew, ids[0]) is None
    page = anew.page(ids[0])
    page.end(page.begin(SENT), ANSWERED)
    assert turn(anew, ids[0]) == ANSWER


def test_a_call_is_in_the_book_before_it_is_made_and_never_forgotten(book, library):
    book, ids = book
    call = book.page(ids[0]).begin(SENT)
    assert library.queries.run(book.run).calls.unanswered == 1, "it may be billed from now on"
    library.commands.requeue(book.run)
    assert library.queries.run(book.run).calls.unanswered == 1
    book.page(ids[0]).end(call, ANSWERED)
    counts = library.queries.run(book.run).calls
    assert (counts.answered, counts.unanswered, counts.cost_usd) == (1, 0, 0.001)
    assert library.queries.run(book.run).cost_usd == 0.001


def test_the_month_adds_up_all_runs(book, library):
    book, ids = book
    for state in (CallState.ANSWERED, CallState.REFUSED, CallState.UNANSWERED):
        page = book.page(ids[0])
        page.end(page.begin(SENT), CallEnd(state, "x"))
    [month] = library.queries.months()
    assert month.engine is EngineName.REKOGNITION
    assert len(month.month) == 7
    assert (month.counts.answered, month.counts.refused, month.counts.unanswered) == (1, 1, 1)


def test_setbacks_are_counted_for_each_asset_but_not_what_a_crash_left(book, library):
    book, ids = book
    page = book.page(ids[0])
    page.end(page.begin(SENT), CallEnd(CallState.UNANSWERED, "unavailable"))
    page.end(page.begin(SENT), CallEnd(CallState.REFUSED, "throttled"))
    page.begin(SENT)
    library.commands.requeue(book.run)
    tasks = library.commands.claim(book.run, 10)
    assert [task.setbacks for task in tasks] == [1, 0, 0]


def test_what_is_put_back_is_claimed_only_in_its_time(book, library):
    from datetime import UTC, datetime, timedelta

    book, ids = book
    first, second, third = library.commands.claim(book.run, 10)
    later, earlier = datetime.now(UTC) + timedelta(hours=1), datetime.now(UTC) - timedelta(seconds=1)
    library.commands.defer([first.task_id, second.task_id], [later, earlier])
    assert [task.asset_id for task in library.commands.claim(book.run, 10)] == [ids[1]]
    assert library.queries.next_due(book.run) == (True, later)
    library.commands.record(
        book.run, [TaskOutcome(task.task_id, task.asset_id, detection()) for task in (second, third)]
    )
    assert library.queries.run(book.run).queued == 1
    library.commands.defer([second.task_id], [earlier])
    assert library.queries.run(book.run).done == 2, "what is done is not put back"


def test_what_waits_for_nothing_is_due_now_and_else_the_first_of_the_others(book, library):
    from datetime import UTC, datetime, timedelta

    book, _ = book
    later = [datetime.now(UTC) + timedelta(hours=hours) for hours in (3, 1, 2)]
    assert library.queries.next_due(book.run) == (True, None)
    tasks = library.commands.claim(book.run, 10)
    library.commands.defer([tasks[0].task_id], later[:1])
    assert library.queries.next_due(book.run) == (True, later[0])
    library.commands.defer([task.task_id for task in tasks[1:]], later[1:])
    assert library.queries.next_due(book.run) == (True, later[1])


def test_to_ask_what_is_due_sorts_no_queue(book, library):
    """With a hundred thousand tasks that took as long as a paid call."""
    from sqlalchemy import event

    book, _ = book
    asked = []
    with library._database.reading() as connection:

        @event.listens_for(connection, "before_cursor_execute")
        def listen(connection, cursor, statement, parameters, context, many):
            asked.append((statement, parameters))

        calls.next_due(connection, book.run)
        steps = [
            row[3]
            for statement, parameters in list(asked)
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]
    assert steps
    assert not any("ORDER BY" in step for step in steps), steps


def test_nothing_is_due_when_the_queue_is_empty(book, library):
    book, _ = book
    library.commands.claim(book.run, 10)
    assert library.queries.next_due(book.run) == (False, None)


def test_calls_are_planned_by_the_frames_of_each_picture(library):
    from dataclasses import replace

    from rekreview.domain.assets import MediaKind
    from tests.unit.library.makers import add, file

    def framed(name, frames, kind=MediaKind.IMAGE):
        made = file(name, kind=kind)
        return replace(made, facts=replace(made.facts, frames=frames))

    ids = add(
        library, framed("a", 1), framed("b", 3), framed("c", 90), framed("d", None), framed("e", 9, MediaKind.VIDEO)
    )
    assert library.queries.planned_calls(ids, 5) == 1 + 3 + 5 + 1
    assert library.queries.planned_calls([], 5) == 0
