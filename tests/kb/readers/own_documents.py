"""A hundred small documents of our own: every form of an official document, drawn by a seed, as paragraphs."""

from __future__ import annotations

from random import Random

COUNT = 100
PLACES = ("西河县", "北岭市", "东浦区", "南陵县", "青湖市", "白沙镇", "石桥区", "新海市")
MATTERS = (
    "托育服务", "养老服务", "夜间经济", "污水治理", "职业培训", "公共文化", "老旧小区改造", "防汛抗旱", "数字政务", "家政服务", "耕地保护", "路网建设",
)  # fmt: skip
KINDS = ("实施方案", "行动计划", "发展规划", "工作要点", "实施意见", "三年行动方案")
UNITS = (
    "县教育局",
    "县卫健局",
    "县民政局",
    "县财政局",
    "县人社局",
    "县住建局",
    "县水利局",
    "各乡镇人民政府",
    "县总工会",
    "县供销社",
)
DOINGS = (
    "建成{n}处站点，覆盖率达到{p}%以上，每处不少于{m}平方米。", "每年培训{n}人次，合格率不低于{p}％，发给证书。", "到2027年，投资{n}亿元，其中县级承担{m}‰。",
    "完成{n}公里管网，COD排放下降{p}%，水质保持在Ⅲ类以上。", "开展“{n}进社区”活动，印发《{m}项清单》〔试行〕，做到应知尽知。", "单位能耗下降{p}%（折10³吨标准煤），新增㎡造价不高于{n}元。",
    "落实①组织、②经费、③场地；逐项对照，按月通报！", "推广“互联网＋”模式，上线App{n}个，响应≤{m}小时。", "建立A、B、C三类名录：A类{n}家；B类{m}家；其余为C类。",
)  # fmt: skip
TITLES = (
    "夯实基础",
    "补齐短板",
    "提升质量",
    "优化布局",
    "强化监管",
    "培育主体",
    "完善机制",
    "扩大供给",
    "改善环境",
    "壮大队伍",
    "降低成本",
    "便利群众",
)
LABELS = (
    "（责任单位：{a}）", "（牵头单位：{a}；配合单位：{b}）", "（{a}牵头，{b}配合）", "〔责任单位：{a}、{b}〕", "责任单位：{a}、{b}", "（{a}、{b}按职责分工负责，2026年底前完成）", "",
)  # fmt: skip
HAN = "一二三四五六七八九十"


def documents() -> list[list[str]]:
    """The paragraphs of each document, none of them empty."""
    return [_document(Random(f"document {i}"), i) for i in range(COUNT)]


def _document(rng: Random, i: int) -> list[str]:
    place, matter = PLACES[i % len(PLACES)], MATTERS[i % len(MATTERS)]
    title = f"{place}{matter}{KINDS[i % len(KINDS)]}"
    titled = {0: [title + "（2025—2027年）"], 1: [title], 2: [place, title.removeprefix(place)]}[i % 3]
    out = _letter(place, title, rng) if i % 4 == 0 else []
    out += titled
    if i % 5 == 0:
        out.append(f"为加快发展{matter}，依据《{matter}条例》（{place}发〔2024〕{i}号），制定本方案。")
    for c in range(2 + i % 2):
        out += _chapter(c, i % 4, rng)
    if i % 3 == 1:
        out += [f"附件{i % 2 + 1}", f"{place}{matter}指标表", "序号\t指标名称（单位）\t2027年目标\t责任单位"]
        out += [
            f"{n}\t{rng.choice(TITLES)}率（%）\t≥{rng.randint(50, 99)}\t{rng.choice(UNITS)}"
            for n in range(1, 5)
        ]
    if i % 5 == 2:
        out += [f"抄送：{place}人大常委会办公室，{place}政协办公室。"]
    return out


def _letter(place: str, title: str, rng: Random) -> list[str]:
    return [
        f"{place}人民政府办公室文件", f"{place[0]}政办发〔2025〕{rng.randint(1, 90)}号", f"{place}人民政府办公室关于印发《{title}》的通知",
        "各乡镇人民政府，县政府各部门：", f"《{title}》已经县政府同意，现印发给你们，请认真贯彻执行。", f"{place}人民政府办公室", f"2025年{rng.randint(1, 12)}月{rng.randint(1, 28)}日",
    ]  # fmt: skip


def _chapter(c: int, form: int, rng: Random) -> list[str]:
    """form: 一、（一）1. · 第一章 第一条 · 1 1.1 · 一、with boxes."""
    heads = {0: f"{HAN[c]}、", 1: f"第{HAN[c]}章　", 2: f"{c + 1}. ", 3: f"{HAN[c]}、"}
    out = [heads[form] + rng.choice(TITLES) + ("" if form else "，" + rng.choice(TITLES))]
    for s in range(rng.randint(1, 3)):
        head = rng.choice(TITLES)
        doing = rng.choice(DOINGS).format(n=rng.randint(2, 90), p=rng.randint(50, 99), m=rng.randint(2, 30))
        label = rng.choice(LABELS).format(a=rng.choice(UNITS[:5]), b=rng.choice(UNITS[5:]))
        mark = {0: f"（{HAN[s]}）", 1: f"第{HAN[3 * c + s]}条　", 2: f"{c + 1}.{s + 1} ", 3: f"（{HAN[s]}）"}[
            form
        ]
        if label.startswith("责任单位"):
            out += [f"{mark}{head}。{doing}", label]
        elif form == 0:
            out += [
                f"{mark}{head}",
                f"1.{rng.choice(TITLES)}。{doing}{label}",
                f"2.{rng.choice(TITLES)}。{rng.choice(TITLES)}。",
            ]
        else:
            out.append(f"{mark}{head}。{doing}{label}")
    if form == 3:
        out += [
            f"专栏{c + 1}　{rng.choice(TITLES)}工程",
            f"{rng.choice(TITLES)}项目。由{rng.choice(UNITS)}建设{rng.randint(2, 9)}处。",
        ]
    return out
