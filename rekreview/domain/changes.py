"""What a write to the library changed: the one message every view listens to."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What one committed write changed. Views refresh what it names and nothing else.

    added: ids of new assets. changed: ids whose row changed (status, labels, locations). everything: any row may have
    changed (a policy was applied, another process wrote). policy, runs, history: the applied policy, the list of runs,
    the undo history changed. filters: the saved filters.
    """

    added: tuple[int, ...] = field(default=())
    changed: tuple[int, ...] = field(default=())
    everything: bool = False
    policy: bool = False
    runs: bool = False
    history: bool = False
    filters: bool = False

    def __bool__(self) -> bool:
        return bool(
            self.added or self.changed or self.everything or self.policy or self.runs or self.history or self.filters
        )
