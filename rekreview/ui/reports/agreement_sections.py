"""The parts of a report that tell how far decisions agree with what was said a second time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rekreview.domain.agreement import Agreement
from rekreview.domain.reviewing import Twice, agreements, by_pair
from rekreview.ui import naming
from rekreview.ui.reports import charts
from rekreview.ui.reports.charts import IntervalRow, Scale
from rekreview.ui.reports.parts import MOST_ROWS, Cell, Headline, Section, with_left_out
from rekreview.ui.reports.words import (
    agreement_tip,
    few_told,
    kappa,
    kappa_range,
    range_of,
    share_of,
    signed,
    tr,
)

_PAIR_ABOUT = (
    "Decisions judged blind a second time. Kappa tells how far two judges agree beyond chance: 1 always, 0 by chance. "
    "A ring rests on too little to go by."
)
_OWN_ABOUT = (
    "Own decisions that came back unmarked, at the earliest the next day: how far reviewers agree with themselves."
)
_PER_CATEGORY_ABOUT = "The same by the label the first verdict rests on, whoever judged. Own second opinions are apart."
_NO_PAIRS = (
    "Nothing was judged a second time in this range. Draw a blind second look on the tab beside, and have it judged."
)
_NO_OWN = (
    "No own decision came back yet. With the setting “Second opinion” a few do, among what is to be decided, from the "
    "day after they were made."
)


def sections(twice: Sequence[Twice]) -> tuple[Section, ...]:
    """How far reviewers agree with each other, per category, and with themselves."""
    return (
        _agreement("pairs", tr("Agreement between reviewers"), _PAIR_ABOUT, _pairs(twice)),
        _agreement("categories", tr("Agreement per category"), _PER_CATEGORY_ABOUT, _categories(twice)),
        _agreement("own", tr("Your own second opinion"), _OWN_ABOUT, _own(twice)),
    )


def headlines(twice: Sequence[Twice]) -> tuple[Headline, ...]:
    """The same in two numbers."""
    others = _sum(one for one in twice if not one.own)
    own = _sum(one for one in twice if one.own)
    return (
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
        about=with_left_out(tr(about), len(found)),
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
