"""Content types and exemptions in a real library: kept, judged by, looked for."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from rekreview.domain.assets import EngineName, MediaKind, Status
from rekreview.domain.content_types import ContentTypes
from rekreview.domain.errors import InvalidValue
from rekreview.domain.exemptions import Exemption
from rekreview.domain.labels import Label
from rekreview.domain.policy import PolicyPair
from rekreview.domain.ports import Detection
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.domain.status_codes import status_of
from rekreview.domain.tuning import evaluate
from rekreview.library import Library, database, schema
from rekreview.library.content_types import by_time, overall, storable, untimed, with_moments
from rekreview.library.judging import restand
from tests.unit.library.makers import add, detection, file, fill, moderate

ANIMATED: ContentTypes = (("Animated", 98.5),)
CARTOONS = Exemption("Animated", 80, ("violence",))
EXEMPT = PolicyPair(exemptions=(CARTOONS,))
VIOLENT = Label("Violence", "", 92.0)


def told(content_types: ContentTypes, *labels: Label) -> Detection:
    """Rekognition's answer with these content types."""
    answer = detection(*labels, engine=EngineName.REKOGNITION, version="7.0", floor=20.0)
    return replace(answer, content_types=content_types)


def statuses(library: Library, ids: list[int]) -> list[str]:
    return [tile.status.value for tile in library.queries.tiles(ids)]


@pytest.fixture
def cartoons(library: Library) -> list[int]:
    """A violent cartoon, a violent photograph, a drawing with nothing in it, a cartoon in a bar, a mixed video."""
    ids = [*fill(library, 4), *add(library, file("mixed.mp4", kind=MediaKind.VIDEO))]
    answers = [
        told(ANIMATED, VIOLENT),
        told((), VIOLENT),
        told((("Illustrated", 71.0),)),
        told(ANIMATED, VIOLENT, Label("Alcohol", "", 77.0)),
        told(
            (),
            Label("Violence", "", 92.0, timestamp_ms=0, content_types=ANIMATED),
            Label("Violence", "", 81.0, timestamp_ms=500),
        ),
    ]
    moderate(library, dict(zip(ids, answers, strict=True)))
    return ids


def test_an_exemption_spares_what_is_sure_to_be_animated(library: Library, cartoons: list[int]) -> None:
    assert statuses(library, cartoons) == ["rejected", "rejected", "approved", "rejected", "rejected"]
    outcome = library.commands.apply_policy(EXEMPT, name="cartoons")
    assert outcome.to_approved == (cartoons[0],)
    assert statuses(library, cartoons) == ["approved", "rejected", "approved", "rejected", "rejected"]
    assert library.queries.policy().pair == EXEMPT


def test_why_names_what_was_spared(library: Library, cartoons: list[int]) -> None:
    library.commands.apply_policy(EXEMPT, name="cartoons")
    verdict = library.queries.policy().pair.verdict_on(library.queries.asset(cartoons[0]))
    assert verdict is not None
    assert verdict.status is Status.APPROVED
    assert [(one.offence.name, one.content_type) for one in verdict.exempted] == [("Violence", "Animated")]
    film = library.queries.policy().pair.verdict_on(library.queries.asset(cartoons[4]))
    assert film is not None
    assert [one.timestamp_ms for one in film.offending] == [500]


def test_what_is_spared_is_neither_leading_nor_borderline(library: Library, cartoons: list[int]) -> None:
    library.commands.apply_policy(PolicyPair("aws_rek:violence:0.9", exemptions=(CARTOONS,)), name="near")
    assert library.queries.ids(QueueFilter(queue=QueueName.BORDERLINE)).tolist() == [cartoons[1]]
    assert library.queries.tiles([cartoons[3]])[0].category == "Alcohol"


def test_a_new_answer_is_judged_with_the_exemptions(library: Library) -> None:
    library.commands.apply_policy(EXEMPT, name="cartoons")
    ids = fill(library, 2)
    moderate(library, {ids[0]: told(ANIMATED, VIOLENT), ids[1]: told((), VIOLENT)})
    assert statuses(library, ids) == ["approved", "rejected"]


def test_columns_verdicts_and_rows_agree(library: Library, cartoons: list[int]) -> None:
    for pair in (EXEMPT, PolicyPair(exemptions=(Exemption("Illustrated", 50), CARTOONS)), PolicyPair()):
        library.commands.apply_policy(pair, name="any")
        codes = evaluate(library.queries.label_columns(), pair).tolist()
        assert [status_of(code) for code in codes] == statuses(library, cartoons)
        found = map(library.queries.policy().pair.verdict_on, library.queries.assets(cartoons))
        assert [one.status for one in found if one] == statuses(library, cartoons)
        before = statuses(library, cartoons)
        with library._database.writing() as connection:
            restand(connection, cartoons, pair)
        assert statuses(library, cartoons) == before


def test_content_types_of_moments_are_kept(library: Library, cartoons: list[int]) -> None:
    [view] = library.queries.asset(cartoons[4]).detections
    assert view.content_types == ANIMATED
    assert [label.content_types for label in view.labels] == [ANIMATED, ()]


def test_what_is_stored_is_read_again() -> None:
    labels = (
        Label("Violence", "", 92.0, timestamp_ms=0, content_types=(("Animated", 60.0),)),
        Label("Weapons", "Violence", 92.0, timestamp_ms=0, content_types=(("Animated", 90.0),)),
        Label("Alcohol", "", 92.0, timestamp_ms=7),
    )
    stored = storable(labels, (("Illustrated", 55.0),))
    assert stored == [["Illustrated", 55.0], ["Animated", 90.0, 0]]
    assert (untimed(stored), by_time(stored)) == ((("Illustrated", 55.0),), {0: (("Animated", 90.0),)})
    assert overall(stored) == (("Illustrated", 55.0), ("Animated", 90.0))
    assert [label.content_types for label in with_moments(labels, stored)] == [(("Animated", 90.0),)] * 2 + [()]
    assert with_moments(labels, [["Animated", 1.0]]) == labels


# Looking for content types


def test_a_list_holds_what_is_of_a_content_type(library: Library, cartoons: list[int]) -> None:
    def found(content_type: str, **filters: object) -> list[int]:
        return library.queries.ids(QueueFilter(content_type=content_type, **filters)).tolist()  # type: ignore[arg-type]

    assert found("Animated") == [cartoons[0], cartoons[3], cartoons[4]]
    assert found("animated", category="alcohol") == [cartoons[3]]
    assert found("Animated", kind=MediaKind.VIDEO) == [cartoons[4]]
    assert found("Illustrated") == [cartoons[2]]
    assert found("Anim") == []
    assert found("%") == []
    page = library.queries.page(content_type="animated", limit=2)
    assert [asset.id for asset in page] == [cartoons[0], cartoons[3]]


def test_only_the_detection_that_decides_counts(library: Library) -> None:
    ids = fill(library, 1)
    moderate(library, {ids[0]: told(ANIMATED, VIOLENT)})
    moderate(library, {ids[0]: replace(told((), VIOLENT), model_version="7.1")})
    assert library.queries.ids(QueueFilter(content_type="Animated")).tolist() == []
    assert (
        evaluate(library.queries.label_columns(), EXEMPT).tolist()
        == evaluate(library.queries.label_columns(), PolicyPair()).tolist()
    )


# Policies, presets, older libraries


def test_policies_and_presets_keep_their_exemptions(place: Path, library: Library) -> None:
    pair = PolicyPair(exemptions=(CARTOONS, Exemption("Illustrated", 99.5)))
    library.commands.apply_policy(pair, name="cartoons")
    library.commands.apply_policy(PolicyPair(), name="cartoons")
    assert library.commands.save_preset("mine", pair).version == 1
    assert library.commands.save_preset("mine", pair).version == 1, "the same policy is no new version"
    assert library.commands.save_preset("mine", EXEMPT).version == 2
    with Library.open(place) as again:
        assert [one.pair for one in again.queries.policy_versions()] == [PolicyPair(), pair, PolicyPair()]
        assert again.queries.preset("mine", 1).pair == pair
        assert again.queries.preset("mine").pair == EXEMPT


def test_an_exemption_nobody_can_mean_is_refused(library: Library) -> None:
    wrong = PolicyPair(exemptions=(Exemption("Animated", 101),))
    with pytest.raises(InvalidValue):
        library.commands.apply_policy(wrong, name="wrong")
    with pytest.raises(InvalidValue):
        library.commands.save_preset("wrong", wrong)
    assert library.queries.policy().pair == PolicyPair()


def test_a_library_from_before_exemptions_opens_and_has_none(tmp_path: Path) -> None:
    place = tmp_path / "older"
    place.mkdir()
    database.make_file(place / database.FILE_NAME)
    engine = create_engine(f"sqlite:///{place / database.FILE_NAME}")
    with engine.begin() as older:
        schema.migrate(older, "0002")
    engine.dispose()
    with sqlite3.connect(place / database.FILE_NAME) as connection:
        connection.execute(
            "INSERT INTO policy (name, version, image, video, parents, created)"
            " VALUES ('old', 1, 'aws_rek', 'aws_rek_video', 'literal', '2026-01-01 00:00:00.000000')"
        )
    connection.close()
    with Library.open(place) as library:
        assert library.queries.policy().pair == PolicyPair()
        library.commands.apply_policy(EXEMPT, name="old")
        assert library.queries.policy().version == 2
