"""What an asset must be for a queue to hold it: plain SQL, for the window's first page and for everything after it."""

from __future__ import annotations

from typing import Final

from rekreview.domain.queues import QueueName

UNDECIDED: Final = "asset.decided_by IS NOT 'reviewer'"
"""No person has decided on it."""
CONDITIONS: Final[dict[QueueName, str]] = {
    QueueName.REJECTED: "asset.status = 'rejected'",
    QueueName.APPROVED: "asset.status = 'approved'",
    QueueName.PENDING: "asset.status = 'pending'",
    QueueName.NOT_MODERATED: "asset.status = 'not_moderated'",
    QueueName.SECOND_LOOK: "asset.second_look = 1",
    QueueName.BORDERLINE: f"(asset.borderline = 1 AND {UNDECIDED})",
    QueueName.DISAGREEING: f"(asset.disagreeing = 1 AND {UNDECIDED})",
    QueueName.REVIEWED: "asset.decided_by = 'reviewer'",
    QueueName.OVERTURNED: "asset.overturned = 1",
}
"""Of each queue that does not hold every asset."""
