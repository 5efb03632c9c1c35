"""What a report says, part by part: each with its plot, the same as a table, and words for when there is nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from rekreview.domain.agreement import Agreement
from rekreview.domain.reviewing import (
    NO_BAND,
    Period,
    PeriodCount,
    Reversal,
    Reviewed,
    ReviewFigures,
    Twice,
    agreements,
    band_name,
    by_pair,
    over_time,
    period_of,
    reversals,
)
from rekreview.ui import naming
from rekreview.ui.reports import charts
from rekreview.ui.reports.charts import Column, IntervalRow, Scale
from rekreview.ui.reports.figure import Draw, Ink
from rekreview.ui.reports.words import (
    agreement_tip,
    few_told,
    kappa,
    kappa_range,
    percent,
    period_name,
    period_title,
    period_told,
    range_of,
    reversal_tip,
    share_of,
    signed,
    tr,
)

MOST_ROWS = 16
"""So many rows a plot shows; the table has them all."""
_FEW_VERDICTS = 30


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table. tip: what its number means and rests on."""

    text: str
    tip: str = ""
    number: bool = True


@dataclass(frozen=True)
class Section:
    """One part of a report. draw: its plot for a width; None while there is nothing to show, then `empty` says why."""

    name: str
    title: str
    about: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()
    draw: Draw | None = None
    empty: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Headline:
    """A number at the head of a report."""

    title: str
    value: str
    note: str
    tip: str


@dataclass(frozen=True)
class Report:
    """All that one report says."""

    figures: ReviewFigures
    headlines: tuple[Headline, ...] = ()
    sections: tuple[Section, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Whether nobody did anything that could be told of."""
        return not self.figures.reviewed and not self.figures.twice


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
            _agreement("pairs", tr("Agreement between reviewers"), _PAIR_ABOUT, _pairs(figures.twice)),
            _agreement("categories", tr("Agreement per category"), _PER_CATEGORY_ABOUT, _categories(figures.twice)),
            _agreement("own", tr("Your own second opinion"), _OWN_ABOUT, _own(figures.twice)),
        ),
    )


_CATEGORY_ABOUT = (
    "Of the machine's verdicts that persons looked at, the share they overturned, by the label the verdict rests on."
)
_BAND_ABOUT = "The same by the confidence of that label: where the machine is unsure, more should be overturned."
_ENGINE_ABOUT = "The same by what gave the labels. It compares no engines on the same assets."
_PAIR_ABOUT = (
    "Decisions judged blind a second time. Kappa tells how far two judges agree beyond chance: 1 always, 0 by chance. "
    "A ring rests on too little to go by."
)
_PER_CATEGORY_ABOUT = "The same by the label the first verdict rests on, whoever judged. Own second opinions are apart."
_OWN_ABOUT = (
    "Own decisions that came back unmarked, at the earliest the next day: how far reviewers agree with themselves."
)
_NO_DECISIONS = "Nobody decided anything in this time. Choose other days, or approve and reject assets on the desk."
_NO_VERDICTS = (
    "No verdict of the machine was looked at in this time. Moderate assets, then approve or reject them on the desk."
)
_NO_PAIRS = (
    "Nothing was judged a second time in this range. Draw a blind second look on the tab beside, and have it judged."
)
_NO_OWN = (
    "No own decision came back yet. With the setting “Second opinion” a few do, among what is to be decided, from the "
    "day after they were made."
)


def _headlines(figures: ReviewFigures) -> tuple[Headline, ...]:
    (rate,) = reversals(figures.reviewed, lambda _: "") or (None,)
    share = rate.all if rate else None
    others = _sum(one for one in figures.twice if not one.own)
    own = _sum(one for one in figures.twice if one.own)
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
        _agreement_headline(tr("Agreement"), tr("Blind second looks"), others, tr(_NO_PAIRS)),
        _agreement_headline(tr("With oneself"), tr("Own second opinions"), own, tr(_NO_OWN)),
    )


def _agreement_headline(title: str, name: str, agreement: Agreement, nothing: str) -> Headline:
    if not agreement.counted:
        return Headline(title, "–", tr("nothing judged twice"), nothing)
    note = tr("κ {kappa}, of {counted}").format(kappa=kappa(agreement.kappa), counted=naming.number(agreement.counted))
    return Headline(title, share_of(agreement.share), note, agreement_tip(name, agreement))


def _sum(twice: Iterable[Twice]) -> Agreement:
    return agreements(twice, lambda _: 0).get(0, Agreement())


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
        about=_with_left_out(tr(about), len(told)),
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


def _with_left_out(about: str, rows: int) -> str:
    if rows <= MOST_ROWS:
        return about
    left = tr("The plot shows the {shown} with the most verdicts of {all}; the table has all.")
    return f"{about} {left.format(shown=MOST_ROWS, all=naming.number(rows))}"


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


# Agreement.


def _pairs(twice: Sequence[Twice]) -> dict[str, Agreement]:
    named = {
        first if first == second else tr("{first} and {second}").format(first=first, second=second): agreement
        for (first, second), agreement in by_pair(twice).items()
    }
    return _most_first(named)


def _categories(twice: Sequence[Twice]) -> dict[str, Agreement]:
    return _most_first(agreements((one for one in twice if not one.own), lambda one: one.category or tr("No label")))


def _own(twice: Sequence[Twice]) -> dict[str, Agreement]:
    own = [one for one in twice if one.own]
    found = _most_first(agreements(own, lambda one: one.second_reviewer))
    per_category = _most_first(agreements(own, lambda one: one.category or tr("No label")))
    return found | {f"· {name}": agreement for name, agreement in per_category.items()}


def _most_first(found: dict[str, Agreement]) -> dict[str, Agreement]:
    return dict(sorted(found.items(), key=lambda one: (-one[1].counted, one[0])))


def _agreement(name: str, title: str, about: str, found: dict[str, Agreement]) -> Section:
    shown = list(found.items())[:MOST_ROWS]
    lowest = min((one.interval.low for _, one in shown if one.kappa is not None), default=0.0)
    low, steps = next(one for one in ((0.0, 4), (-0.5, 3), (-1.0, 4)) if lowest >= one[0] - 1e-9)
    scale = Scale(low, 1.0, signed, steps)
    rows = [
        IntervalRow(
            label,
            one.kappa,
            one.interval.low,
            one.interval.high,
            tr("κ {kappa} · {share} of {counted}").format(
                kappa=kappa(one.kappa), share=share_of(one.share), counted=naming.number(one.counted)
            ),
            agreement_tip(label, one),
            one.is_few,
        )
        for label, one in shown
    ]
    return Section(
        name=name,
        title=title,
        about=_with_left_out(tr(about), len(found)),
        headers=(
            {"pairs": tr("Reviewers"), "categories": tr("Category")}.get(name, tr("Reviewer, category")),
            tr("Judged twice"),
            tr("Alike"),
            tr("95 % interval"),
            tr("Kappa"),
            tr("95 % interval"),
            tr("Remark"),
        ),
        rows=tuple(_agreement_cells(label, one) for label, one in found.items()),
        draw=(lambda width: charts.intervals(rows, scale, width)) if rows else None,
        empty=tr(_NO_OWN if name == "own" else _NO_PAIRS),
        summary=", ".join(f"{row.name} {row.note}" for row in rows),
    )


def _agreement_cells(name: str, one: Agreement) -> tuple[Cell, ...]:
    tip = agreement_tip(name, one)
    texts = (
        naming.number(one.counted),
        share_of(one.share),
        range_of(one.share.interval),
        kappa(one.kappa),
        kappa_range(one),
    )
    return (Cell(name, tip, number=False), *(Cell(text, tip) for text in texts), Cell(few_told(one), tip, number=False))
