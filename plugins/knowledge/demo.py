"""What the demo company knows: each answer in three languages, with votes and uses."""

from __future__ import annotations

from typing import Any

from dougong import Context, hookimpl
from dougong.demo import Invent, make, moment, people

__all__ = ["register_demo"]

#: Title, answer and synonyms by language.
ANSWERS: list[dict[str, tuple[str, str, str]]] = [
    {
        "en": ("The compressor does not reach its pressure", "Check the intake filter first, then the belt, then look for leaks with soap water.", "low pressure"),
        "zh": ("空压机压力上不去怎么办", "先检查进气滤芯，再检查皮带，最后用肥皂水查漏气。", "压力低"),
        "pl": ("Sprężarka nie osiąga ciśnienia", "Najpierw sprawdź filtr wlotowy, potem pasek, na koniec szukaj nieszczelności.", "niskie ciśnienie"),
    },
    {
        "en": ("How often is a lathe lubricated?", "Every eight hours of work; guideways with oil 68, the spindle by its own circuit.", "oil, grease"),
        "zh": ("车床多久润滑一次", "每工作八小时一次；导轨用 68 号导轨油，主轴由自身循环润滑。", "加油"),
        "pl": ("Jak często smarować tokarkę?", "Co osiem godzin pracy; prowadnice olejem 68, wrzeciono ma własny obieg.", "olej, smar"),
    },
    {
        "en": ("What does the basic maintenance contract cover?", "Two visits a year, wear parts at cost, an answer within one working day.", "service plan"),
        "zh": ("基础维保合同包含哪些内容", "每年两次上门，易损件按成本价，一个工作日内响应。", "保养"),
        "pl": ("Co obejmuje podstawowa umowa serwisowa?", "Dwie wizyty w roku, części zużywalne po kosztach, reakcja w jeden dzień roboczy.", "przegląd"),
    },
    {
        "en": ("How long is the delivery time of a forklift?", "Four weeks from stock, ten weeks with special forks.", "lead time"),
        "zh": ("叉车交货期多长", "现货四周，特殊货叉十周。", "到货时间"),
        "pl": ("Jaki jest termin dostawy wózka?", "Cztery tygodnie z magazynu, dziesięć z widłami specjalnymi.", "czas realizacji"),
    },
    {
        "en": ("Returning tools that were not used", "Within 30 days, in the original box, with the number of the order.", "refund"),
        "zh": ("未使用工具如何退货", "30 天内，原包装，注明订单号。", "退款"),
        "pl": ("Zwrot nieużywanych narzędzi", "W ciągu 30 dni, w oryginalnym opakowaniu, z numerem zamówienia.", "reklamacja"),
    },
    {
        "en": ("Calibrating a torque wrench", "Once a year or after 5,000 turns; send it in with its certificate.", "calibration"),
        "zh": ("扭力扳手如何校准", "每年一次或使用 5000 次后，连同证书寄回。", "标定"),
        "pl": ("Wzorcowanie klucza dynamometrycznego", "Raz w roku lub po 5000 cykli; prześlij go ze świadectwem.", "kalibracja"),
    },
]  # fmt: skip
COMMENTS = {"en": "A picture would help", "zh": "希望有图片", "pl": "Przydałoby się zdjęcie"}
STATES = {"published": 80, "review": 12, "draft": 8}
READERS = ("rep1", "rep2", "rep3", "rep4", "manager1", "manager2", "finance", "buyer")


@hookimpl
def register_demo(ctx: Context) -> None:
    """A folder of answers, the answers in three languages, what readers say of them, and where they helped."""
    invent, staff = Invent("knowledge"), people(ctx)
    (folder,) = make(ctx, "folder", [{"name": "Answers 解答 Odpowiedzi", "audience": "everybody", "owner_id": staff["service"]}])
    originals = [as_article(ctx, invent, "en", answer["en"], folder, staff) for answer in ANSWERS]
    ids = make(ctx, "article", originals)
    others = [
        {**as_article(ctx, invent, language, answer[language], folder, staff), "translation_of": id}
        for id, answer in zip(ids, ANSWERS, strict=True)
        for language in ("zh", "pl")
    ]
    ids += make(ctx, "article", others)
    shown = [(id, one) for id, one in zip(ids, [*originals, *others], strict=True) if one["status"] == "published"]
    make(ctx, "article_vote", [vote(invent, id, one, staff[reader]) for id, one in shown for reader in READERS if invent.chance(0.5)])
    found = ctx.records.list("account", filter="kind = 'customer'", fields=["name", "owner_id"], limit=1000).data
    customers = sorted(found, key=lambda account: str(account["name"]))
    make(ctx, "article_use", [use(account, id) for id, _ in shown for account in invent.random.sample(customers, invent.between(0, 4))])


def as_article(
    ctx: Context, invent: Invent, language: str, texts: tuple[str, str, str], folder: str, staff: dict[str, str]
) -> dict[str, Any]:
    title, answer, synonyms = texts
    return {
        "name": title, "summary": answer, "body": f"<p>{answer}</p>", "synonyms": synonyms.split(", "), "language": language,
        "folder": folder, "status": invent.weighted(STATES), "owner_id": staff["service"],
        "review_on": moment(ctx, invent.between(-20, 200)).date(), "created_at": moment(ctx, -invent.between(30, 500), 8),
    }  # fmt: skip


def vote(invent: Invent, article: str, record: dict[str, Any], reader: str) -> dict[str, Any]:
    helpful = invent.chance(0.8)
    return {"article": article, "helpful": helpful, "comment": None if helpful else COMMENTS[record["language"]], "owner_id": reader}


def use(account: dict[str, Any], article: str) -> dict[str, Any]:
    return {"article": article, "about": {"object": "account", "id": account["id"]}, "owner_id": account["owner_id"]}
