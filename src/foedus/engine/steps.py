"""A labelled proposition over time: a label for every day, as a step function."""

from __future__ import annotations

from bisect import bisect_right

from foedus.engine.algebra import Label

__all__ = ["Steps"]


class Steps:
    """Label per day; changes are recorded in order of time, the last one holds on.

    days: first day of each step, ascending.   labels: the label from that day on.
    """

    __slots__ = ("days", "labels")

    def __init__(self, start: Label) -> None:
        self.days: list[int] = [0]
        self.labels: list[Label] = [start]

    @property
    def last(self) -> Label:
        """The label after the last change."""
        return self.labels[-1]

    def at(self, day: int) -> Label:
        """The label at the end of ``day``."""
        return self.labels[bisect_right(self.days, day) - 1]

    def set(self, day: int, label: Label) -> bool:
        """Let ``label`` hold from ``day`` on; true if that changes anything."""
        if self.labels[-1] == label:
            return False
        if self.days[-1] == day:
            self.labels[-1] = label
        else:
            self.days.append(day)
            self.labels.append(label)
        return True

    def first_day(self, false: Label) -> int | None:
        """The first day on which the label is not the impossible one."""
        return next((d for d, label in zip(self.days, self.labels, strict=True) if label != false), None)
