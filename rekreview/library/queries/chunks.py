"""Long lists of ids, in pieces a statement can take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


_IDS_IN_A_STATEMENT = 500


def chunks(ids: Sequence[int], size: int = _IDS_IN_A_STATEMENT) -> Iterator[list[int]]:
    """The ids in order, in pieces of at most `size`, as plain integers (the driver takes no numpy ones)."""
    for start in range(0, len(ids), size):
        yield [int(one) for one in ids[start : start + size]]


def plain(ids: Sequence[int] | NDArray[np.int64]) -> list[int]:
    """The ids as Python's own integers: the driver takes no numpy ones."""
    return [int(one) for one in ids] if isinstance(ids, Sequence) else ids.tolist()


def listed(ids: Sequence[int]) -> str:
    """Ids as SQL lists them. Of integers alone, so that nothing can be smuggled into a statement."""
    return f"({', '.join(str(int(one)) for one in ids)})"
