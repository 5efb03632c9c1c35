"""What is said of a moderation run."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from rekreview.domain.calls import CallCounts
from rekreview.library.values import RunState, RunView
from rekreview.ui import messages, naming


def state_word(state: RunState) -> str:
    """The state of a run as a word."""
    return {
        RunState.RUNNING: _translate("Running"),
        RunState.PAUSED: _translate("Stopped, can go on"),
        RunState.FINISHED: _translate("Finished"),
    }.get(state, _translate("Given up"))


def is_resumable(run: RunView) -> bool:
    """Whether a person can let this run go on."""
    return run.state is RunState.PAUSED and run.queued + run.active > 0


def told(run: RunView) -> str:
    """A run in a few sentences: what was done, what was not, and for which causes."""
    sentences = [
        _translate("{done} of {all} moderated by {engine}.").format(
            done=naming.number(run.done), all=naming.assets(run.total), engine=engine_words(run)
        )
    ]
    if run.failed:
        failed = _translate("Not checked, and not counted as approved: {assets} ({causes}).")
        causes = ", ".join(_cause(code, count) for code, count in run.causes.items())
        sentences.append(failed.format(assets=naming.assets(run.failed), causes=causes))
    elif run.state is RunState.FINISHED:
        sentences.append(_translate("Nothing failed."))
    if run.engine.paid:
        sentences.append(calls_told(run.calls))
    return " ".join(sentences)


def engine_words(run: RunView) -> str:
    """The engine of a run with its version and adapter, as far as they are known."""
    parts = [run.engine_version, _translate("adapter {adapter}").format(adapter=run.adapter) if run.adapter else ""]
    told = ", ".join(part for part in parts if part)
    return f"{naming.engine(run.engine)} ({told})" if told else naming.engine(run.engine)


def calls_told(counts: CallCounts) -> str:
    """What calls cost, and what they may cost besides, in one or two sentences."""
    told = _translate("{calls} answered, {cost}.").format(
        calls=naming.calls(counts.answered), cost=naming.usd(counts.cost_usd)
    )
    if counts.refused:
        told += " " + _translate("{calls} refused, which cost nothing.").format(calls=naming.calls(counts.refused))
    if counts.unanswered:
        may = _translate("{calls} may have been billed without an answer: up to {cost} more.")
        told += " " + may.format(calls=naming.calls(counts.unanswered), cost=naming.usd(counts.may_cost_usd))
    return told


def _cause(code: str, count: int) -> str:
    reason = messages.reason(code).rstrip(".") or code
    return f"{naming.number(count)} × {reason[:1].lower()}{reason[1:]}" if count > 1 else reason


def _translate(text: str) -> str:
    return QCoreApplication.translate("runs", text)
