"""World orders for the page: every what-if of a coded year, and measures of every year, made in the background once."""

from __future__ import annotations

import threading
from dataclasses import asdict
from typing import Any

from foedus.serve.answers import compact, sweep_data
from foedus.serve.shelf import coded_years

__all__ = ["Worlds"]


class Worlds:
    """What the user's ATOP answers, if there is one.  Years are swept one after another in a thread of their own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._years: Any = None
        self._orders: dict[int, dict[str, Any]] = {}
        self._wars: tuple[int, ...] = ()
        self._thread: threading.Thread | None = None
        self._problem = ""
        self._stop = threading.Event()

    def years(self) -> Any:
        """The coded years.  Raises LookupError where the user has no ATOP."""
        with self._lock:
            if self._years is None:
                self._years = coded_years()
            return self._years

    def grid(self, year: int) -> str:
        """``foedus.sweep-grid/1`` of one year.  Raises LookupError outside what the data cover."""
        coded = self.years()
        if not coded.first <= year <= coded.last:
            raise LookupError(f"ATOP covers {coded.first} to {coded.last}; {year} lies outside.")
        with self._lock:
            system = coded.system(year)
        return sweep_data(system, year)

    def orders(self) -> str:
        """``foedus.sweep-orders/1``: what is known by now of every year, and how many are still to come."""
        coded = self.years()
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, args=(coded,), daemon=True)
                self._thread.start()
        found = [self._orders[y] for y in sorted(self._orders)]
        return compact({
            "schema": "foedus.sweep-orders/1", "source": f"ATOP {coded.source.release}", "first": coded.first,
            "last": coded.last, "left": coded.last - coded.first + 1 - len(found), "wars": list(self._wars),
            "orders": found, "problem": self._problem,
        })  # fmt: skip

    def stop(self) -> None:
        """Sweep no further year."""
        self._stop.set()

    def _run(self, coded: Any) -> None:
        from foedus.show.orders_plot import general_wars
        from foedus.sweep.orders import order
        from foedus.sweep.results import sweep

        try:
            with self._lock:
                self._wars = general_wars(coded.session, coded.first, coded.last)
            # Every tenth year first, so that the picture is there soon and then fills in.
            years = list(range(coded.first, coded.last + 1))
            for year in (*years[::10], *(y for i, y in enumerate(years) if i % 10)):
                if self._stop.is_set():
                    return
                with self._lock:
                    system = coded.system(year)
                self._orders[year] = {"year": year, **asdict(order(sweep(system), 3))}
        except Exception as error:  # noqa: BLE001 - a thread has nobody to tell; the page has
            self._problem = f"The sweep stopped: {error}"
