"""How the reports tell numbers, days, shares and kappas."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from rekreview.domain.agreement import ENOUGH, Agreement
from rekreview.domain.estimates import Interval, Share
from rekreview.domain.reviewing import Period, ReportWish
from rekreview.ui import naming

MINUS = "−"


def tr(text: str) -> str:
    """A text of the reports in the reviewer's language."""
    return QCoreApplication.translate("reports", text)


def percent(share: float) -> str:
    """A share as a person reads it: 4.3 %, 27 %, 100 %; never 0 or 100 for what is not quite."""
    hundred = 100 * share
    if 0 < hundred < 0.1:
        return "< 0.1 %"
    if 99.9 < hundred < 100:
        return "> 99.9 %"
    return f"{hundred:.1f} %" if 0 < hundred < 10 or 99 < hundred < 100 else f"{hundred:.0f} %"


def share_of(share: Share) -> str:
    """A share, or a dash while nothing is counted."""
    return "–" if share.value is None else percent(share.value)


def range_of(interval: Interval) -> str:
    """An interval of shares: 12 %–31 %."""
    return f"{percent(interval.low)}–{percent(interval.high)}"


def kappa(value: float | None) -> str:
    """A kappa with two decimals, or a dash where there is none."""
    return "–" if value is None else signed(value)


def signed(value: float) -> str:
    """A number with two decimals and a sign that can be seen."""
    return f"{abs(value):.2f}" if round(value, 2) >= 0 else f"{MINUS}{abs(value):.2f}"


def kappa_range(agreement: Agreement) -> str:
    """The interval of a kappa, or a dash."""
    if agreement.kappa is None:
        return "–"
    return tr("{low} to {high}").format(low=signed(agreement.interval.low), high=signed(agreement.interval.high))


def reversal_tip(name: str, share: Share) -> str:
    """What a reversal rate means and rests on."""
    if share.value is None:
        return tr("{name}: no verdict was looked at.").format(name=name)
    words = tr(
        "{name}: persons overturned {hits} of {counted} verdicts they looked at, {share}. "
        "The rate of all such verdicts lies between {low} and {high} with a certainty of 95 % (Wilson), "
        "if those looked at stand for the others."
    )
    return words.format(
        name=name,
        hits=naming.number(share.hits),
        counted=naming.number(share.counted),
        share=percent(share.value),
        low=percent(share.interval.low),
        high=percent(share.interval.high),
    )


def agreement_tip(name: str, agreement: Agreement) -> str:
    """What an agreement and its kappa mean and rest on."""
    told = tr("{name}: {hits} of {counted} judged alike, {share} ({range}).").format(
        name=name,
        hits=naming.number(agreement.share.hits),
        counted=naming.assets(agreement.counted),
        share=share_of(agreement.share),
        range=range_of(agreement.share.interval),
    )
    if agreement.kappa is None:
        more = tr("There is no kappa: one of the two judgements was all that was ever given.")
    else:
        more = tr(
            "Cohen's kappa {kappa}, with a certainty of 95 % between {range} (Fleiss, Cohen and Everitt; no narrower "
            "than Wilson's interval allows). 1: always alike; 0: as often as by chance."
        ).format(kappa=kappa(agreement.kappa), range=kappa_range(agreement))
    return " ".join(filter(None, (told, more, few_told(agreement))))


def few_told(agreement: Agreement) -> str:
    """An honest word where kappa rests on too little."""
    if not agreement.is_few:
        return ""
    if agreement.counted < ENOUGH:
        return tr("Too few to go by: {counted} of at least {enough}.").format(
            counted=naming.number(agreement.counted), enough=naming.number(ENOUGH)
        )
    return tr("Nearly all were judged the same way, so that kappa hangs on a few assets.")


def period_name(start: date, period: Period) -> str:
    """A day, a week by its Monday, or a month, short enough for an axis."""
    return start.strftime("%Y-%m") if period is Period.MONTH else start.strftime("%m-%d")


def period_told(start: date, period: Period) -> str:
    """The same for a sentence or a table."""
    if period is Period.MONTH:
        return start.strftime("%Y-%m")
    day = start.isoformat()
    return tr("Week from {day}").format(day=day) if period is Period.WEEK else day


def period_title(period: Period) -> str:
    """The title of a column of periods."""
    return {Period.DAY: tr("Day"), Period.WEEK: tr("Week"), Period.MONTH: tr("Month")}[period]


def wish_told(wish: ReportWish) -> str:
    """What a report is about, in a line."""
    if wish.since and wish.until:
        days = tr("{since} to {until}").format(since=wish.since.isoformat(), until=wish.until.isoformat())
    elif wish.since:
        days = tr("since {since}").format(since=wish.since.isoformat())
    elif wish.until:
        days = tr("until {until}").format(until=wish.until.isoformat())
    else:
        days = tr("all days")
    who = wish.reviewer or tr("all reviewers")
    engine = naming.engine(wish.engine) if wish.engine else tr("all engines")
    return f"{days} · {who} · {engine}"
