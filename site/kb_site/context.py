"""What a site is made of: its plans, its links, and what is given to it from outside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from kb_site.links import Links
from kb_site.plan_view import PlanView
from kb_site.settings import SiteSettings
from kb_site.text_parts import TextParts

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Extract:
    """A ready-made extract of a unit's duties that its page offers: label “Word”, name "x.docx".

    offered: the name a browser proposes for the saved file, “区卫健委-职责清单.docx”; "" for `name`.
    """

    plan: str
    unit: str
    label: str
    name: str
    content: bytes
    offered: str = ""

    @property
    def path(self) -> str:
        return f"{self.plan}/{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteContext:
    """Everything that pages are made from.

    views: all plans, in order. links: the resolver every page is registered with. digest: of the base.
    extracts: by plan id, what its pages offer to save.
    settings: what the office says of the site. kept: by plan id and name, what `once` has made.
    """

    views: tuple[PlanView, ...]
    links: Links
    digest: str
    extracts: Mapping[str, tuple[Extract, ...]] = field(default_factory=dict)
    settings: SiteSettings = field(default_factory=SiteSettings)
    kept: dict[tuple[str, str], Any] = field(default_factory=dict)

    @property
    def single(self) -> bool:
        """Whether the site is one plan's: its home is then the site's."""
        return len(self.views) == 1

    def once(self, view: PlanView, name: str, make: Callable[[SiteContext, PlanView], T]) -> T:
        """Return what `make` makes of a plan, made when it is first asked for: pages register and render the same."""
        found: T | None = self.kept.get((view.id, name))
        if found is None:
            found = self.kept[view.id, name] = make(self, view)
        return found

    def once_for_all(self, name: str, make: Callable[[], T]) -> T:
        """Return what `make` makes of all plans, made when it is first asked for."""
        found: T | None = self.kept.get(("", name))
        if found is None:
            found = self.kept["", name] = make()
        return found

    def forget(self, plan: str) -> None:
        """Let go of what was made of a plan."""
        for key in [key for key in self.kept if key[0] == plan]:
            del self.kept[key]

    def text_of(self, view: PlanView) -> TextParts:
        """Return how the full text of a plan is cut into pages."""
        return self.once(view, "text parts", lambda _, one: TextParts(one))

    def view(self, plan: str) -> PlanView | None:
        by_id: dict[str, PlanView] | None = self.kept.get(("", "views"))
        if by_id is None:
            by_id = self.kept["", "views"] = {v.id: v for v in self.views}
        return by_id.get(plan)

    def home_of(self, view: PlanView) -> str:
        return "index.html" if self.single else f"{view.id}/index.html"
