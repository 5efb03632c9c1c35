"""What the Reports screen and second opinions cost:  python -m tests.benchmarks.reports [ASSETS [DECISIONS]]

Decisions are written by SQL, since a hundred thousand by the app's own way would take minutes; what is asked is what
the window asks. Nothing of it runs on the GUI thread; the limits are what a person waits for.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from rekreview.domain.audit import AuditWish
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.domain.reviewing import ReportWish
from rekreview.domain.serving import JudgedAgain
from rekreview.library import Library, database
from rekreview.ui.desk.asked_again import AskedAgain
from rekreview.ui.reports.sections import report
from tests.benchmarks.library import filled
from tests.benchmarks.table import Case, print_table, timed

_STEPS = """
INSERT INTO step (id, act, status, reviewer, at, assets, state)
SELECT id, 'decide', CASE WHEN id % 5 THEN verdict ELSE 'approved' END, CASE WHEN id % 3 THEN 'Ada' ELSE 'Bo' END,
       datetime('now', '-' || (90.0 * (:most - id) / :most) || ' days', '-1 day') || '.000000', 1, 'done'
FROM asset WHERE id <= :most
"""
_DECISIONS = """
INSERT INTO decision (id, step_id, asset_id, act, from_status, to_status, reviewer, reason, note, at, seen_in,
                      machine_verdict, machine_engine, machine_category_id, machine_confidence)
SELECT asset.id, asset.id, asset.id, 'decide', asset.status, step.status, step.reviewer, '', '', step.at, 'grid',
       asset.verdict, asset.deciding_engine, asset.top_category_id, asset.top_confidence
FROM asset JOIN step ON step.id = asset.id
"""
_STAND = """
UPDATE asset SET decision_id = id, decided_by = 'reviewer', status = (SELECT status FROM step WHERE step.id = asset.id),
       overturned = verdict IS NOT (SELECT status FROM step WHERE step.id = asset.id) WHERE id <= :most
"""


def decided(file: Path, most: int) -> None:
    """Have the first so many assets decided on, over three months."""
    connection = sqlite3.connect(file)
    for statement in (_STEPS, _DECISIONS, _STAND):
        connection.execute(statement, {"most": most})
    connection.commit()
    connection.close()


def cases(library: Library) -> list[Case]:
    """What is asked when somebody looks at Reports, and when a list is shown on the desk."""
    quality = library.queries.quality
    today = datetime.now(UTC).date()
    month = ReportWish(since=today - timedelta(days=29), until=today)
    everything = quality.figures(ReportWish())
    soon = datetime.now(UTC)
    again = AskedAgain(library.queries, lambda: "Ada", lambda: 0.02)
    wanted = QueueFilter(QueueName.REJECTED)
    found = library.queries.ids(wanted)

    def serve() -> object:
        again.begin(wanted)
        return again.served(wanted, found, whole=True)

    served = serve()
    assert isinstance(served, np.ndarray)
    assert len(served) > len(found) * 0.99

    return [
        Case("figures of 30 days", timed(lambda: quality.figures(month), 5), limit=1_000, by_median=True),
        Case("figures of all days", timed(lambda: quality.figures(ReportWish()), 5), limit=2_000, by_median=True),
        Case("everything a report says of them", timed(lambda: report(everything), 5), limit=100, by_median=True),
        Case("reviewers", timed(quality.reviewers, 5), limit=200, by_median=True),
        Case("samples", timed(quality.samples, 5), limit=100, by_median=True),
        Case("disagreements", timed(quality.disputes, 5), limit=100, by_median=True),
        Case("history, the newest 1,000", timed(lambda: quality.audit_log(AuditWish(), 1_000), 5), limit=200),
        Case("what is due of 2 %", timed(lambda: quality.due("Ada", 0.02, soon), 5), limit=500, by_median=True),
        Case("own decisions put among a list", timed(serve, 5), limit=1_000, by_median=True),
        Case("draw 100 decisions", timed(lambda: library.commands.draw_second_look(100, seed=1, reviewer="A"), 2)),
    ]


def main(assets: int, decisions: int) -> int:
    """Fill a library, have it decided, measure, print; 1 if a limit was missed."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "library"
        filled(place, assets).library.close()
        decided(place / database.FILE_NAME, decisions)
        with Library.open(place) as library:
            drawn = library.commands.draw_second_look(2_000, seed=3, reviewer="Bo")
            library.commands.decide(
                drawn.asset_ids[:1_000],
                library.queries.asset(drawn.asset_ids[0]).status,
                reviewer="Bo",
                again=JudgedAgain(frozenset(drawn.asset_ids), drawn.id),
            )
            held = print_table(f"{assets:,} assets, {decisions:,} decisions", cases(library))
    return 0 if held else 1


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:]]
    sys.exit(main(*(numbers or (100_000, 100_000))))
