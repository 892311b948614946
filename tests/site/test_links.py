"""The one resolver: relative links, and errors for what is not there."""

from __future__ import annotations

import pytest

from kb.problems import KbError
from kb_site.links import Links, UnknownTarget
from kb_site.slug import is_safe, slug


@pytest.fixture
def links() -> Links:
    made = Links("https://plans.example.org/kids")
    for path in ("index.html", "a/text.html", "a/units.html"):
        made.add(path)
    made.add_node("a/2.4.2", "task")
    made.add_node("a/2.4.q81c2f0", "paragraph")
    made.add_unit("a", "区卫健委", "a/unit-x.html", ["at-2.4"])
    return made


def test_links_are_relative_to_the_page_they_stand_on(links: Links) -> None:
    deep, top = links.at("a/2.4.2.html"), links.at("index.html")
    assert deep.page("index.html") == "../index.html"
    assert top.node("a/2.4.2") == "a/2.4.2.html"
    assert deep.node("a/2.4.q81c2f0") == "text.html#2.4.q81c2f0"
    assert links.at("a/text.html").node("a/2.4.q81c2f0") == "#2.4.q81c2f0"
    assert deep.unit("a", "区卫健委", "at-2.4") == "unit-x.html#at-2.4"
    assert (deep.root, top.root) == ("../", "")
    assert deep.canonical == "https://plans.example.org/kids/a/2.4.2.html"


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda to: to.page("a/none.html"), "站内没有 a/none.html 这一页。"),
        (lambda to: to.page("a/units.html", "x"), "a/units.html 上没有 #x 这一处。"),
        (lambda to: to.node("a/9.9"), "站内没有编号 a/9.9。"),
        (lambda to: to.unit("a", "区教委"), "规划 a 没有单位“区教委”的页。"),
        (lambda to: to.topic("a", "托育"), "规划 a 没有主题“托育”的页。"),
    ],
)
def test_an_unknown_target_stops_the_build(links: Links, ask, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UnknownTarget) as error:
        ask(links.at("index.html"))
    assert str(error.value) == message


@pytest.mark.parametrize(
    "path", ["../x.html", "a/../../x.html", "/x.html", "a//x.html", "a/规划.html", "a/x\\y.html"]
)
def test_no_page_leaves_the_folder(path: str) -> None:
    with pytest.raises(KbError, match="不能作文件名"):
        Links().add(path)


@pytest.mark.parametrize("id_", ["a/../../evil", "a/..", "../evil/1", "a/b\\..\\c"])
def test_no_node_leaves_the_folder(id_: str) -> None:
    with pytest.raises(KbError, match="不能作文件名"):
        Links().add_node(id_, "task")


def test_file_names_are_ascii_and_tell_homophones_apart() -> None:
    assert slug("区卫健委").startswith("qu-wei-jian-wei-")
    assert slug("区卫健委") != slug("区伪建委")
    assert slug("区伪建委").startswith("qu-wei-jian-wei-")
    for name in ("村（居）民委员会", "《》", "<script>", "../..", "Ａ" * 300):
        assert is_safe(slug(name)), name
        assert len(slug(name)) < 60
