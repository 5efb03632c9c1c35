"""Tests of tests/encoding.py: an encoder leaves the thread that calls it as it was."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.video_samples import CLIPS, make


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="priorities are told otherwise here")
def test_encoding_av1_leaves_the_priority_of_this_thread_alone(tmp_path: Path) -> None:
    before = os.sched_getscheduler(0)
    make(tmp_path, CLIPS["av1.mp4"])
    assert os.sched_getscheduler(0) == before
