"""Places in a list: first by name, what stands at a row, what is borderline."""

from __future__ import annotations

import pytest

from rekreview.domain.errors import AssetNotFound
from rekreview.domain.queues import QueueFilter, SortKey
from rekreview.library.library import Library
