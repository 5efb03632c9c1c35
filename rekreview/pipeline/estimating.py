"""What a paid run would send, cost and take, worked out before anything leaves the computer."""

from __future__ import annotations

from dataclasses import dataclass

from rekreview.domain.calls import Price
from rekreview.domain.ports import Engine, PacedEngine
from rekreview.library.library import Library
from rekreview.pipeline.scanning import plan


@dataclass(frozen=True, slots=True)
class PaidEstimate:
    """What a run would do. assets: those it is about. calls: at most; what was answered before is not asked again.

    rate: calls a second it starts with. price: of one call, US dollars.
    """

    assets: int
    calls: int
    rate: float
    price: Price

    @property
    def cost_usd(self) -> float:
        """What the calls cost together."""
        return round(self.calls * self.price.usd, 6)

    @property
    def seconds(self) -> float:
        """How long they take at the rate the run starts with."""
        return self.calls / self.rate if self.rate > 0 else 0.0


def estimate(library: Library, engine: Engine, price: Price) -> PaidEstimate:
    """What moderating everything would take that this engine has not answered on."""
    assets = plan(library, engine)
    frames = engine.limits.encoded.frames if engine.limits.encoded else 1
    return PaidEstimate(len(assets), library.queries.planned_calls(assets, frames), _rate(engine), price)


def estimate_open(library: Library, engine: Engine, run: int, price: Price, *, failed: bool = False) -> PaidEstimate:
    """What going on with a run would take; with `failed`, what asking again for those it could not moderate would.

    One call an asset, so that a run over moving pictures may take more.
    """
    view = library.queries.run(run)
    assets = view.queued + view.active + (view.failed if failed else 0)
    return PaidEstimate(assets, assets, _rate(engine), price)


def _rate(engine: Engine) -> float:
    return engine.rate if isinstance(engine, PacedEngine) else 1.0
