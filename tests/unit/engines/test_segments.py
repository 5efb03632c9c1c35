"""Consecutive samples with a category become one segment, and nothing is bridged that was not seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.labels import Label
from rekreview.domain.taxonomy import taxonomy
from rekreview.engines.on_device.sampling import Sample, SampleState
from rekreview.engines.on_device.segments import segments, video_labels

V7 = taxonomy("v7")


def seen(at, **found):
    return Sample(at, SampleState.ANALYSED, found)


def black(at):
    return Sample(at, SampleState.BLACK)


def spans(samples, duration=None):
    return [(one.slug, one.start, one.end, one.peak) for one in segments(samples, duration)]


def test_samples_in_a_row_are_one_segment_with_its_peak():
    samples = [seen(0, gambling=50.0), seen(1000, gambling=80.0), seen(2000, gambling=60.0), seen(3000)]
    assert spans(samples, 4000) == [("gambling", 0, 3000, 80.0)]


def test_the_moment_of_the_peak_is_kept():
    samples = [seen(0, gambling=50.0), seen(1000, gambling=80.0), seen(2000, gambling=80.0)]
    assert segments(samples, 3000)[0].peak_at == 1000


def test_a_gap_parts_two_segments():
    samples = [seen(0, gambling=50.0), seen(1000), seen(2000, gambling=60.0)]
    assert spans(samples, 3000) == [("gambling", 0, 1000, 50.0), ("gambling", 2000, 3000, 60.0)]


def test_a_black_frame_parts_two_segments():
    samples = [seen(0, gambling=50.0), black(1000), seen(2000, gambling=60.0)]
    assert spans(samples, 3000) == [("gambling", 0, 1000, 50.0), ("gambling", 2000, 3000, 60.0)]


def test_a_faint_trace_does_not_stretch_a_sighting():
    samples = [seen(0, explicit=2.0), seen(1000, explicit=3.0), seen(2000, explicit=90.0), seen(3000, explicit=4.0)]
    assert spans(samples, 4000) == [
        ("explicit", 0, 2000, 3.0),
        ("explicit", 2000, 3000, 90.0),
        ("explicit", 3000, 4000, 4.0),
    ]


def test_categories_run_beside_each_other():
    samples = [seen(0, violence=50.0, weapons=50.0), seen(1000, violence=60.0), seen(2000)]
    assert spans(samples, 3000) == [("violence", 0, 2000, 60.0), ("weapons", 0, 1000, 50.0)]


@pytest.mark.parametrize(("duration", "end"), [(1500, 1500), (None, 1000), (400, 1000)])
def test_the_last_sample_stands_to_the_end_of_the_video(duration, end):
    assert spans([seen(0, gambling=50.0), seen(1000, gambling=50.0)], duration) == [("gambling", 0, end, 50.0)]


def test_nothing_seen_no_segment():
    assert segments([], 1000) == []
    assert segments([seen(0), black(1000)], 2000) == []


def test_labels_come_by_their_start():
    samples = [seen(0, weapons=50.0, violence=50.0), seen(1000, explicit=60.0)]
    assert video_labels(V7, segments(samples, 2000)) == (
        Label("Violence", "", 50.0, 1, 0, 1000),
        Label("Weapons", "Violence", 50.0, 2, 0, 1000),
        Label("Explicit", "", 60.0, 1, 1000, 2000),
    )


CONFIDENCES = st.one_of(st.none(), st.floats(1, 100))


@given(st.lists(CONFIDENCES, min_size=1, max_size=30))
def test_segments_cover_exactly_the_samples_that_were_seen(row):
    samples = [seen(at * 500) if value is None else seen(at * 500, gambling=value) for at, value in enumerate(row)]
    found = segments(samples, len(row) * 500)
    covered = {at for one in found for at in range(one.start, one.end, 500)}
    assert covered == {at * 500 for at, value in enumerate(row) if value is not None}
    assert sum(one.end - one.start for one in found) == 500 * len(covered)
    highest = max((value for value in row if value is not None), default=None)
    assert max((one.peak for one in found), default=None) == highest
