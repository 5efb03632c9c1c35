"""Borderline and Second look have an order of their own, over a restart too."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rekreview.domain.queues import QueueFilter, QueueName, SortKey
from tests.qt.queueing.conftest import Shown


@pytest.mark.parametrize("queue", [QueueName.BORDERLINE, QueueName.SECOND_LOOK])
def test_the_former_order_comes_back_when_the_queue_of_the_last_time_is_left(
    open_window: Callable[..., Shown], queue: QueueName
) -> None:
    first = open_window()
    first.show(QueueFilter(sort=SortKey.NAME, descending=True))
    first.window._show_queue(queue)  # as the palette and the banners do
    own = first.window.parts.side.filter.sort
    assert own in (SortKey.BORDERLINE, SortKey.WAITING)
    first.wait(lambda: first.review.listing.filter.sort is own)
    again = open_window()
    side = again.window.parts.side
    assert (side.filter.queue, side.filter.sort) == (queue, own)
    side.queues.select(QueueName.ALL)
    assert (side.filter.sort, side.filter.descending) == (SortKey.NAME, True)
    again.wait(lambda: again.review.listing.filter == side.filter and len(again.listed) == len(again.ids))
