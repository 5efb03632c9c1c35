"""What a report says, part by part: each with its plot, the same as a table, and words for when there is nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rekreview.domain.reviewing import (
    NO_BAND,
    Period,
    PeriodCount,
    Reversal,
    Reviewed,
    ReviewFigures,
    band_name,
    over_time,
    period_of,
    reversals,
)
from rekreview.ui import naming
from rekreview.ui.reports import agreement_sections, charts
from rekreview.ui.reports.charts import Column, IntervalRow, Scale
from rekreview.ui.reports.figure import Ink
from rekreview.ui.reports.parts import MOST_ROWS, Cell, Headline, Report, Section, with_left_out
from rekreview.ui.reports.words import (
    percent,
    period_name,
    period_title,
    period_told,
    range_of,
    reversal_tip,
    share_of,
    tr,
)

_FEW_VERDICTS = 30


def report(figures: ReviewFigures) -> Report:
    """Everything that can be said of what was counted."""
    period = period_of(figures.reviewed)
    told = over_time(figures.reviewed, period)
    return Report(
        figures,
        _headlines(figures),
        (
            _decisions(told, period),
            _against_the_machine(told, period),
            _rate_over_time(figures.reviewed, period),
            _reversals("category", tr("Reversal rate per category"), _CATEGORY_ABOUT, figures, _category),
            _reversals("band", tr("Reversal rate per band of confidence"), _BAND_ABOUT, figures, _band),
            _reversals("engine", tr("Reversal rate per engine"), _ENGINE_ABOUT, figures, _engine),
            *agreement_sections.sections(figures.twice),
        ),
    )


_CATEGORY_ABOUT = (
    "Of the machine's verdicts that persons looked at, the share they overturned, by the label the verdict rests on."
)
_BAND_ABOUT = "The same by the confidence of that label: where the machine is unsure, more should be overturned."
_ENGINE_ABOUT = "The same by what gave the labels. It compares no engines on the same assets."
_NO_DECISIONS = "Nobody decided anything in this time. Choose other days, or approve and reject assets on the desk."
_NO_VERDICTS = (
    "No verdict of the machine was looked at in this time. Moderate assets, then approve or reject them on the desk."
)


def _headlines(figures: ReviewFigures) -> tuple[Headline, ...]:
    (rate,) = reversals(figures.reviewed, lambda _: "") or (None,)
    share = rate.all if rate else None
    without = tr(
        "Assets that were approved or rejected in this time, each once, with its last decision; what was taken back "
        "does not count. {without} of them had no verdict to compare with, or were decided before that was kept."
    ).format(without=naming.number(figures.without_verdict))
    return (
        Headline(tr("Decided"), naming.number(figures.decided), tr("assets"), without),
        Headline(
            tr("Overturned"),
            share_of(share) if share else "–",
            tr("of {} verdicts").format(naming.number(share.counted if share else 0)),
            reversal_tip(tr("All verdicts"), share) if share else tr(_NO_VERDICTS),
        ),
        *agreement_sections.headlines(figures.twice),
    )


# Over time.


def _decisions(told: Sequence[PeriodCount], period: Period) -> Section:
    kinds = ((tr("Approved"), Ink.APPROVED), (tr("Rejected"), Ink.REJECTED))
    rows = [
        Column(
            period_name(one.start, period),
            (one.approved, one.rejected),
            tr("{when}: {all} decided, {approved} approved and {rejected} rejected.").format(
                when=period_told(one.start, period),
                all=naming.assets(one.decided),
                approved=naming.number(one.approved),
                rejected=naming.number(one.rejected),
            ),
        )
        for one in told
    ]
    return Section(
        name="decisions",
        title=tr("Decisions"),
        about=tr("Assets decided on, each on the day of its last decision."),
        headers=(period_title(period), tr("Approved"), tr("Rejected"), tr("Together")),
        rows=tuple(
            _counted(period_told(one.start, period), (one.approved, one.rejected, one.decided), row.tip)
            for one, row in zip(told, rows, strict=True)
        ),
        draw=(lambda width: charts.columns(rows, kinds, width)) if told else None,
        empty=tr(_NO_DECISIONS),
        summary=_together(told),
    )


def _together(told: Sequence[PeriodCount]) -> str:
    return tr("{approved} approved, {rejected} rejected.").format(
        approved=naming.number(sum(one.approved for one in told)),
        rejected=naming.number(sum(one.rejected for one in told)),
    )


def _against_the_machine(told: Sequence[PeriodCount], period: Period) -> Section:
    kinds = ((tr("Confirmed"), Ink.CONFIRMED), (tr("Overturned"), Ink.OVERTURNED))
    rows = [
        Column(
            period_name(one.start, period),
            (one.confirmed, one.overturned),
            tr("{when}: {confirmed} verdicts confirmed, {overturned} overturned.").format(
                when=period_told(one.start, period),
                confirmed=naming.number(one.confirmed),
                overturned=naming.number(one.overturned),
            ),
        )
        for one in told
    ]
    judged = any(one.confirmed + one.overturned for one in told)
    return Section(
        name="verdicts",
        title=tr("Verdicts confirmed and overturned"),
        about=tr("Decisions beside what the machine said at that moment. What the policy says by now changes nothing."),
        headers=(period_title(period), tr("Confirmed"), tr("Overturned")),
        rows=tuple(
            _counted(period_told(one.start, period), (one.confirmed, one.overturned), row.tip)
            for one, row in zip(told, rows, strict=True)
        )
        if judged
        else (),
        draw=(lambda width: charts.columns(rows, kinds, width)) if judged else None,
        empty=tr(_NO_VERDICTS),
        summary=tr("{confirmed} confirmed, {overturned} overturned.").format(
            confirmed=naming.number(sum(one.confirmed for one in told)),
            overturned=naming.number(sum(one.overturned for one in told)),
        ),
    )


def _rate_over_time(reviewed: Sequence[Reviewed], finest: Period) -> Section:
    period, told = _enough_in_each(reviewed, finest)
    judged = [one for one in told if one.reversal.counted]
    scale = _rates_scale([one.reversal.interval.high for one in judged])
    points = [
        IntervalRow(
            period_name(one.start, period),
            one.reversal.value,
            one.reversal.interval.low,
            min(one.reversal.interval.high, scale.high),
            "",
            reversal_tip(period_told(one.start, period), one.reversal),
            one.reversal.counted < _FEW_VERDICTS,
        )
        for one in told
    ]
    return Section(
        name="rate",
        title=tr("Reversal rate over time"),
        about=tr("The share of the verdicts looked at that were overturned. A ring rests on fewer than {few}.").format(
            few=_FEW_VERDICTS
        ),
        headers=(period_title(period), tr("Rate"), tr("95 % interval"), tr("Overturned"), tr("Looked at")),
        rows=tuple(
            _rate_cells(period_told(one.start, period), reversal_tip(period_told(one.start, period), one.reversal), one)
            for one in judged
        ),
        draw=(lambda width: charts.over_time(points, scale, width)) if judged else None,
        empty=tr(_NO_VERDICTS),
        summary=tr("{count} points in time.").format(count=len(judged)),
    )


def _enough_in_each(reviewed: Sequence[Reviewed], finest: Period) -> tuple[Period, list[PeriodCount]]:
    """The shortest periods in most of which enough verdicts were looked at, else the longest there are."""
    periods = list(Period)[list(Period).index(finest) :]
    counted = [(period, over_time(reviewed, period)) for period in periods]
    for period, told in counted:
        judged = [one.reversal.counted for one in told if one.reversal.counted]
        if sum(number >= _FEW_VERDICTS for number in judged) * 2 >= len(judged):
            return period, told
    return counted[-1] if len(counted[-1][1]) > 1 else counted[0]


def _rate_cells(name: str, tip: str, one: PeriodCount) -> tuple[Cell, ...]:
    share = one.reversal
    texts = (share_of(share), range_of(share.interval), naming.number(share.hits), naming.number(share.counted))
    return (Cell(name, tip, number=False), *(Cell(text, tip) for text in texts))


def _counted(name: str, numbers: Sequence[int], tip: str) -> tuple[Cell, ...]:
    return (Cell(name, tip, number=False), *(Cell(naming.number(number), tip) for number in numbers))


# Reversal rates.


def _category(one: Reviewed) -> str:
    return one.category or tr("No label")


def _band(one: Reviewed) -> str | None:
    return None if one.band == NO_BAND else band_name(one.band)


def _engine(one: Reviewed) -> str:
    return naming.engine(one.engine) if one.engine else tr("No engine")


def _reversals(
    name: str, title: str, about: str, figures: ReviewFigures, by: Callable[[Reviewed], str | None]
) -> Section:
    told = reversals(figures.reviewed, by)
    if name == "band":
        told = sorted(told, key=lambda one: int(one.name.split("–")[0]), reverse=True)
    shown = told[:MOST_ROWS]
    scale = _rates_scale([one.all.interval.high for one in shown])
    rows = [
        IntervalRow(
            one.name,
            one.all.value,
            one.all.interval.low,
            min(one.all.interval.high, scale.high),
            f"{share_of(one.all)} · {naming.number(one.all.hits)}/{naming.number(one.all.counted)}",
            reversal_tip(one.name, one.all),
            one.all.counted < _FEW_VERDICTS,
        )
        for one in shown
    ]
    return Section(
        name=name,
        title=title,
        about=with_left_out(tr(about), len(told)),
        headers=(
            {"category": tr("Category"), "band": tr("Confidence, %"), "engine": tr("Engine")}[name],
            tr("Rate"),
            tr("95 % interval"),
            tr("Overturned"),
            tr("Looked at"),
            tr("Of rejections"),
            tr("Of approvals"),
        ),
        rows=tuple(_reversal_cells(one) for one in told),
        draw=(lambda width: charts.intervals(rows, scale, width)) if rows else None,
        empty=tr(_NO_VERDICTS),
        summary=", ".join(f"{row.name} {row.note}" for row in rows),
    )


def _reversal_cells(one: Reversal) -> tuple[Cell, ...]:
    tip = reversal_tip(one.name, one.all)
    rejected = reversal_tip(tr("{name}, rejected by the machine").format(name=one.name), one.of_rejected)
    approved = reversal_tip(tr("{name}, approved by the machine").format(name=one.name), one.of_approved)
    return (
        Cell(one.name, tip, number=False),
        Cell(share_of(one.all), tip),
        Cell(range_of(one.all.interval), tip),
        Cell(naming.number(one.all.hits), tip),
        Cell(naming.number(one.all.counted), tip),
        Cell(share_of(one.of_rejected), rejected),
        Cell(share_of(one.of_approved), approved),
    )


def _rates_scale(highest: Sequence[float]) -> Scale:
    """From nought to the next round share that holds everything."""
    top = max(highest, default=1.0)
    high = next(step for step in (0.04, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0) if step >= top - 1e-9)
    return Scale(0.0, high, percent)
