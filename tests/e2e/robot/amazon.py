"""An account at Amazon, played by the stand-in in a process of its own, and the files `aws configure` writes for it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[3]
KEY, SECRET = "AKIDEXAMPLE0000000001", "secret-one"
RENEWED_KEY, RENEWED_SECRET = "AKIDRENEWED0000000001", "secret-two"
PROFILE, REGION = "reviews", "eu-west-1"


class Amazon:
    """The service on loopback. Use it as a context; what it counted can be asked for at any time."""

    def __init__(self, python: Path, environment: Mapping[str, str]) -> None:
        self._aws = Path(environment["HOME"]) / ".aws"
        self._aws.mkdir(exist_ok=True)
        program = str(Path(__file__).with_name("stand_in.py"))
        self._process = subprocess.Popen(
            [str(python), program],
            cwd=PROJECT,
            env={**environment, "PYTHONPATH": str(PROJECT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._says, self._hears = self._process.stdout, self._process.stdin
        self.url = self._says.readline().strip()

    def __enter__(self) -> Amazon:
        return self

    def __exit__(self, *_: object) -> None:
        self._hears.close()
        self._process.wait(10)
        self._says.close()

    def play(self, **faults: Any) -> dict[str, int]:
        """Answer with these faults from now on; what was counted so far."""
        self._hears.write(json.dumps(faults) + "\n")
        self._hears.flush()
        return dict(json.loads(self._says.readline()))

    @property
    def counted(self) -> dict[str, int]:
        """What the account's bill and metrics would say."""
        return self.play()

    def sign_in(self, key: str = KEY, secret: str = SECRET, region: str = REGION) -> None:
        """Write profile and keys where AWS's own tools write them."""
        (self._aws / "config").write_text(f"[profile {PROFILE}]\nregion = {region}\n", encoding="utf-8")
        keys = f"[{PROFILE}]\naws_access_key_id = {key}\naws_secret_access_key = {secret}\n"
        (self._aws / "credentials").write_text(keys, encoding="utf-8")
