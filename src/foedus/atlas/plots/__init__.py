"""Pictures of the alliance system."""

from __future__ import annotations

from foedus.atlas.plots.gantt import portfolio
from foedus.atlas.plots.graph import network
from foedus.atlas.plots.series import alliances, degree

__all__ = ["alliances", "degree", "network", "portfolio"]
