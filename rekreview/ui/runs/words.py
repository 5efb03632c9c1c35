"""What is said of a moderation run."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

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
        _translate("{done} of {all} moderated by {engine} ({version}).").format(
            done=naming.number(run.done),
            all=naming.assets(run.total),
            engine=naming.engine(run.engine),
            version=run.engine_version,
        )
    ]
    if run.failed:
        failed = _translate("Not checked, and not counted as approved: {assets} ({causes}).")
        causes = ", ".join(_cause(code, count) for code, count in run.causes.items())
        sentences.append(failed.format(assets=naming.assets(run.failed), causes=causes))
    elif run.state is RunState.FINISHED:
        sentences.append(_translate("Nothing failed."))
    return " ".join(sentences)


def _cause(code: str, count: int) -> str:
    reason = messages.reason(code).rstrip(".") or code
    return f"{naming.number(count)} × {reason[:1].lower()}{reason[1:]}" if count > 1 else reason


def _translate(text: str) -> str:
    return QCoreApplication.translate("runs", text)
