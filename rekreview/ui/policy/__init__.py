"""The policy screen: the first form of the policy laboratory."""

from rekreview.ui.policy.screen import PolicyScreen

__all__ = ["PolicyScreen"]
