"""From an address to the nearest page above it, for whoever stands where no page is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from office.people import Permission


@dataclass(frozen=True, slots=True)
class Returning:
    """Every address at which there is something to read, and the permission it needs."""

    pages: Mapping[str, Permission | None]

    def way(
        self, pattern: str, path: str, may: Callable[[Permission], bool], *, named: bool = True
    ) -> str:
        """Return the nearest page above that may be opened; nothing where there is none.

        Without `named` no page of one thing is meant: that thing was not to be found.
        """
        holes, parts = pattern.strip("/").split("/"), path.strip("/").split("/")
        for length in range(len(holes) - 1, -1, -1):
            above = "/" + "/".join(holes[:length])
            if above not in self.pages or ("{" in above and not named):
                continue
            needs = self.pages[above]
            if needs is None or may(needs):
                return "/" + "/".join(parts[:length])
        return ""
