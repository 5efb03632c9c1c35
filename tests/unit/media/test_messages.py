import contextlib
import os
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.assets import MediaFacts, MediaKind
from rekreview.domain.errors import DecoderCrashed, MediaError, TooLarge, Undecodable, Unsupported
from rekreview.media import messages, replies
from rekreview.media.desk import Desk
from rekreview.media.replies import Reply

KNOWN = MediaFacts(MediaKind.IMAGE, "jpeg")
IDENTITY = {"kind": "image", "format": "jpeg", "bytes": 5, "mtime_ns": 7, "sha256": "a" * 64}
FACTS = {"thumbnail_bytes": 2, "width": 4, "height": 3, "phash": -5, "frames": 1}
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def reply(payload: bytes = b"", **about: object) -> Reply:
    return Reply("x", about, bytearray(payload))


@given(st.dictionaries(st.text(), anything.filter(lambda value: value == value), max_size=5), st.binary(max_size=50))
def test_a_message_comes_out_as_it_went_in(header: dict[str, object], payload: bytes) -> None:
    joined = b"".join(messages.packed(header, payload))
    lengths = messages.lengths(joined[:8])
    assert messages.parsed(joined[8 : 8 + lengths[0]]) == header or "nan" in str(header)
    assert joined[8 + lengths[0] :] == payload


@given(st.binary(min_size=8, max_size=8))
def test_lengths_are_sane_or_refused(prefix: bytes) -> None:
    try:
        header, payload = messages.lengths(prefix)
    except ValueError:
        return
    assert header <= messages.LONGEST_HEADER
    assert payload <= messages.LONGEST_PAYLOAD


@pytest.mark.parametrize("text", [b"", b"[]", b"1", b"null", b"{", b"\xff", b'"x"'])
def test_a_header_that_is_no_object_is_refused(text: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        messages.parsed(text)


def test_a_sound_identity() -> None:
    found = replies.identity(reply(**IDENTITY), "/a.jpg")
    assert (found.path, found.bytes, found.mtime_ns, found.sha256) == ("/a.jpg", 5, 7, "a" * 64)
    assert (found.facts.kind, found.facts.format, found.facts.frames) == (MediaKind.IMAGE, "jpeg", None)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "sound"},
        {"kind": "video"},
        {"format": "exe"},
        {"bytes": -1},
        {"bytes": 1.5},
        {"bytes": True},
        {"bytes": 2**70},
        {"sha256": "A" * 64},
        {"sha256": "a" * 63},
        {"sha256": "../" * 22},
        {"mtime_ns": "now"},
        {"kind": ["image"]},
    ],
)
def test_a_hostile_identity_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(DecoderCrashed, match="nonsense"):
        replies.identity(reply(**IDENTITY | change), "/a.jpg")


def test_sound_facts() -> None:
    found = replies.facts(reply(b"aabbb", **FACTS, codec="h264", frame_rate=25, has_audio=True, duration_ms=4), KNOWN)
    assert (found.width, found.height, found.phash, found.frames) == (4, 3, -5, 1)
    assert (found.thumbnail, found.veiled) == (b"aa", b"bbb")
    assert (found.codec, found.frame_rate, found.has_audio, found.duration_ms) == ("h264", 25.0, True, 4)


@pytest.mark.parametrize(
    "change",
    [
        {"width": 0},
        {"height": 2**40},
        {"phash": 2**63},
        {"thumbnail_bytes": 6},
        {"thumbnail_bytes": -1},
        {"frames": "many"},
        {"duration_ms": -4},
        {"codec": 5},
    ],
)
def test_hostile_facts_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(DecoderCrashed):
        replies.facts(reply(b"aabbb", **FACTS | change), KNOWN)


@given(st.dictionaries(st.sampled_from([*IDENTITY, *FACTS, "codec", "frame_rate", "message", "code"]), anything))
def test_any_answer_is_taken_or_refused_as_a_media_error(about: dict[str, object]) -> None:
    found = reply(b"12345", **about)
    for read in (
        lambda: replies.identity(found, "/a"),
        lambda: replies.facts(found, KNOWN),
        lambda: replies.frame(found),
        lambda: replies.fault(found),
    ):
        with contextlib.suppress(MediaError):
            read()


@pytest.mark.parametrize(("width", "height"), [(2, 2), (0, 4), (4, 0), (-1, -4), (2**31, 2**31)])
def test_pixels_must_fill_the_size_they_claim(width: int, height: int) -> None:
    with pytest.raises(DecoderCrashed):
        replies.frame(reply(bytes(11), width=width, height=height))


def test_a_frame() -> None:
    found = replies.frame(reply(bytes(range(12)), width=1, height=4, at_ms=9))
    assert found.pixels.shape == (4, 1, 3)
    assert found.pixels[3, 0].tolist() == [9, 10, 11]
    assert found.timestamp_ms == 9


def test_faults_keep_their_kind_and_no_other_error_can_be_told() -> None:
    for code, kind in (("too_large", TooLarge), ("unsupported", Unsupported), ("cancelled", Undecodable)):
        found = replies.fault(reply(code=code, message="why"))
        assert type(found) is kind
        assert found.message == "why"
    assert replies.fault(reply(code="undecodable")).message


def test_the_desk_takes_jobs_and_answers_them() -> None:
    jobs, give = os.pipe()
    take, answers = os.pipe()
    for number in (1, 2):
        os.write(give, b"".join(messages.packed({"job": number, "verb": "picture"})))
    os.write(give, b"".join(messages.packed({"say": "granted"})))
    os.close(give)
    desk = Desk(jobs, answers)
    assert desk.next_job() == {"job": 1, "verb": "picture"}
    assert desk.next_job() == {"job": 2, "verb": "picture"}
    desk.allow(1)
    desk.allow(100 << 20)
    desk.alive()
    with pytest.raises(TooLarge, match="Nobody waits"):
        desk.allow(100 << 20)
    assert desk.next_job() is None
    os.close(answers)
    said = [header["say"] for header in _headers(take)]
    assert said == ["begun", "begun", "need", "need"]
    os.close(take)
    os.close(jobs)


def test_an_answer_that_is_held_is_sent_with_the_next_one_and_before_it() -> None:
    jobs, give = os.pipe()
    take, answers = os.pipe()
    os.write(give, b"".join(messages.packed({"job": 7, "verb": "ingest"})))
    desk = Desk(jobs, answers)
    assert desk.next_job()
    os.read(take, 65536)
    desk.hold("facts", b"pixels", width=3)
    os.set_blocking(take, False)
    with pytest.raises(BlockingIOError):
        os.read(take, 1)
    desk.say("end")
    facts, end = _headers(take)
    assert facts == {"job": 7, "say": "facts", "width": 3}
    assert end == {"job": 7, "say": "end"}
    desk.say("alive")
    assert [header["say"] for header in _headers(take)] == ["alive"], "it is sent once"
    for descriptor in (jobs, give, take, answers):
        os.close(descriptor)


def _headers(descriptor: int) -> list[messages.Header]:
    content, found = os.read(descriptor, 65536), []
    while content:
        header, payload = struct.unpack(">II", content[:8])
        found.append(messages.parsed(content[8 : 8 + header]))
        content = content[8 + header + payload :]
    return found
