"""Names, places and numbers of China."""

from __future__ import annotations

from random import Random

from dougong.demo.country import City, Country, Word, digits

__all__ = ["CHINA"]

FAMILY: list[Word] = [
    ("王", "wang"), ("李", "li"), ("张", "zhang"), ("刘", "liu"), ("陈", "chen"), ("杨", "yang"), ("赵", "zhao"),
    ("黄", "huang"), ("周", "zhou"), ("吴", "wu"), ("徐", "xu"), ("孙", "sun"), ("胡", "hu"), ("朱", "zhu"),
    ("高", "gao"), ("林", "lin"), ("何", "he"), ("郭", "guo"), ("马", "ma"), ("罗", "luo"), ("梁", "liang"),
    ("宋", "song"), ("郑", "zheng"), ("谢", "xie"), ("韩", "han"), ("唐", "tang"), ("冯", "feng"), ("于", "yu"),
    ("董", "dong"), ("萧", "xiao"), ("程", "cheng"), ("曹", "cao"), ("袁", "yuan"), ("邓", "deng"), ("许", "xu"),
    ("傅", "fu"), ("沈", "shen"), ("曾", "zeng"), ("彭", "peng"), ("欧阳", "ouyang"),
]  # fmt: skip
WOMEN: list[Word] = [
    ("芳", "fang"), ("娜", "na"), ("敏", "min"), ("静", "jing"), ("丽", "li"), ("艳", "yan"), ("娟", "juan"),
    ("雪梅", "xuemei"), ("玉兰", "yulan"), ("晓燕", "xiaoyan"), ("婷婷", "tingting"), ("慧敏", "huimin"),
    ("佳怡", "jiayi"), ("雨欣", "yuxin"), ("梦琪", "mengqi"), ("诗涵", "shihan"), ("思雨", "siyu"), ("欣然", "xinran"),
    ("海燕", "haiyan"), ("秀英", "xiuying"), ("文静", "wenjing"), ("丹", "dan"), ("颖", "ying"), ("琳", "lin"),
]  # fmt: skip
MEN: list[Word] = [
    ("伟", "wei"), ("强", "qiang"), ("磊", "lei"), ("军", "jun"), ("勇", "yong"), ("杰", "jie"), ("涛", "tao"),
    ("明", "ming"), ("超", "chao"), ("刚", "gang"), ("建国", "jianguo"), ("志强", "zhiqiang"), ("文博", "wenbo"),
    ("浩然", "haoran"), ("子轩", "zixuan"), ("俊杰", "junjie"), ("宇航", "yuhang"), ("天宇", "tianyu"),
    ("晓东", "xiaodong"), ("国栋", "guodong"), ("海峰", "haifeng"), ("鹏飞", "pengfei"), ("振华", "zhenhua"), ("凯", "kai"),
]  # fmt: skip
BRANDS: list[Word] = [
    ("华信", "huaxin"), ("恒通", "hengtong"), ("瑞丰", "ruifeng"), ("金鼎", "jinding"), ("东方", "dongfang"),
    ("宏远", "hongyuan"), ("鑫源", "xinyuan"), ("中泰", "zhongtai"), ("博雅", "boya"), ("盛世", "shengshi"),
    ("天成", "tiancheng"), ("海纳", "haina"), ("启明", "qiming"), ("正阳", "zhengyang"), ("九州", "jiuzhou"),
    ("明德", "mingde"), ("凌云", "lingyun"), ("安达", "anda"), ("顺发", "shunfa"), ("鸿运", "hongyun"),
    ("百川", "baichuan"), ("兴业", "xingye"), ("联创", "lianchuang"), ("万和", "wanhe"), ("佳美", "jiamei"),
    ("星辰", "xingchen"), ("国瑞", "guorui"), ("新锐", "xinrui"), ("长青", "changqing"), ("康宁", "kangning"),
    ("德信", "dexin"), ("优品", "youpin"), ("智联", "zhilian"), ("云帆", "yunfan"), ("龙腾", "longteng"),
    ("嘉禾", "jiahe"), ("和盛", "hesheng"), ("同创", "tongchuang"), ("福瑞", "furui"), ("远景", "yuanjing"),
]  # fmt: skip
TRADES = {
    "technology": [("科技", "keji"), ("智能科技", "zhineng")],
    "software": [("软件", "soft"), ("信息技术", "xinxi")],
    "electronics": [("电子", "dianzi"), ("半导体", "bandaoti")],
    "manufacturing": [("制造", "zhizao"), ("实业", "shiye")],
    "machinery": [("机械", "jixie"), ("精密设备", "shebei")],
    "automotive": [("汽车零部件", "auto"), ("汽配", "qipei")],
    "chemicals": [("化工", "huagong"), ("新材料", "cailiao")],
    "energy": [("新能源", "energy"), ("电力", "dianli")],
    "construction": [("建设", "jianshe"), ("建材", "jiancai")],
    "retail": [("商贸", "shangmao"), ("百货", "baihuo")],
    "wholesale": [("贸易", "maoyi"), ("进出口", "trade")],
    "food": [("食品", "foods"), ("餐饮", "canyin")],
    "logistics": [("物流", "wuliu"), ("供应链", "scm")],
    "medical": [("医疗器械", "medical"), ("健康", "health")],
    "pharmaceutical": [("药业", "yaoye"), ("生物制药", "bio")],
    "education": [("教育", "edu"), ("培训", "peixun")],
    "services": [("咨询", "zixun"), ("商务服务", "service")],
    "hospitality": [("酒店管理", "hotel"), ("文旅", "wenlv")],
}
CITIES = [
    City("上海市", "上海市", "200120", "21", 31.2304, 121.4737, ("浦东新区", "徐汇区", "静安区", "闵行区")),
    City("北京市", "北京市", "100020", "10", 39.9042, 116.4074, ("朝阳区", "海淀区", "西城区", "丰台区")),
    City("深圳市", "广东省", "518000", "755", 22.5431, 114.0579, ("南山区", "福田区", "龙岗区", "宝安区")),
    City("广州市", "广东省", "510000", "20", 23.1291, 113.2644, ("天河区", "越秀区", "番禺区", "白云区")),
    City("杭州市", "浙江省", "310000", "571", 30.2741, 120.1551, ("西湖区", "滨江区", "余杭区")),
    City("宁波市", "浙江省", "315000", "574", 29.8683, 121.5440, ("鄞州区", "海曙区", "北仑区")),
    City("苏州市", "江苏省", "215000", "512", 31.2989, 120.5853, ("工业园区", "吴中区", "姑苏区")),
    City("南京市", "江苏省", "210000", "25", 32.0603, 118.7969, ("江宁区", "鼓楼区", "建邺区")),
    City("成都市", "四川省", "610000", "28", 30.5728, 104.0668, ("武侯区", "锦江区", "高新区")),
    City("武汉市", "湖北省", "430000", "27", 30.5928, 114.3055, ("武昌区", "江汉区", "洪山区")),
    City("西安市", "陕西省", "710000", "29", 34.3416, 108.9398, ("雁塔区", "碑林区", "高新区")),
    City("青岛市", "山东省", "266000", "532", 36.0671, 120.3826, ("市南区", "崂山区", "黄岛区")),
    City("厦门市", "福建省", "361000", "592", 24.4798, 118.0894, ("思明区", "湖里区", "集美区")),
    City("重庆市", "重庆市", "400000", "23", 29.5630, 106.5516, ("渝中区", "江北区", "渝北区")),
]
STREETS = [
    "人民路",
    "中山路",
    "解放大道",
    "建设路",
    "科技园路",
    "长江路",
    "和平街",
    "创业路",
    "工业大道",
    "文化路",
    "滨江大道",
    "迎宾路",
]
TITLES = {
    "owner": ["董事长", "总经理"],
    "executive": ["副总经理", "运营总监", "财务总监", "技术总监"],
    "manager": ["采购经理", "销售经理", "生产经理", "财务经理", "行政经理"],
    "specialist": ["采购专员", "工程师", "会计", "质量工程师", "业务员"],
    "assistant": ["总经理助理", "行政助理", "前台"],
}
# Weights and letters of GB 32100-2015, the code every Chinese organisation has.
CREDIT_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
MOBILE_PREFIXES = ("135", "136", "137", "138", "139", "150", "152", "158", "159", "186", "187", "188")


def brand(random: Random, word: Word, trade: Word, city: City) -> Word:
    return word[0] + trade[0], f"{word[1]}-{trade[1]}"


def legal(random: Random, name: str, city: City) -> str:
    place = city.name.removesuffix("市")
    return f"{place}{name}{random.choice(('有限公司', '有限公司', '有限公司', '股份有限公司'))}"


def street(random: Random, name: str) -> str:
    return f"{name}{random.randint(1, 1999)}号" + random.choice(
        ("", "", f"{random.randint(1, 12)}号楼{random.randint(2, 28)}层")
    )


def postal(random: Random, code: str) -> str:
    return code[:4] + f"{random.randint(0, 30):02}"


def landline(random: Random, city: City) -> str:
    local = digits(
        random, 8 if len(city.area_code) == 2 or city.area_code in ("571", "574", "755", "512", "532") else 7, "5678"
    )
    return f"+86 {city.area_code} {local[:4]} {local[4:]}"


def mobile(random: Random) -> str:
    return f"+86 {random.choice(MOBILE_PREFIXES)} {digits(random, 4)} {digits(random, 4)}"


def credit_code(random: Random) -> str:
    """统一社会信用代码, with its check letter."""
    body = "91" + random.choice(("310115", "440305", "330106", "320594", "110105")) + "MA"
    body += "".join(random.choice(CREDIT_LETTERS) for _ in range(17 - len(body)))
    total = sum(CREDIT_LETTERS.index(letter) * weight for letter, weight in zip(body, CREDIT_WEIGHTS, strict=True))
    return body + CREDIT_LETTERS[(31 - total % 31) % 31]


def register_number(random: Random) -> str:
    return digits(random, 15, "1234")


CHINA = Country(
    code="CN",
    language="zh",
    currency="CNY",
    given={"f": WOMEN, "m": MEN},
    family={"f": FAMILY, "m": FAMILY},
    brands=BRANDS,
    trades=TRADES,
    cities=CITIES,
    streets=STREETS,
    titles=TITLES,
    brand=brand,
    legal=legal,
    street=street,
    postal=postal,
    landline=landline,
    mobile=mobile,
    tax_id=credit_code,
    register_number=register_number,
)
