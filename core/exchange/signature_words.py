"""Words by which a signature is understood: labels, titles, departments, companies, greetings, in English, Chinese and Polish."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = [
    "COMPANY_WORDS", "CONTACT", "DEPARTMENT_WORDS", "FREE_MAIL", "GREETINGS", "HONORIFICS", "LABELS", "PARTICLES", "SURNAMES",
    "TITLE_WORDS",
]  # fmt: skip

#: What stands before a colon, by what follows it. `none`: something that no field takes.
LABELS: Mapping[str, tuple[str, ...]] = {
    "mobile": ("mobile phone", "mobile", "mob", "cell phone", "cell", "m", "tel. kom", "tel kom", "kom", "komórka", "手机号码", "手机号", "手机", "移动电话"),
    "phone": (
        "telephone", "telefon", "phone", "tel./fax", "tel/fax", "tel", "office", "direct", "t", "p", "d", "联系电话", "办公电话", "固定电话",
        "电话", "座机", "直线",
    ),
    "fax": ("fax", "faks", "f", "传真"),
    "email": ("e-mail", "email", "mail", "e", "电子邮箱", "电子邮件", "邮箱", "邮件"),
    "website": ("website", "web", "www", "w", "strona", "网址", "网站"),
    "wechat": ("wechat", "weixin", "微信号", "微信"),
    "address": ("address", "addr", "add", "a", "公司地址", "办公地址", "地址", "adres", "siedziba"),
    "company": ("company", "公司名称", "公司", "单位", "firma"),
    "job_title": ("job title", "title", "position", "职位", "职务", "stanowisko"),
    "name": ("name", "姓名", "联系人", "imię i nazwisko"),
    "department": ("department", "dept", "部门", "dział"),
    "tax_id": ("nip", "vat no", "vat id", "vat", "tax id", "税号", "纳税人识别号", "统一社会信用代码"),
    "none": ("regon", "krs", "bdo", "skype", "qq", "company no", "registered no", "邮编", "kapitał zakładowy"),
}  # fmt: skip
#: Labels of what is recognised by how it is written too.
CONTACT = frozenset({"mobile", "phone", "fax", "email", "website"})

GREETINGS = re.compile(
    r"(?:(?:best|kind|warm|many)?\s*(?:regards|wishes|thanks)|thank you|yours (?:sincerely|faithfully)|sincerely|cheers|"
    r"z poważaniem|z wyrazami szacunku|pozdrawiam(?: serdecznie)?|serdecznie pozdrawiam|serdeczne pozdrowienia|pozdrowienia|"
    r"此致|敬礼|顺颂商祺|祝商祺|祝好|谢谢|best|sent from my \w+|wysłane z \w+ \w+|发自我的\s?\w+)(?![\w@.])[\s,.!，！。]*",
    re.IGNORECASE,
)
HONORIFICS = re.compile(
    r"^(?:(?:mr|mrs|ms|dr|prof|mgr|inż|hab|ing|dipl|pan|pani)\b\.?\s*)+|,?\s*\b(?:ph\.?d|mba|pmp|cpa|esq)\b\.?|(?:先生|女士|小姐|老师)$",
    re.IGNORECASE,
)
PARTICLES = frozenset("van von der den de del della di da dos du la le el al bin ibn y".split())
TITLE_WORDS = re.compile(
    r"\b(?:manager|director|engineer|ceo|cto|cfo|coo|cmo|president|chairman|chief|head of|officer|buyer|assistant|specialist|consultant|"
    r"analyst|executive|partner|founder|owner|coordinator|representative|supervisor|advisor|accountant|lawyer|architect|developer|"
    r"secretary|team lead(?:er)?|sales lead|lead\b|expert|administrator|planner|technician|vp|principal|associate|"
    r"kierownik|kierowniczka|dyrektor|dyrektorka|prezes|wiceprezes|specjalista|specjalistka|inżynier|handlowiec|przedstawiciel\w*|"
    r"doradca|doradczyni|księgow[ay]|asystent|asystentka|koordynator\w*|właściciel\w*|członek zarządu|konsultant\w*|pełnomocnik|"
    r"zaopatrzeniowiec|kupiec|menedżer|menadżer|sekretarka|prokurent|technolog|mistrz|główny|radca)\b|"
    r"经理|总监|主任|总裁|董事长|董事|工程师|主管|代表|专员|助理|顾问|部长|科长|处长|厂长|会计|教授|总工|采购员|业务员|销售员|首席|负责人|合伙人|创始人|秘书|店长|组长|法务",
    re.IGNORECASE,
)
DEPARTMENT_WORDS = re.compile(
    r"\b(?:department|dept\.?|division|team|purchasing|procurement|logistics|dział|biuro|wydział|sekcja|pion)\b|[部处科组室]$", re.IGNORECASE
)
COMPANY_WORDS = re.compile(
    r"(?:公司|集团|厂|研究院|研究所|设计院|大学|学院|医院|银行|事务所|工作室|商行|有限合伙|股份)$|有限公司|"
    r"\b(?:group|holdings?|industries|university|bank|institute|technologies|laboratories|foundation|company|"
    r"spółka|zakłady?|fabryka|przedsiębiorstwo|grupa|hurtownia|uniwersytet|politechnika|instytut|fundacja|odlewnia|huta|stocznia)\b",
    re.IGNORECASE,
)
FREE_MAIL = frozenset({
    "gmail", "outlook", "hotmail", "yahoo", "icloud", "qq", "163", "126", "sina", "foxmail", "wp", "onet", "o2", "interia", "gazeta",
    "proton", "protonmail", "live", "gmx",
})  # fmt: skip
#: The family names that nearly everybody in China has, those of two characters first.
SURNAMES = frozenset(
    ["欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "端木"]
    + list(
        "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊"
        "金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段漕钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫"
        "庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边净阴闫肖付代凤"
    )
)
