"""What a suggestion says to people: the threshold and what it reaches, or honestly why there is none."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from rekreview.domain.suggesting import FEWEST, Finding, Goal, Suggestion
from rekreview.ui import naming
from rekreview.ui.policy.share_words import share_words, whole_percent


def _T(_context: str, source: str) -> str:
    """Marks a text for lupdate (-tr-function-alias QT_TRANSLATE_NOOP+=_T); it is translated when it is shown."""
    return source


GOALS: Final = {Goal.PRECISION: _T("suggesting", "precision"), Goal.RECALL: _T("suggesting", "recall")}
MEANINGS: Final = {
    Goal.PRECISION: _T(
        "suggesting",
        "Precision: of the assets over the threshold, how many are rightly there. The lowest threshold that reaches it "
        "is suggested, since it misses least.",
    ),
    Goal.RECALL: _T(
        "suggesting",
        "Recall: of the assets where the category is there, how many are over the threshold. The highest threshold "
        "that loses no more is suggested, since it rejects fewest wrongly.",
    ),
}
RESTS_ON: Final = _T(
    "suggesting",
    "In brackets: where the share lies in truth with a certainty of 95 %, and how many assets it was counted on. "
    "Counted is what persons marked or decided on; what nobody looked at is not in the recall.",
)


def goal_word(goal: Goal) -> str:
    """What a goal is called."""
    return _translate(GOALS[goal])


def goal_meaning(goal: Goal) -> str:
    """What it means to reach a goal."""
    return _translate(MEANINGS[goal])


def rests_on() -> str:
    """What the numbers of a suggestion mean."""
    return _translate(RESTS_ON)


def suggestion_lines(found: Suggestion, category: str) -> list[str]:
    """A suggestion for a category, of this name, line by line."""
    told = {Finding.FOUND: _found, Finding.OUT_OF_REACH: _out_of_reach, Finding.TOO_FEW: _too_few}[found.finding]
    return told(found, category)


def more_words(found: Suggestion, category: str) -> str:
    """How many decisions more make the number certain, "" if it is."""
    if not found.more:
        return ""
    if found.more == 1:
        return _translate("1 more decision brings {category} to ±5\u00a0%.").format(category=category)
    words = _translate("{count} more decisions bring {category} to ±5\u00a0%.")
    return words.format(count=naming.number(found.more), category=category)


def _found(found: Suggestion, category: str) -> list[str]:
    other = Goal.RECALL if found.goal is Goal.PRECISION else Goal.PRECISION
    beside = found.recall if other is Goal.RECALL else found.precision
    lines = [
        _translate("{category} above {threshold}: {goal} {share}, {other} {beside}.").format(
            category=category,
            threshold=f"{found.threshold:.2f}",
            goal=goal_word(found.goal),
            share=share_words(found.reached),
            other=goal_word(other),
            beside=share_words(beside),
        )
    ]
    if not found.certain:
        words = _translate("It may well be less than the {wanted} % wanted: the interval begins below it.")
        lines.append(words.format(wanted=whole_percent(found.wanted)))
    return lines


def _out_of_reach(found: Suggestion, category: str) -> list[str]:
    words = _translate(
        "No threshold of {category} reaches a {goal} of {wanted} % on what is known. The best there is has {share}."
    )
    return [
        words.format(
            category=category,
            goal=goal_word(found.goal),
            wanted=whole_percent(found.wanted),
            share=share_words(found.reached),
        )
    ]


def _too_few(found: Suggestion, category: str) -> list[str]:
    if not found.judged:
        words = _translate(
            "Nobody has marked a label of {category} or decided on it alone, so nothing can be said yet."
        )
        return [words.format(category=category)]
    words = _translate(
        "Too few decisions to suggest a threshold of {category}: persons spoke on {known}, and it is there in "
        "{present}. At least {fewest} have to count for a {goal}."
    )
    return [
        words.format(
            category=category,
            known=naming.assets(found.judged),
            present=naming.number(found.present),
            fewest=FEWEST,
            goal=goal_word(found.goal),
        )
    ]


def _translate(text: str) -> str:
    return QCoreApplication.translate("suggesting", text)
