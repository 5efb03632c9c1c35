"""What is exported of a video is read back as it was, and chapters are WebVTT as the standard says."""

import json
import re
from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.answers import read_labels
from rekreview.domain.assets import Asset, DetectionView, EngineName, MediaKind, Status
from rekreview.domain.labels import Label
from rekreview.domain.policy import Policy, decide
from rekreview.domain.segment_exports import (
    MOST_SHOWN,
    SegmentFormat,
    aws_answer,
    cloudinary_answer,
    file_name,
    webvtt,
    written,
)
from rekreview.domain.segments import Segment
from rekreview.domain.taxonomy import taxonomy

V7 = taxonomy("v7")
NAMES = st.one_of(st.sampled_from(["Weapons", "Alcohol", "Blood & Gore"]), st.text(min_size=1).filter(str.strip))
TIMES = st.integers(0, 6 * 3_600_000)
CLOCK = r"(\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3})"


def asset(duration_ms=60_000, path="/films/clip.mp4", status=Status.REJECTED):
    return Asset(
        id=17,
        sha256="a" * 64,
        kind=MediaKind.VIDEO,
        format="mp4",
        bytes=1000,
        width=640,
        height=480,
        duration_ms=duration_ms,
        codec="h264",
        paths=(path,) if path else (),
        missing_paths=(),
        status=status,
        decided_by=None,
        detections=(),
        deciding_detection=None,
        fault=None,
        imported=datetime(2026, 1, 1, tzinfo=UTC),
    )


def detection(*labels):
    return DetectionView(3, EngineName.REKOGNITION, "7.0", None, 20.0, labels)


def weapons(start=0, end=1000, confidence=90.0):
    return Label("Weapons", "Violence", confidence, 2, timestamp_ms=start, end_ms=end)


@st.composite
def video_labels(draw):
    start = draw(TIMES)
    length = draw(st.integers(0, 20_000))
    content = st.tuples(st.sampled_from(["Animated", "Illustrated"]), st.floats(0, 100))
    return Label(
        draw(NAMES),
        draw(st.one_of(st.just(""), NAMES)),
        draw(st.floats(0, 100)),
        draw(st.sampled_from([None, 1, 2, 3])),
        timestamp_ms=start,
        end_ms=start + length,
        content_types=tuple(draw(st.lists(content, max_size=2))),
    )


@st.composite
def segments(draw):
    start = draw(TIMES)
    return Segment(draw(NAMES), draw(NAMES), start, start + draw(st.integers(0, 9000)), draw(st.floats(0, 100)), start)


def by_time(labels):
    return sorted(labels, key=lambda label: label.timestamp_ms)


# Amazon's form


@given(st.lists(video_labels(), max_size=12))
def test_amazons_form_is_read_back_to_the_same_labels_and_times(labels):
    text = written(asset(), detection(*labels), None, SegmentFormat.AWS)
    read = read_labels(json.loads(text))
    assert list(read.labels) == by_time(labels)
    assert (read.model_version, read.kind) == ("7.0", MediaKind.VIDEO)


def test_amazons_form_has_the_fields_that_amazon_documents():
    told = aws_answer(asset(), "7.0", [weapons(2000, 5000)])
    assert told["ModerationLabels"] == [
        {
            "ModerationLabel": {"Confidence": 90.0, "Name": "Weapons", "ParentName": "Violence", "TaxonomyLevel": 2},
            "Timestamp": 2000,
            "StartTimestampMillis": 2000,
            "EndTimestampMillis": 5000,
            "DurationMillis": 3000,
            "ContentTypes": [],
        }
    ]
    assert told["VideoMetadata"]["DurationMillis"] == 60_000
    assert told["GetRequestMetadata"] == {"SortBy": "TIMESTAMP", "AggregateBy": "SEGMENTS"}


def test_amazons_own_segments_are_exported_as_they_came():
    own = aws_answer(asset(), "7.0", [weapons(0, 30_000), Label("Alcohol", "", 12.0, 1, timestamp_ms=4, end_ms=9)])
    own["JobId"] = "job-1"
    moments = detection(weapons(0, 1000), weapons(1000, 2000))
    raw = {"by_segment": own}
    assert json.loads(written(asset(), moments, None, SegmentFormat.AWS, raw=raw)) == own
    above = json.loads(written(asset(), moments, None, SegmentFormat.AWS, raw=raw, floor=Decimal("0.2")))
    assert [entry["ModerationLabel"]["Name"] for entry in above["ModerationLabels"]] == ["Weapons"]
    assert above["JobId"] == "job-1"


def test_an_empty_answer_is_an_answer():
    read = read_labels(json.loads(written(asset(), detection(), None, SegmentFormat.AWS)))
    assert read.labels == ()


def test_the_floor_of_the_string_leaves_labels_out_exactly():
    found = detection(weapons(confidence=7.0), weapons(1000, 2000, confidence=6.999))
    text = written(asset(), found, None, SegmentFormat.AWS, floor=Decimal("0.07"))
    assert [label.confidence for label in read_labels(json.loads(text)).labels] == [7.0]


# Cloudinary's form


@given(st.lists(video_labels(), max_size=12), st.sampled_from(Status))
def test_cloudinarys_form_is_read_back_to_the_same_labels_and_times(labels, status):
    text = written(asset(status=status), detection(*labels), None, SegmentFormat.CLOUDINARY)
    read = read_labels(json.loads(text), MediaKind.VIDEO)
    told = [(one.name, one.parent_name, one.confidence, one.timestamp_ms) for one in read.labels]
    assert told == [(one.name, one.parent_name, one.confidence, one.timestamp_ms) for one in by_time(labels)]
    assert json.loads(text)["moderation"][0]["status"] in {"approved", "rejected", "pending", "queued", "aborted"}


def test_cloudinary_shows_the_first_thousand():
    many = [weapons(1000 * number, 1000 * number + 1000) for number in reversed(range(MOST_SHOWN + 7))]
    shown = cloudinary_answer(asset(), many)["moderation"][0]["response"]["moderation_labels"]
    assert [entry["timestamp"] for entry in shown] == [1000 * number for number in range(1000)]
    assert shown[0] == {
        "timestamp": 0,
        "moderation_label": {"confidence": 90.0, "name": "Weapons", "parent_name": "Violence"},
    }


# WebVTT


def parsed(text):
    """The cues of a WebVTT file, by the rules of the W3C standard; fails where a file breaks one."""
    assert text.startswith("WEBVTT\n")
    assert text.endswith("\n")
    assert "\r" not in text
    assert "\0" not in text
    blocks = text.removesuffix("\n").split("\n\n")
    cues = []
    for block in blocks[1:]:
        lines = block.split("\n")
        if lines[0].startswith("NOTE"):
            assert "-->" not in block
            continue
        assert len(lines) == 3, f"an identifier, times, and one line of title: {block!r}"
        assert "-->" not in lines[0]
        times = re.fullmatch(f"{CLOCK} --> {CLOCK}", lines[1])
        assert times, lines[1]
        start, end = (clock_ms(times.groups()[at : at + 4]) for at in (0, 4))
        assert start < end
        assert lines[2].strip()
        cues.append((start, end, plain(lines[2])))
    for (_, end, _), (start, _, _) in pairwise(cues):
        assert end <= start, "chapters are in order and do not overlap"
    return cues


def clock_ms(parts):
    hours, minutes, seconds, milliseconds = map(int, parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds


def plain(line):
    """The text a player shows: nothing in it may be markup."""
    assert "<" not in line
    assert ">" not in line
    assert not re.search(r"&(?!amp;|lt;|gt;)", line), line
    return line.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@given(st.lists(segments(), max_size=8))
def test_chapters_are_valid_and_tell_what_is_over_when(found):
    cues = parsed(webvtt(found))
    for one in found:
        name = " ".join(one.name.replace("\0", "�").split())
        assert any(start <= one.start_ms < end and name in title for start, end, title in cues)
    covered = [(one.start_ms, max(one.end_ms, one.start_ms + 1000)) for one in found]
    for start, _, _ in cues:
        assert any(since <= start < until for since, until in covered)


@pytest.mark.parametrize(
    "name", ["A --> B", "<c.loud>x</c>", "a\n\nb", "NOTE", "WEBVTT", "&lt;", "R&D", "x\0y", "\u2028y"]
)
def test_no_name_breaks_out_of_its_line(name):
    cues = parsed(webvtt([Segment(name, "", 0, 1000, 50.0, 0)]))
    assert [title for _, _, title in cues] == [" ".join(name.replace("\0", "�").split()) + " 50.0 %"]


def test_chapters_part_where_a_category_comes_or_goes():
    found = [Segment("Weapons", "", 0, 4000, 84.26, 0), Segment("Alcohol", "", 2000, 6000, 90.0, 0)]
    assert parsed(webvtt(found)) == [
        (0, 2000, "Weapons 84.2 %"),
        (2000, 4000, "Alcohol 90.0 %, Weapons 84.2 %"),
        (4000, 6000, "Alcohol 90.0 %"),
    ]


def test_moments_in_a_row_are_one_chapter_with_their_peak():
    found = [Segment("Weapons", "", at, at + 1000, 60.0 + at / 1000, at) for at in (0, 1000, 2000)]
    assert parsed(webvtt(found)) == [(0, 3000, "Weapons 62.0 %")]


@pytest.mark.parametrize(("duration", "end"), [(60_000, 6000), (5500, 5500), (None, 6000), (4000, 6000)])
def test_a_single_moment_lasts_a_second_but_not_beyond_the_video(duration, end):
    assert parsed(webvtt([Segment("Weapons", "", 5000, 5000, 60.0, 5000)], duration)) == [(5000, end, "Weapons 60.0 %")]


def test_a_long_video_has_hours():
    assert "\n10:00:00.000 --> 10:00:01.500\n" in webvtt([Segment("Weapons", "", 36_000_000, 36_001_500, 60.0, 0)])


def test_only_what_is_over_its_threshold_is_a_chapter():
    labels = [weapons(0, 2000, 90.0), Label("Alcohol", "", 30.0, 1, timestamp_ms=3000, end_ms=4000)]
    verdict = decide(labels, Policy.of("aws_rek_video"), V7)
    text = written(asset(), detection(*labels), verdict, SegmentFormat.WEBVTT)
    assert parsed(text) == [(0, 2000, "Weapons 90.0 %")]
    assert parsed(written(asset(), detection(labels[1]), None, SegmentFormat.WEBVTT)) == []


# Names


@pytest.mark.parametrize(
    ("path", "form", "name"),
    [
        ("/films/clip.mp4", SegmentFormat.AWS, "clip-17.aws.json"),
        ("/films/my film (1).mov", SegmentFormat.CLOUDINARY, "my_film_1-17.cloudinary.json"),
        ("", SegmentFormat.WEBVTT, "video-17.vtt"),
        ("/films/.hidden", SegmentFormat.WEBVTT, "hidden-17.vtt"),
        ("/films/..mp4", SegmentFormat.WEBVTT, "video-17.vtt"),
        ("/films/été.mp4", SegmentFormat.WEBVTT, "été-17.vtt"),
    ],
)
def test_names_of_files(path, form, name):
    assert file_name(asset(path=path), form) == name


@given(st.text(max_size=300), st.sampled_from(SegmentFormat))
def test_no_name_leaves_the_folder_or_is_too_long(stem, form):
    name = file_name(asset(path=f"/films/{stem}"), form)
    assert "/" not in name
    assert not name.startswith(".")
    assert name.isprintable()
    assert len(name) < 120
