"""What programs read of the site: schema.org objects, sitemap, robots.txt, OpenSearch, llms.txt."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from html import escape
from typing import Any

from kb_site.links import Links
from kb_site.markdown import twin_path
from kb_site.page import Page
from kb_site.plan_view import PlanView
from kb_site.wording import short_title


def structured(page: Page, view: PlanView | None, links: Links) -> list[Mapping[str, Any]]:
    """The page's own objects, its breadcrumb, and the plan as Legislation. Addresses only where known."""
    out: list[Mapping[str, Any]] = [_placed(o, page, links) for o in page.structured]
    if page.crumbs:
        items = [
            {"@type": "ListItem", "position": i, "name": c.label}
            | (
                {"item": links.base_url + (links.of_text(c.node) if c.node else c.path)}
                if links.base_url
                else {}
            )
            for i, c in enumerate(page.crumbs, 1)
        ]
        items.append({"@type": "ListItem", "position": len(items) + 1, "name": page.title})
        out.append({"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items})
    return out


def _placed(thing: Mapping[str, Any], page: Page, links: Links) -> Mapping[str, Any]:
    """The object with its address: a plan's is its page, the site's its root, where one can search. A unit's own
    address is not ours to say."""
    whole: dict[str, Any] = {"@context": "https://schema.org", **thing}
    if links.base_url and thing["@type"] == "Legislation":
        whole["url"] = links.at(page.path).canonical
    if links.base_url and thing["@type"] == "WebSite":
        whole["url"] = links.base_url
        target = {
            "@type": "EntryPoint",
            "urlTemplate": f"{links.base_url}search.html?q={{search_term_string}}",
        }
        query = "required name=search_term_string"
        whole["potentialAction"] = {"@type": "SearchAction", "target": target, "query-input": query}
    return whole


def legislation(view: PlanView) -> dict[str, Any]:
    """A plan as schema.org/Legislation."""
    plan = view.plan
    found: dict[str, Any] = {"@type": "Legislation", "name": plan.title, "inLanguage": "zh-Hans"}
    if plan.doc_number:
        found["legislationIdentifier"] = plan.doc_number
    if plan.issued:
        found["legislationDate"] = plan.issued
    if plan.issuer:
        found["legislationPassedBy"] = {"@type": "GovernmentOrganization", "name": plan.issuer}
    if plan.period:
        found["temporalCoverage"] = f"{plan.period[0]}/{plan.period[1]}"
    return found


def web_files(
    pages: Iterable[Page], views: tuple[PlanView, ...], links: Links, unlisted: Collection[str]
) -> dict[str, bytes]:
    """Files that only make sense at a known address. unlisted: kinds of which llms.txt does not list every page."""
    all_pages = tuple(pages)
    addresses = "".join(f"<url><loc>{escape(links.at(p.path).canonical)}</loc></url>\n" for p in all_pages)
    sitemap = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{addresses}</urlset>\n'
    )
    search = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        "<ShortName>谁管</ShortName>\n"
        "<Description>查规划：哪个单位管，原文怎么写</Description>\n<InputEncoding>UTF-8</InputEncoding>\n"
        f'<Url type="text/html" template="{escape(links.base_url)}search.html?q={{searchTerms}}"/>\n'
        "</OpenSearchDescription>\n"
    )
    return {
        "sitemap.xml": sitemap.encode(),
        "robots.txt": f"User-agent: *\nAllow: /\nSitemap: {links.base_url}sitemap.xml\n".encode(),
        "opensearch.xml": search.encode(),
        "llms.txt": _llms(all_pages, views, links, unlisted).encode(),
        ".nojekyll": b"",
    }


def _llms(
    pages: tuple[Page, ...], views: tuple[PlanView, ...], links: Links, unlisted: Collection[str]
) -> str:
    """llms.txt: what the site is, and where the Markdown of its main pages stands."""
    lines = [
        "# 谁管",
        "",
        "> 政府规划的参考站：每一条任务、项目、指标由哪个单位负责，依据原文哪一句。"
        "“明确责任”（分牵头、责任、配合）、“文中点名”、“关联”等依据分开列出，不可混用。",
    ]
    for view in views:
        lines += ["", f"## {view.plan.title}", ""]
        lines += [
            f"- [{p.title}]({links.base_url}{twin_path(p.path)}): {p.description}"
            for p in pages
            if p.plan == view.id and p.area not in unlisted
        ]
        lines += ["", f"### {short_title(view.plan)}：单位", ""]
        lines += [
            f"- [{p.title}]({links.base_url}{twin_path(p.path)})"
            for p in pages
            if p.plan == view.id and p.area == "unit"
        ]
    shared = [p for p in pages if p.area == "unit" and not p.plan]
    if shared:
        lines += ["", "## 在几份规划里有职责的单位", ""]
        lines += [f"- [{p.title}]({links.base_url}{twin_path(p.path)}): {p.description}" for p in shared]
    return "\n".join(lines) + "\n"
