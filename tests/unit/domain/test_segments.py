"""Consecutive moments with a category become one segment, nothing is bridged, and hits come in order of time."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.labels import Label
from rekreview.domain.policy import Policy, decide
from rekreview.domain.segments import Moment, Segment, hits, joined, merged, moments_of, segments_of
from rekreview.domain.taxonomy import taxonomy
from rekreview.domain.verdict import Offence

V7 = taxonomy("v7")
GAMBLING, WEAPONS, VIOLENCE = ("Gambling", ""), ("Weapons", "Violence"), ("Violence", "")


def seen(at, confidence=None, kind=GAMBLING):
    return Moment(at, {} if confidence is None else {kind: confidence})


def spans(moments, duration=None, **how):
    return [(one.name, one.start_ms, one.end_ms, one.peak) for one in merged(moments, duration, **how)]


def test_moments_in_a_row_are_one_segment_with_its_peak_and_when_that_was():
    moments = [seen(0, 50.0), seen(1000, 80.0), seen(2000, 80.0), seen(3000)]
    assert merged(moments, 4000) == [Segment("Gambling", "", 0, 3000, 80.0, 1000)]


def test_a_gap_parts_two_segments():
    moments = [seen(0, 50.0), seen(1000), seen(2000, 60.0)]
    assert spans(moments, 3000) == [("Gambling", 0, 1000, 50.0), ("Gambling", 2000, 3000, 60.0)]


def test_a_faint_trace_does_not_stretch_a_sighting():
    moments = [seen(0, 2.0), seen(1000, 3.0), seen(2000, 90.0), seen(3000, 4.0)]
    assert spans(moments, 4000, trace_below=35.0) == [
        ("Gambling", 0, 2000, 3.0),
        ("Gambling", 2000, 3000, 90.0),
        ("Gambling", 3000, 4000, 4.0),
    ]
    assert spans(moments, 4000) == [("Gambling", 0, 4000, 90.0)]


def test_categories_run_beside_each_other():
    both = Moment(0, {VIOLENCE: 50.0, WEAPONS: 50.0})
    assert spans([both, seen(1000, 60.0, VIOLENCE), seen(2000)], 3000) == [
        ("Violence", 0, 2000, 60.0),
        ("Weapons", 0, 1000, 50.0),
    ]


def test_one_name_below_two_parents_is_two_categories():
    """v6 has a Gambling below Gambling."""
    both = Moment(0, {("Gambling", ""): 90.0, ("Gambling", "Gambling"): 80.0})
    assert [(one.parent_name, one.peak) for one in merged([both], 1000)] == [("", 90.0), ("Gambling", 80.0)]


@pytest.mark.parametrize(("duration", "end"), [(1500, 1500), (None, 1000), (400, 1000)])
def test_the_last_moment_stands_to_the_end_of_the_video(duration, end):
    assert spans([seen(0, 50.0), seen(1000, 50.0)], duration) == [("Gambling", 0, end, 50.0)]


def test_where_empty_moments_are_not_told_a_moment_reaches_only_so_far():
    moments = [seen(0, 50.0), seen(500, 60.0), seen(4000, 70.0)]
    assert spans(moments, 9000, reach_ms=500) == [("Gambling", 0, 1000, 60.0), ("Gambling", 4000, 4500, 70.0)]


def test_nothing_seen_no_segment():
    assert merged([], 1000) == []
    assert merged([seen(0), seen(1000)], 2000) == []


def test_labels_told_one_by_one_become_moments_by_time():
    labels = [
        Label("Gambling", "", 60.0, timestamp_ms=2000),
        Label("Gambling", "", 50.0, timestamp_ms=0),
        Label("Gambling", "", 70.0, timestamp_ms=0),
        Label("Weapons", "Violence", 40.0, timestamp_ms=0),
    ]
    assert moments_of(labels) == [Moment(0, {GAMBLING: 70.0, WEAPONS: 40.0}), Moment(2000, {GAMBLING: 60.0})]


def test_a_segment_and_its_label_are_the_same_thing():
    segment = Segment("Weapons", "Violence", 1000, 4000, 84.0, 3000)
    label = segment.label(2)
    assert label == Label("Weapons", "Violence", 84.0, 2, timestamp_ms=1000, end_ms=4000, peak_ms=3000)
    assert segments_of([label]) == [segment]


def test_a_label_that_tells_only_its_time_is_a_moment_with_its_peak_there():
    assert segments_of([Label("Gambling", "", 60.0, timestamp_ms=700)]) == [
        Segment("Gambling", "", 700, 700, 60.0, 700)
    ]


def test_labels_of_a_picture_are_no_segments():
    assert segments_of([Label("Gambling", "", 60.0)]) == []


def span(name, parent, confidence, start, end):
    return Label(name, parent, confidence, timestamp_ms=start, end_ms=end)


def hits_under(policy, labels):
    return [(one.name, one.start_ms) for one in hits(labels, decide(labels, Policy.of(policy), V7).offending)]


LABELS = [
    span("Violence", "", 90.0, 5000, 9000),
    span("Weapons", "Violence", 90.0, 5000, 9000),
    span("Gambling", "", 70.0, 1000, 2000),
    span("Alcohol", "", 30.0, 0, 9000),
]


def test_hits_are_the_segments_over_their_thresholds_by_time_and_a_parent_is_told_by_its_child():
    assert hits_under("aws_rek_video", LABELS) == [("Gambling", 1000), ("Weapons", 5000)]


def test_a_threshold_that_is_raised_takes_its_hits_away():
    assert hits_under("aws_rek_video:gambling:0.8", LABELS) == [("Weapons", 5000)]


def test_a_parent_whose_child_does_not_reject_is_a_hit_itself():
    assert ("Violence", 5000) in hits_under("aws_rek_video:weapons:ignore", LABELS)


def test_a_parent_is_a_hit_where_its_children_do_not_fill_its_time():
    labels = [span("Violence", "", 90.0, 0, 9000), span("Weapons", "Violence", 90.0, 0, 4000)]
    assert hits_under("aws_rek_video", labels) == [("Violence", 0), ("Weapons", 0)]
    labels += [span("Physical Violence", "Violence", 90.0, 4000, 9000)]
    assert hits_under("aws_rek_video", labels) == [("Weapons", 0), ("Physical Violence", 4000)]


def test_what_the_verdict_does_not_name_is_no_hit():
    assert hits(LABELS, []) == []
    other = Offence("Gambling", "", "gambling", 70.0, Decimal("0.5"), 3000)
    assert hits(LABELS, [other]) == []


@given(st.lists(st.one_of(st.none(), st.floats(1, 100)), min_size=1, max_size=30))
def test_segments_cover_exactly_the_moments_that_were_seen(row):
    moments = [seen(at * 500, value) for at, value in enumerate(row)]
    found = merged(moments, len(row) * 500, trace_below=35.0)
    covered = {at for one in found for at in range(one.start_ms, one.end_ms, 500)}
    assert covered == {at * 500 for at, value in enumerate(row) if value is not None}
    assert sum(one.end_ms - one.start_ms for one in found) == 500 * len(covered)
    assert max((one.peak for one in found), default=None) == max(filter(None, row), default=None)
    assert all(row[one.peak_ms // 500] == one.peak for one in found)


segments = st.builds(
    lambda name, start, lasts, peak: Segment(name, "", start, start + lasts, peak, start),
    st.sampled_from(["Gambling", "Weapons", "Alcohol"]),
    st.integers(0, 50_000),
    st.integers(0, 5_000),
    st.floats(1, 100),
)


@given(st.lists(segments, max_size=12), st.sampled_from([0, 1500]))
def test_joining_keeps_every_moment_and_the_strongest_peak(found: list[Segment], apart_ms: int):
    found.sort(key=lambda one: one.start_ms)
    whole = joined(found, apart_ms)
    assert [one.start_ms for one in whole] == sorted(one.start_ms for one in whole)
    for one in found:
        around = [w for w in whole if w.kind == one.kind and w.start_ms <= one.start_ms and one.end_ms <= w.end_ms]
        assert around
        assert max(w.peak for w in around) >= one.peak


def test_what_was_told_second_by_second_is_one_segment_with_its_peak():
    told = [
        Segment("Gambling", "", at, at + 1000, peak, at)
        for at, peak in [(0, 50.0), (1000, 80.0), (2000, 70.0), (4000, 60.0)]
    ]
    assert joined(told) == [
        Segment("Gambling", "", 0, 3000, 80.0, 1000),
        Segment("Gambling", "", 4000, 5000, 60.0, 4000),
    ]
    assert joined(told, 1000) == [Segment("Gambling", "", 0, 5000, 80.0, 1000)]
