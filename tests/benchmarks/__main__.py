"""Run every benchmark, or those named, each in a process of its own:  python -m tests.benchmarks [NAME...]"""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from pathlib import Path

NOT_BENCHMARKS = {"__main__", "table"}


def benchmarks() -> list[str]:
    """The names of the benchmarks: every module beside this one that can be run; `_name` is a part of another."""
    found = (module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]))
    return sorted(name for name in found if name not in NOT_BENCHMARKS and not name.startswith("_"))


def main(names: list[str]) -> int:
    """Run them one after another; 1 if one of them failed or missed a bar."""
    if unknown := set(names) - set(benchmarks()):
        print(
            f"No benchmark is named {', '.join(sorted(unknown))}. There are: {', '.join(benchmarks())}", file=sys.stderr
        )
        return 2
    missed = []
    for name in names or benchmarks():
        print(f"\n== {name}", flush=True)
        if subprocess.run([sys.executable, "-m", f"{__package__}.{name}"], check=False).returncode != 0:
            missed.append(name)
    print(f"\nMissed a bar or failed: {', '.join(missed)}" if missed else "\nAll bars are held.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
