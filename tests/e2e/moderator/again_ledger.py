"""Holds what the library kept where decisions come back against what the robot said, and of what.

A word on what came back is a second opinion and changes nothing; a word on anything else is a decision.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.e2e.moderator import ledger
from tests.e2e.moderator.diary import Deed, Input
from tests.e2e.moderator.ledger import Findings, Kept, opened

_SEEN = "seen_in, seen_step, seen_sha256, seen_width, seen_height, seen_ms"
_WORDS = f"""
SELECT step.id, step.state = 'done', 0, asset.name, to_status, reason, {_SEEN}
FROM decision JOIN step ON step.id = step_id JOIN asset ON asset.id = asset_id
WHERE step.id > :after AND undoes IS NULL
UNION ALL
SELECT step.id, step.state = 'done', 1, asset.name, opinion.status, reason, {_SEEN}
FROM opinion JOIN step ON step.id = step_id JOIN asset ON asset.id = asset_id
WHERE step.id > :after
ORDER BY 1"""
_STRAY = """
SELECT asset.name FROM opinion JOIN asset ON asset.id = opinion.asset_id
JOIN decision ON decision.id = opinion.decision_id
WHERE opinion.step_id > ?1 AND (decision.step_id > ?1 OR decision.asset_id <> opinion.asset_id
OR opinion.sample_id IS NOT NULL OR opinion.reviewer <> decision.reviewer)"""

Key = tuple[int, bool, str, str, bool]
"""Number, whether it is a second opinion, what was said, the reason, and whether it stands."""


@dataclass(slots=True)
class Word:
    """One thing the robot said. second: of what had come back, as it was painted. reason: the key for it came after.

    changes: whether something else stood before, so that it leaves a row. sure: False if the screen does not tell
    whether it was taken. may_have: a reason that came before it, which goes with it unless the list changed after that.
    """

    number: int
    deed: Deed
    second: bool
    pressed: Input
    reason: str = ""
    changes: bool = True
    sure: bool = True
    may_have: str = ""
    undone: bool = False

    @property
    def counts(self) -> bool:
        """Whether it stands, as far as the robot saw."""
        return self.sure and not self.undone and not self.pressed.refused

    def key(self, reason: str | None = None) -> Key:
        """What its row says."""
        return self.number, self.second, str(self.deed), self.reason if reason is None else reason, not self.undone


@dataclass
class AgainFindings(Findings):
    """What else may be wrong where decisions come back. overwritten: decisions of before that a second opinion changed;
    forgotten: second opinions that were not kept as such.
    """

    overwritten: list[str] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether every row is right and none is missing."""
        return super().sound and not (self.overwritten or self.forgotten)

    def told(self) -> str:
        """The figures, and the first of each kind."""
        kinds = {"decisions overwritten": self.overwritten, "second opinions lost": self.forgotten}
        also = "; ".join(f"{len(found)} {name}" + (f" ({found[0]})" if found else "") for name, found in kinds.items())
        return f"{super().told()}; {also}"


@dataclass(frozen=True, slots=True)
class _Row:
    key: Key
    kept: Kept


def keep(words: Sequence[Word], file: Path) -> None:
    """Write them down, for whoever wants to look closer."""
    file.write_text("".join(json.dumps(asdict(one)) + "\n" for one in words))


def newest_step(library: Path) -> int:
    """The id of the last step, 0 if there is none."""
    with opened(library) as connection:
        return connection.execute("SELECT coalesce(max(id), 0) FROM step").fetchone()[0]  # type: ignore[no-any-return]


def numbers_after(library: Path, after: int) -> list[int]:
    """The numbers of the pictures on which there are words after the step of this id."""
    return [row.key[0] for row in _rows(library, after)]


def opinions_standing(library: Path) -> int:
    """How many rows of second opinions belong to a step that counts."""
    wanted = "SELECT count(*) FROM opinion JOIN step ON step.id = step_id WHERE step.state = 'done'"
    with opened(library) as connection:
        return connection.execute(wanted).fetchone()[0]  # type: ignore[no-any-return]


def words_kept(library: Path, after: int) -> int:
    """How many words are kept after the step of this id."""
    return len(_rows(library, after))


def expected(words: Sequence[Word]) -> int:
    """How many words are to be kept at least."""
    return sum(one.sure and one.changes and not one.pressed.refused for one in words)


def compare(
    words: Sequence[Word], library: Path, after: int, first: Sequence[tuple[object, ...]], yesterday: frozenset[int]
) -> AgainFindings:
    """Hold every word kept after the step `after` against what was said. first: how the assets stood before."""
    kept = _rows(library, after)
    found = Counter(row.key for row in kept)
    wanted = list(_wanted(words, found))
    findings = AgainFindings()
    missing, beyond = Counter(wanted) - found, found - Counter(wanted)
    changed = {number for number, second, *_ in beyond if not second}
    for key in missing.elements():
        into = findings.forgotten if key[1] else findings.lost
        into.append(_told(key))
        if key[1] and key[0] in changed:
            findings.overwritten.append(f"{_told(key)} became a decision")
    findings.misattributed = [_told(key) for key in beyond.elements()]
    if not missing and not beyond:
        swapped = [a for a, b in zip(wanted, (row.key for row in kept), strict=True) if a != b]
        findings.misattributed = [f"{_told(key)}, in another order" for key in swapped]
    findings.overwritten += _changed(words, library, first, yesterday)
    findings.misattributed += _stray(library, after)
    findings.unproven = list(ledger.unproven([row.kept for row in kept], library, Counter()))
    return findings


def _rows(library: Path, after: int) -> list[_Row]:
    with opened(library) as connection:
        found = connection.execute(_WORDS, {"after": after}).fetchall()
    rows = []
    for _step, stands, second, name, status, reason, *seen in found:
        number = int(name.split(".")[0])
        key = (number, bool(second), str(status), reason, bool(stands))
        rows.append(_Row(key, Kept(number, str(status), *seen)))
    return rows


def _wanted(words: Sequence[Word], found: Counter[Key]) -> Iterator[Key]:
    """What the rows are to say, in their order. Where the screen left a word open, what rows there are beyond those of
    all other words tells whether it was taken.
    """
    left, keys = found.copy(), {}
    taken = [one for one in words if one.changes and not one.pressed.refused]
    for one in sorted(taken, key=lambda one: not one.sure):
        key = one.key(one.may_have) if one.may_have and left[one.key(one.may_have)] > 0 else one.key()
        if one.sure or left[key] > 0:
            left[key] -= 1
            keys[id(one)] = key
    yield from (keys[id(one)] for one in taken if id(one) in keys)


def _changed(
    words: Sequence[Word], library: Path, first: Sequence[tuple[object, ...]], yesterday: frozenset[int]
) -> list[str]:
    """The decisions of before that are others now, though nothing but second opinions was said."""
    decided = {one.number for one in words if not one.second and not one.undone}
    order, now = ledger.order(library), ledger.state(library)
    return [
        f"picture {number} stood as {before}, and stands as {after}"
        for number, before, after in zip(order, first, now, strict=True)
        if number in yesterday - decided and before != after
    ]


def _stray(library: Path, after: int) -> list[str]:
    """Second opinions on anything else than the own decision of before on the same asset."""
    with opened(library) as connection:
        return [
            f"a second opinion on {name} is about another decision" for (name,) in connection.execute(_STRAY, (after,))
        ]


def _told(key: Key) -> str:
    number, second, said, reason, stands = key
    kind = "second opinion" if second else "decision"
    return f"{kind} {said} of picture {number}" + (f", {reason}" if reason else "") + ("" if stands else ", taken back")
