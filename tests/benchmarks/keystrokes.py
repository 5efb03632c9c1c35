"""How many assets a person would decide in an hour, by the keystroke-level model and the app's own measured times.

    python -m tests.benchmarks.keystrokes [DECISIONS]

The robot of `tests.e2e.moderator` decides one by one in the real window; its inputs are counted as
`tests.e2e.moderator.score` tells.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.benchmarks.table import Case, print_table
from tests.e2e.moderator import sessions
from tests.e2e.moderator.moderator import LargeModerator
from tests.e2e.moderator.score import score

DECISIONS, SPARE = 200, 20
ONE_BY_ONE = 2_300.0


def main(arguments: list[str]) -> int:
    """Measure and print; 1 if the bar is missed."""
    count = int(arguments[0]) if arguments else DECISIONS
    with tempfile.TemporaryDirectory() as place, sessions.at_a_library(Path(place), count + SPARE) as window:
        window.open()
        told = sessions.work("large", window, LargeModerator(window, pace=sessions.PACE), count, takes_back=False)
        window.close()
    found = score(told.diary, count)
    print(told.told())
    cases = [
        Case("one by one, large", [found.items_an_hour], "an hour", ONE_BY_ONE, at_least=True),
        Case("inputs for each", [found.inputs_each], ""),
    ]
    held = print_table(f"{count:,} decisions, as a person would make them", cases)
    return 0 if held and told.sound else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
