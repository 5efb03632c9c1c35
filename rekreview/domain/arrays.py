"""NumPy, loaded when the first array is made: most commands make none, and it takes a tenth of their start.

Take `np` from here where a module is imported by commands that may never calculate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
else:

    class _NumPy:
        """Stands for the module; what is asked of it is kept, so that it is looked for only once."""

        def __getattr__(self, name: str) -> Any:
            import numpy

            found = getattr(numpy, name)
            setattr(self, name, found)
            return found

    np = _NumPy()

__all__ = ["np"]
