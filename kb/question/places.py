"""Names of places: provinces and prefectures as a table, counties and districts by their shape.

Names are those of GB/T 2260 (codes for the administrative divisions), in the short form people say.
"""

from __future__ import annotations

import re
from functools import cache

_PROVINCES = """
北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川
贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门
"""
PROVINCES = frozenset(_PROVINCES.split())
_PREFECTURES = """
石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州
临汾 吕梁 呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 兴安盟 锡林郭勒 阿拉善 沈阳 大连
鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 葫芦岛 长春 四平 辽源 通化 白山 松原 白城 延边 哈尔滨
齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化 大兴安岭 南京 无锡 徐州 常州 苏州 南通
连云港 淮安 盐城 扬州 镇江 泰州 宿迁 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 合肥 芜湖 蚌埠
淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城 福州 厦门 莆田 三明 泉州 漳州 南平 龙岩
宁德 南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶 济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安
威海 日照 临沂 德州 聊城 滨州 菏泽 郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳
商丘 信阳 周口 驻马店 济源 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施 仙桃 潜江 天门
神农架 长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西 广州 韶关 深圳 珠海 汕头
佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳 云浮 南宁 柳州 桂林 梧州 北海
防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左 海口 三亚 三沙 儋州 成都 自贡 攀枝花 泸州 德阳 绵阳 广元
遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 阿坝 甘孜 凉山 贵阳 六盘水 遵义 安顺 毕节 铜仁
黔西南 黔东南 黔南 昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 楚雄 红河 文山 西双版纳 大理 德宏 怒江 迪庆 拉萨
日喀则 昌都 林芝 山南 那曲 阿里 西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛 兰州 嘉峪关 金昌 白银
天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 临夏 甘南 西宁 海东 海北 黄南 果洛 玉树 海西 银川 石嘴山 吴忠 固原
中卫 乌鲁木齐 克拉玛依 吐鲁番 哈密 昌吉 博尔塔拉 巴音郭楞 阿克苏 喀什 和田 伊犁 塔城 阿勒泰 石河子
"""
PREFECTURES = frozenset(_PREFECTURES.split())
_AMBIGUOUS = """
中山 东营 白银 日照 通化 安康 大同 平凉 固原 海西 阿里 玉树 河池 文山 黄山 北海 定西 三明
"""
AMBIGUOUS = frozenset(_AMBIGUOUS.split())
"""Names that are words as well; places only with 市, 州 or 地区 after them."""
NAMES = PROVINCES | PREFECTURES
LONGEST = max(map(len, NAMES))
LONGEST_STEM = 3
"""Characters of a county's name before its 区, 县 or 旗: 秀山土家族 is longer, and found by its official short name."""
AFTER = re.compile("省|市|自治区|自治州|州|地区|盟|特别行政区")
# 江北区, 广昌县; not 城区, 社区, 园区, 辖区, 地区, 山区, 郊区, 校区, 区县, 我区.
COUNTY = (
    "([\u4e00-\u9fff]{2,5}?)(自治县|自治旗|新区|[区县旗])"
    "(?![域县划级镇妇委政人公检法卫教民残医农财统团住城规发水市商文体应审信林交科司退档史志党总工])"
)
# 南川市教育局, 义乌市的托育, where a clause begins: the table has no cities of the county level. Not 农贸市场.
CITY = "(?<![\u4e00-\u9fff0-9])([\u4e00-\u9fff]{2,3})(市)(?=的|(?!场)[\u4e00-\u9fff]{1,8}?(?:局|委|办|院|厅|政府))"
GENERAL = (
    "(?:[城社园辖地山郊校景林牧矿灾库小片港湾街站厂营战禁雷学工开发老旧大各本我全该示范"
    "保护试验自贸物流度假产业功能合作农村市的和与在到由]|乡村|居民|住宅)$"
)
NOT_A_NAME = re.compile("^[各全本我你咱哪该每]|[区县]")
CITY_LEVEL = "市"
COUNTY_LEVELS = "区县旗" + CITY_LEVEL
"""What every name of a county ends in; a question without them needs no expression."""


@cache
def _compiled() -> tuple[re.Pattern[str], ...]:
    return re.compile(COUNTY), re.compile(CITY), re.compile(GENERAL)


def find_places(text: str) -> list[tuple[int, int, str]]:
    """Names of places in a normalised text as (start, end, short name), leftmost and longest.

    上海 → 上海; 成都市 → 成都; 江北区 → 江北区 (a county keeps its 区, 县 or 旗).
    """
    out: list[tuple[int, int, str]] = []
    at = 0
    while at < len(text):
        for size in range(min(LONGEST, len(text) - at), 1, -1):
            name = text[at : at + size]
            if name in NAMES:
                after = AFTER.match(text, at + size)
                if name in AMBIGUOUS and after is None:
                    continue
                end = after.end() if after is not None else at + size
                out.append((at, end, name))
                at = end - 1
                break
        at += 1
    if not any(level in text for level in COUNTY_LEVELS):
        return sorted(out)
    *shapes, general = _compiled()
    for found in (m for shape in shapes for m in shape.finditer(text)):
        stem = found[1]
        for cut in range(len(stem) - 1):  # “重庆江北区”: what a known name begins is not part of the stem
            start = found.start() + cut
            if any(a < found.end() and start < b for a, b, _ in out):
                continue
            if (
                len(stem) - cut <= LONGEST_STEM
                and not general.search(stem)
                and not NOT_A_NAME.search(stem[cut:])
            ):
                out.append((start, found.end(), text[start : found.end()]))
                break
    return sorted(out)
