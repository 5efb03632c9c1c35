"""A process that is killed at any moment pays once, and leaves nothing unknown behind."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contract.amazon import MIB, amazon_keys, clip, stored_videos  # noqa: F401 - the keys are a fixture

pytestmark = pytest.mark.usefixtures("amazon_keys")
ROUNDS = 40


def run(url: str, video: Path, journal: Path, seconds: float | None) -> bool:
    """Whether the process came to its end before it was killed."""
    command = [sys.executable, "-m", "tests.contract.reviewer_process", url, str(video), str(journal)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    try:
        _, said = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return False
    assert process.returncode == 0, said.decode()
    return True


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_at_random_moments(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    video = Path(clip(tmp_path, [1, 7, 20]).path)
    with video.open("ab") as file:
        # A box that players pass over makes the upload long enough to be killed in its middle.
        file.write((24 * MIB).to_bytes(4, "big") + b"free" + chance.randbytes(24 * MIB - 8))
    journal = tmp_path / "journal.json"
    with stored_videos(account_changes={"bytes_per_second": 4 * MIB}) as (service, running):
        running.account.videos.job_seconds = 1.0
        kills = 0
        for _ in range(ROUNDS):
            # Ever later, so that it comes to its end on a slow machine too.
            ended = run(running.url, video, journal, chance.uniform(0.7, 2.2) * 1.05**kills)
            told = json.loads(journal.read_text()) if journal.exists() else {}
            left = service.left_over()
            assert {one.key for one in left} <= {told.get("key")}, "all that lies there is known by its key"
            if ended:
                break
            kills += 1
        assert ended
        assert kills >= 3
        assert (told["state"], told["labels"]) == ("done", "3")
        assert (len(running.jobs.jobs), running.jobs.paid_twice) == (1, 0)
        for one in service.left_over():  # an upload whose id the killed process was about to note
            assert one.upload_id
            service.clear(one)
        place = running.account.storage.buckets["mine"]
        assert (place.objects, place.uploads) == ({}, {})
