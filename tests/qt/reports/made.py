"""Figures as a library would tell them, for tests of what is made from them."""

from __future__ import annotations

from datetime import date, timedelta

from rekreview.domain.assets import EngineName, Status
from rekreview.domain.reviewing import ReportWish, Reviewed, ReviewFigures, Twice

A, R = Status.APPROVED, Status.REJECTED
FIRST = date(2026, 3, 2)


def figures(days: int = 10) -> ReviewFigures:
    """Some days of two reviewers on two engines, some of it judged twice."""
    reviewed = []
    for day in range(days):
        when = FIRST + timedelta(days=day)
        for engine, category, band in ((EngineName.ON_DEVICE, "Weapons & <Blades>", 7), (None, "", -1)):
            judged = R if engine else None
            reviewed.append(Reviewed(when, "Ada", engine, category, band, judged, R, 40))
            reviewed.append(Reviewed(when, "Bo", engine, category, band, judged, A, 5))
    twice = (
        Twice("Ada", "Bo", "Weapons & <Blades>", A, A, False, 30),
        Twice("Ada", "Bo", "Weapons & <Blades>", R, R, False, 25),
        Twice("Bo", "Ada", "Weapons & <Blades>", A, R, False, 5),
        Twice("Ada", "Ada", "Alcohol", R, R, True, 9),
        Twice("Ada", "Ada", "Alcohol", R, A, True, 1),
    )
    return ReviewFigures(ReportWish(FIRST, FIRST + timedelta(days=days)), tuple(reviewed), twice)
