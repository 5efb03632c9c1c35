"""The labels of a detection as a tree: each under its parent, the strongest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from rekreview.domain.labels import Label
from rekreview.domain.marks import MarkWord
from rekreview.domain.taxonomy import Taxonomy, slug_of
from rekreview.domain.thresholds import IGNORE, Threshold, exceeds
from rekreview.domain.verdict import Verdict


@dataclass(slots=True)
class LabelNode:
    """A category in the tree. confidence: the highest of its labels (0–100), None for a parent that has none itself.

    times: where in a video it was seen (milliseconds), in order. exempt: the content type for whose sake none of its
    labels rejects, though one is over the threshold. mark: what a person said of it.
    """

    name: str
    threshold: Threshold | None
    confidence: float | None = None
    times: list[int] = field(default_factory=list)
    children: list[LabelNode] = field(default_factory=list)
    exempt: str = ""
    mark: MarkWord | None = None

    @property
    def over(self) -> bool:
        """Whether this label rejects."""
        if self.confidence is None or self.threshold is None or self.exempt:
            return False
        return exceeds(self.confidence, self.threshold)

    @property
    def ignored(self) -> bool:
        """Whether the policy ignores this category."""
        return self.threshold is IGNORE

    @property
    def strength(self) -> float:
        """The highest confidence in this branch, by which the tree is ordered."""
        return max([self.confidence or 0.0, *(child.strength for child in self.children)])


def label_nodes(
    labels: Iterable[Label],
    taxonomy: Taxonomy,
    thresholds: Mapping[str, Threshold],
    exempt: Mapping[str, str] = MappingProxyType({}),
    marks: Mapping[str, MarkWord] = MappingProxyType({}),
) -> list[LabelNode]:
    """The top of the tree. A parent that an engine names but the taxonomy does not have is a node all the same.

    exempt: the names of categories whose labels a content type spares, and that content type. marks: by slug.
    """
    nodes: dict[str, LabelNode] = {}
    parents: dict[str, str] = {}
    for label in labels:
        chain = _chain(label, taxonomy)
        for name, parent in zip(chain, [*chain[1:], ""], strict=True):
            slug = slug_of(name)
            node = LabelNode(name, thresholds.get(slug), exempt=exempt.get(name, ""), mark=marks.get(slug))
            nodes.setdefault(name, node)
            parents.setdefault(name, parent)
        _add(nodes[label.name], label)
    for name, parent in parents.items():
        if parent and parent != name:
            nodes[parent].children.append(nodes[name])
    return _sorted([nodes[name] for name, parent in parents.items() if not parent or parent == name])


def exempt_names(verdict: Verdict | None) -> dict[str, str]:
    """The categories that only a content type keeps from rejecting, and which it is. One moment that rejects counts."""
    if verdict is None:
        return {}
    rejecting = {offence.name for offence in verdict.offending}
    spared = {one.offence.name: one.content_type for one in reversed(verdict.exempted)}
    return {name: content_type for name, content_type in spared.items() if name not in rejecting}


def _chain(label: Label, taxonomy: Taxonomy) -> list[str]:
    """The label's name and those above it, nearest first."""
    category = taxonomy.find(label.name, label.parent_name)
    if category is not None:
        return list(dict.fromkeys([label.name, *(above.name for above in taxonomy.above(category))]))
    if not label.parent_name or label.parent_name == label.name:
        return [label.name]
    return [label.name, label.parent_name, *(above.name for above in taxonomy.ancestors(slug_of(label.parent_name)))]


def _add(node: LabelNode, label: Label) -> None:
    node.confidence = max(node.confidence or 0.0, label.confidence)
    if label.timestamp_ms is not None:
        node.times = sorted({*node.times, label.timestamp_ms})


def _sorted(nodes: list[LabelNode]) -> list[LabelNode]:
    for node in nodes:
        node.children = _sorted(node.children)
    return sorted(nodes, key=lambda node: (-node.strength, node.name))
