"""The one place where links are made. Every page is registered before any is written; an unknown target is an error.

links.add("dadukou-children-2021-2030/text.html", anchors=("2.4.2", …))
to = links.at("dadukou-children-2021-2030/2.4.2.html")
to.node("dadukou-children-2021-2030/2.4.q81c2f0")  →  "text.html#2.4.q81c2f0"
"""

from __future__ import annotations

from collections.abc import Iterable

from kb.answer.links import PAGED, node_url
from kb.problems import KbError
from kb_site.slug import is_safe

# Plan ids hold no underscore: this folder is nobody's.
ASSETS = "_assets"


class UnknownTarget(KbError):
    """A link to what the site does not have: our fault, the build stops."""


class Links:
    """All pages of the site, what anchors they have, and which node, unit and topic stands where."""

    def __init__(self, base_url: str = "") -> None:
        self.base_url = base_url.rstrip("/") + "/" if base_url else ""
        self._pages: dict[str, set[str]] = {}
        self._nodes: dict[str, str] = {}
        self._units: dict[tuple[str, str], str] = {}
        self._topics: dict[tuple[str, str], str] = {}
        self._texts: dict[str, str] = {}

    def add(self, path: str, anchors: Iterable[str] = ()) -> str:
        """A page or a file of the site, by its path from the root. Raises KbError for one that leaves it."""
        for part in path.split("/"):
            if part != ASSETS and not is_safe(part):
                raise KbError(f"“{path}”不能作文件名：编号只能有小写字母、数字、点和连字符。")
        self._pages.setdefault(path, set()).update(anchors)
        return path

    def add_node(self, id_: str, kind: str) -> str:
        """A node's page, or the full text for a kind without one; returns the page's path."""
        for part in id_.split("/", 1):
            if not is_safe(part):
                raise KbError(f"“{id_}”不能作文件名：编号只能有小写字母、数字、点和连字符。")
        url = self._texts.get(id_, "") if kind not in PAGED else ""
        url = url or node_url(id_, kind)
        path, _, anchor = url.partition("#")
        self._nodes[id_] = url
        return self.add(path, (anchor,) if anchor else ())

    def add_text(self, id_: str, path: str) -> None:
        """Where a node is in the full text: the page, and the node's number as its anchor."""
        local = id_.partition("/")[2]
        self.add(path, (local,))
        self._texts[id_] = f"{path}#{local}"

    def add_unit(self, plan: str, name: str, path: str, anchors: Iterable[str] = ()) -> None:
        self._units[plan, name] = self.add(path, anchors)

    def add_topic(self, plan: str, name: str, path: str) -> None:
        self._topics[plan, name] = self.add(path)

    def paths(self) -> tuple[str, ...]:
        return tuple(self._pages)

    def at(self, path: str) -> LinksFrom:
        """Links as they are written on the page `path`."""
        return LinksFrom(self, path)

    def check(self, path: str, anchor: str = "") -> str:
        """The path with its anchor. Raises UnknownTarget where there is no such page or anchor."""
        if path not in self._pages:
            raise UnknownTarget(f"站内没有 {path} 这一页。")
        if anchor and anchor not in self._pages[path]:
            raise UnknownTarget(f"{path} 上没有 #{anchor} 这一处。")
        return f"{path}#{anchor}" if anchor else path

    def of_node(self, id_: str) -> str:
        if id_ not in self._nodes:
            raise UnknownTarget(f"站内没有编号 {id_}。")
        return self._nodes[id_]

    def of_text(self, id_: str) -> str:
        if id_ not in self._texts:
            raise UnknownTarget(f"全文里没有编号 {id_}。")
        return self._texts[id_]

    def of_unit(self, plan: str, name: str) -> str:
        if (plan, name) not in self._units:
            raise UnknownTarget(f"规划 {plan} 没有单位“{name}”的页。")
        return self._units[plan, name]

    def of_topic(self, plan: str, name: str) -> str:
        if (plan, name) not in self._topics:
            raise UnknownTarget(f"规划 {plan} 没有主题“{name}”的页。")
        return self._topics[plan, name]

    def has_unit(self, plan: str, name: str) -> bool:
        return (plan, name) in self._units

    def units(self) -> dict[tuple[str, str], str]:
        return dict(self._units)


class LinksFrom:
    """Relative links from one page: they hold over http and over file:// from any folder."""

    def __init__(self, links: Links, path: str) -> None:
        self._links = links
        self.path = path
        self._folder = path.rpartition("/")[0]
        self._known: dict[str, str] = {}

    def _relative(self, url: str) -> str:
        found = self._known.get(url)
        if found is None:
            path, hash_, anchor = url.partition("#")
            folder, _, name = path.rpartition("/")
            if path == self.path and anchor:
                found = f"#{anchor}"
            elif folder == self._folder:
                found = name + hash_ + anchor
            else:
                found = self.root + url
            self._known[url] = found
        return found

    @property
    def root(self) -> str:
        """The way to the site's root: "" or "../"."""
        return "../" * self.path.count("/")

    @property
    def canonical(self) -> str:
        """The page's full address; "" where no base URL is known."""
        return self._links.base_url + self.path if self._links.base_url else ""

    def page(self, path: str, anchor: str = "") -> str:
        return self._relative(self._links.check(path, anchor))

    def asset(self, name: str) -> str:
        return self.page(f"{ASSETS}/{name}")

    def node(self, id_: str) -> str:
        return self._relative(self._links.of_node(id_))

    def text(self, id_: str) -> str:
        """The node's place in the full text."""
        return self._relative(self._links.of_text(id_))

    def unit(self, plan: str, name: str, anchor: str = "") -> str:
        return self._relative(self._links.check(self._links.of_unit(plan, name), anchor))

    def topic(self, plan: str, name: str) -> str:
        return self._relative(self._links.of_topic(plan, name))

    def has_unit(self, plan: str, name: str) -> bool:
        return self._links.has_unit(plan, name)
