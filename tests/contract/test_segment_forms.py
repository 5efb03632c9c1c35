"""What is exported of a video is taken by whom it is for: botocore reads Amazon's form, FFmpeg the chapters."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import av
import pytest
from botocore.parsers import create_parser
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.labels import Label
from rekreview.domain.policy import Policy, decide
from rekreview.domain.segment_exports import SegmentFormat, aws_answer, webvtt, written
from rekreview.domain.segments import Segment
from rekreview.domain.taxonomy import taxonomy
from tests.fakes.aws.model import Invalid, check, operation
from tests.unit.domain.test_segment_exports import asset, detection, segments, video_labels, weapons

V7 = taxonomy("v7")
ANSWER = operation("rekognition", "GetContentModeration")


def require_amazons(document: object) -> None:
    """Raise Invalid for what is no answer of GetContentModeration, whatever is too much in it included."""
    assert ANSWER is not None
    check(ANSWER.output_shape, document, "")


@given(st.lists(video_labels(), max_size=12))
def test_amazons_form_is_an_answer_by_amazons_own_model(labels: list[Label]) -> None:
    text = written(asset(), detection(*labels), None, SegmentFormat.AWS)
    require_amazons(json.loads(text))


@given(st.lists(video_labels(), max_size=12))
def test_amazons_software_reads_the_same_times_out_of_it(labels: list[Label]) -> None:
    assert ANSWER is not None
    body = json.dumps(aws_answer(asset(), "7.0", labels)).encode()
    read = create_parser("json").parse({"status_code": 200, "headers": {}, "body": body}, ANSWER.output_shape)
    times = [(one["StartTimestampMillis"], one["EndTimestampMillis"]) for one in read["ModerationLabels"]]
    assert sorted(times) == sorted((one.timestamp_ms, one.end_ms) for one in labels)
    for one in read["ModerationLabels"]:
        assert one["EndTimestampMillis"] - one["DurationMillis"] == one["Timestamp"]


def test_the_model_is_strict_enough_to_tell() -> None:
    sound = aws_answer(asset(), "7.0", [weapons()])
    for wrong in (
        {**sound, "JobStatus": "DONE"},
        {**sound, "Labels": []},
        {**sound, "ModerationLabels": [{"Timestamp": "0"}]},
    ):
        with pytest.raises(Invalid):
            require_amazons(wrong)


def cues(path: Path, text: str) -> list[tuple[int, int, str]]:
    """What FFmpeg reads out of a WebVTT file: from when to when (ms), and the text with its escapes."""
    path.write_text(text, encoding="utf-8")
    with av.open(str(path), format="webvtt") as opened:
        found = [packet for packet in opened.demux(subtitles=0) if packet.size]
        return [(packet.pts, packet.pts + packet.duration, bytes(packet).decode()) for packet in found]


def test_chapters_are_read_by_a_player(tmp_path: Path) -> None:
    labels = (weapons(1000, 3000), Label("Alcohol", "", 80.0, 1, timestamp_ms=2500, end_ms=3_600_500))
    verdict = decide(labels, Policy.of("aws_rek_video"), V7)
    text = written(asset(duration_ms=4_000_000), detection(*labels), verdict, SegmentFormat.WEBVTT)
    assert cues(tmp_path / "film.vtt", text) == [
        (1000, 2500, "Weapons 90.0 %"),
        (2500, 3000, "Weapons 90.0 %, Alcohol 80.0 %"),
        (3000, 3_600_500, "Alcohol 80.0 %"),
    ]


@given(st.lists(segments(), max_size=8))
def test_whatever_was_seen_a_player_reads_chapters_that_do_not_overlap(
    tmp_path_factory: pytest.TempPathFactory, found: list[Segment]
) -> None:
    read = cues(tmp_path_factory.getbasetemp() / "any.vtt", webvtt(found))
    assert bool(read) == bool(found)
    assert all(start < end for start, end, _ in read)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(read))


def test_a_video_in_which_nothing_is_over_has_no_chapter(tmp_path: Path) -> None:
    assert cues(tmp_path / "film.vtt", webvtt([])) == []
