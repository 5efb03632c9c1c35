"""Random moderation strings, labels and libraries, for the property tests.

Each strategy is made once: Hypothesis looks it over at its first use, and a busy machine takes that for a slow test.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache

from hypothesis import strategies as st

from rekreview.domain.assets import MediaKind, Status
from rekreview.domain.content_types import ContentTypes
from rekreview.domain.exemptions import Exemption
from rekreview.domain.labels import Label
from rekreview.domain.moderation_string import MACHINE_KINDS, Item, ModerationString
from rekreview.domain.policy import Parents, PolicyPair
from rekreview.domain.taxonomy import Category, Taxonomy, taxonomy
from rekreview.domain.thresholds import IGNORE, Threshold, write_threshold

V6, V7 = taxonomy("v6"), taxonomy("v7")
NODES = (*V6.categories, *V7.categories)
SLUGS = sorted({category.slug for category in NODES} - {"female_swimwear_or_underwear"})
NOVEL_NAMES = ("Novel Violence", "New Thing", "Newer Thing")

# Few values, so that equal confidences and confidences equal to a threshold are common.
NUMBERS = st.sampled_from([Decimal(n) / 1000 for n in (0, 9, 290, 300, 500, 570, 571, 580, 999, 1000)])
CONFIDENCES = st.one_of(
    st.sampled_from([0.0, 0.9, 29.0, 30.0, 50.0, 50.0001, 57.0, 57.1, 58.0, 57.00000000000001, 99.9, 100.0]),
    st.floats(0, 100),
)


@cache
def thresholds() -> st.SearchStrategy[Threshold]:
    """A number from 0 to 1, or ignore."""
    return st.one_of(NUMBERS, st.just(IGNORE), st.integers(0, 10**12).map(lambda number: Decimal(number).scaleb(-12)))


@cache
def names() -> st.SearchStrategy[str]:
    """A name a string may use: a slug of either taxonomy, an alias, one nobody knows."""
    return st.sampled_from([*SLUGS, "female_underwear", "novel_violence", "new_thing", "Kept As Typed"])


@cache
def machine_items(kind: str) -> st.SearchStrategy[Item]:
    """One machine moderation with up to eight settings."""
    pairs = st.lists(st.tuples(names(), thresholds()), max_size=8, unique_by=lambda pair: pair[0])
    floor = st.lists(st.tuples(st.just("min_confidence"), NUMBERS), max_size=1)
    settings = st.tuples(pairs, floor, st.integers(0, 8)).map(_put_between)
    return settings.map(lambda chosen: Item(kind, tuple(part for n, v in chosen for part in (n, write_threshold(v)))))


def _put_between(parts: tuple[list, list, int]) -> list:  # type: ignore[type-arg]
    """The floor anywhere among the pairs."""
    pairs, floor, place = parts
    return [*pairs[:place], *floor, *pairs[place:]]


@cache
def moderation_strings(kind: str | None = None) -> st.SearchStrategy[ModerationString]:
    """Whole strings, with other moderations before and after, and `manual` last if it is there."""
    machine = st.one_of([machine_items(one) for one in ([kind] if kind else sorted(MACHINE_KINDS))])
    carried = st.sampled_from(
        [
            Item("duplicate"),
            Item("duplicate", ("0.85",)),
            Item("webpurify"),
            Item("metascan"),
            Item("google_video_moderation", ("very_likely",)),
        ]
    )
    others = st.lists(carried, max_size=2, unique_by=lambda item: item.kind)
    manual = st.sampled_from([(), (Item("manual"),)])
    return st.builds(_around, others, st.booleans(), machine, manual)


def _around(others: list[Item], before: bool, machine: Item, manual: tuple[Item, ...]) -> ModerationString:
    """One machine moderation with others around it: no kind comes twice, so nothing has to be thrown away."""
    return ModerationString((*others[:before], machine, *others[before:], *manual))


def _label(category: Category, taxonomy_: Taxonomy, confidence: float, time: int | None) -> Label:
    parent = taxonomy_.get(category.parent) if category.parent else None
    return Label(category.name, parent.name if parent else "", confidence, timestamp_ms=time)


@cache
def labels(*, video: bool = False) -> st.SearchStrategy[list[Label]]:
    """Labels of an answer: known in one version, unknown, with a wrong parent, with chains of unknown parents."""
    times = st.sampled_from([0, 500, 1000]) if video else st.none()
    of = [(version, category) for version in (V6, V7) for category in version.categories]
    known = st.builds(lambda pair, c, t: _label(pair[1], pair[0], c, t), st.sampled_from(of), CONFIDENCES, times)
    parents = st.sampled_from(["", "Violence", "Graphic Violence", "Suggestive", *NOVEL_NAMES])
    odd = st.builds(
        lambda name, parent, c, t: Label(name, parent, c, timestamp_ms=t),
        st.sampled_from([*NOVEL_NAMES, "Weapons", "Gambling"]),
        parents,
        CONFIDENCES,
        times,
    )
    heavy = st.builds(
        lambda name, c, t: _label(V7.get(name), V7, c, t),  # type: ignore[arg-type]
        st.sampled_from(["violence", "graphic_violence", "blood_&_gore"]),
        CONFIDENCES,
        times,
    )
    return st.lists(st.one_of(known, odd, heavy), max_size=7)


@cache
def pairs() -> st.SearchStrategy[PolicyPair]:
    """Policies: a string for each medium, sometimes `manual` alone, and one of the two readings."""
    return st.builds(
        lambda image, video, parents, exempt: PolicyPair(image, video, parents, tuple(exempt)),
        st.one_of(moderation_strings("aws_rek").map(str), st.just("manual")),
        moderation_strings("aws_rek_video").map(str),
        st.sampled_from(Parents),
        st.lists(exemptions(), max_size=2),
    )


@cache
def exemptions() -> st.SearchStrategy[Exemption]:
    """Exemptions of known content types and of one nobody tells, in some categories or in all."""
    categories = [(), ("violence",), ("graphic_violence", "gambling"), ("blood_&_gore",), ("weapons", "suggestive")]
    names_ = st.sampled_from(["Animated", "animated", "Illustrated", "Sketched"])
    return st.builds(Exemption, names_, st.sampled_from([0.0, 79.9, 80.0]), st.sampled_from(categories))


@cache
def content_types() -> st.SearchStrategy[ContentTypes]:
    """What an answer says of content types; often nothing."""
    both = (("Illustrated", 50.0), ("Animated", 99.0))
    one = [(("Animated", confidence),) for confidence in (0.0, 79.9, 80.0)]
    return st.sampled_from([(), *one, (("Illustrated", 80.0),), both])


@cache
def told_by_moment() -> st.SearchStrategy[list[Label]]:
    """Labels of a video some of which tell the content types of their moment."""
    some = st.tuples(content_types(), content_types(), st.just(()))
    return st.tuples(labels(video=True), some).map(
        lambda drawn: [replace(label, content_types=drawn[1][n % 3]) for n, label in enumerate(drawn[0])]
    )


def assets() -> st.SearchStrategy[dict]:  # type: ignore[type-arg]
    """What `ColumnsBuilder.add` takes for one asset, except its id."""
    return st.sampled_from(MediaKind).flatmap(
        lambda kind: st.fixed_dictionaries(
            {
                "kind": st.just(kind),
                "labels": st.one_of(
                    st.none(), st.one_of(told_by_moment(), labels(video=True)) if kind is MediaKind.VIDEO else labels()
                ),
                "content_types": content_types(),
                "model_version": st.sampled_from(["7.0", "6.1", "5.0", "8.2", "", "on-device-1"]),
                "standing": st.sampled_from([None, None, None, Status.APPROVED, Status.REJECTED]),
                "undetected": st.sampled_from([Status.PENDING, Status.NOT_MODERATED]),
                "floor": st.sampled_from([1.0, 20.0, 50.0]),
            }
        )
    )
