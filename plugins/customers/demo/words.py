"""What people of the demo company write about their customers, in the language of the customer."""

__all__ = ["CONSENT", "INTERESTS", "NEEDS", "RISKS", "TALKS"]

NEEDS = {
    "zh": [
        "计划扩建二期厂房，需要整线设备方案", "希望缩短交货周期，现有供应商经常延期", "准备更换老旧空压机，关注能耗",
        "需要本地化售后服务，响应时间要求 4 小时", "年度集中采购，比较看重账期", "想了解车间数字化管理的案例",
    ],
    "pl": [
        "Planują drugą halę i potrzebują kompletnej linii", "Obecny dostawca się spóźnia, liczy się termin",
        "Chcą wymienić stare sprężarki, patrzą na zużycie prądu", "Potrzebują serwisu na miejscu w ciągu doby",
        "Zakupy raz w roku, ważny termin płatności", "Pytają o planowanie produkcji w chmurze",
    ],
    "en": [
        "A second hall is planned and needs a complete line", "Their supplier is late too often; delivery time matters",
        "Old compressors to be replaced, energy use is the point", "On-site service within a day is a must",
        "Buys once a year, payment terms matter most", "Curious about planning the workshop in the cloud",
    ],
}  # fmt: skip

RISKS = {
    "zh": ["连续两笔货款逾期", "更换了采购负责人，关系不稳", "收到竞争对手的低价方案"],
    "pl": ["Dwie faktury po terminie", "Zmienił się kierownik zakupów", "Mają tańszą ofertę konkurencji"],
    "en": ["Two invoices overdue", "The purchasing manager has left", "Has a cheaper offer from a competitor"],
}

INTERESTS = {
    "zh": ["数控机床", "自动化", "羽毛球", "茶文化", "钓鱼", "书法"],
    "pl": ["obrabiarki", "automatyzacja", "żeglarstwo", "piłka nożna", "narty", "grzyby"],
    "en": ["machining", "automation", "golf", "cycling", "sailing", "craft beer"],
}

TALKS = {
    "zh": {
        "call": ["与{name}电话沟通", "回访{company}", "跟进报价情况", "确认交货时间", "了解近期采购计划"],
        "email": ["发送产品资料给{name}", "发送报价单", "回复技术问题", "合同草稿往来"],
        "meeting": ["拜访{company}", "与{name}会谈", "设备演示", "季度回顾会议"],
        "note": ["{company}近况", "竞争对手动态", "内部备忘", "客户组织架构变化"],
        "body": [
            "客户对价格基本认可，希望付款方式再灵活一些。", "对方正在做预算，下个月初会有结果。",
            "反馈上一批货的质量很好，考虑追加订单。", "提到竞争对手报价低 5%，但交期更长。",
            "技术部门希望看一次现场演示，已约下周。", "目前设备还能用，年底再谈更换。",
        ],
        "place": ["客户公司会议室", "我司上海办公室", "腾讯会议", "展会现场"],
    },
    "pl": {
        "call": ["Rozmowa z {name}", "Telefon do {company}", "Pytanie o ofertę", "Ustalenie terminu dostawy", "Plany zakupowe"],
        "email": ["Materiały dla {name}", "Wysłana oferta", "Odpowiedź na pytania techniczne", "Projekt umowy"],
        "meeting": ["Wizyta w {company}", "Spotkanie z {name}", "Prezentacja maszyny", "Przegląd kwartału"],
        "note": ["Co słychać w {company}", "Ruch konkurencji", "Notatka wewnętrzna", "Zmiany w strukturze klienta"],
        "body": [
            "Cena do przyjęcia, proszą o dłuższy termin płatności.", "Robią budżet, decyzja na początku miesiąca.",
            "Zadowoleni z ostatniej dostawy, myślą o kolejnej.", "Konkurencja jest 5% tańsza, ale dostarcza później.",
            "Dział techniczny chce zobaczyć maszynę, umówione na przyszły tydzień.", "Stary sprzęt jeszcze działa, wracamy pod koniec roku.",
        ],
        "place": ["Siedziba klienta", "Nasze biuro w Warszawie", "Teams", "Targi"],
    },
    "en": {
        "call": ["Call with {name}", "Call to {company}", "Asked about the offer", "Delivery date agreed", "Buying plans"],
        "email": ["Brochure for {name}", "Offer sent", "Answered technical questions", "Draft contract"],
        "meeting": ["Visit to {company}", "Meeting with {name}", "Machine demonstration", "Quarterly review"],
        "note": ["News from {company}", "What the competition does", "For the record", "Who is who has changed"],
        "body": [
            "The price is fine, they want longer payment terms.", "They are budgeting; an answer early next month.",
            "Happy with the last delivery, thinking of another.", "A competitor is 5% cheaper but delivers later.",
            "Engineering wants to see the machine; fixed for next week.", "The old one still works; talk again at the end of the year.",
        ],
        "place": ["At the customer's", "Our London office", "Video call", "Trade fair"],
    },
}  # fmt: skip

CONSENT = {
    "source": {
        "zh": ["官网表单", "展会登记表", "微信公众号关注"],
        "pl": ["Formularz na stronie", "Formularz z targów", "Podpisana zgoda"],
        "en": ["Web form", "Form signed at the trade fair", "Recorded call"],
    },
    "wording": {
        "zh": ["我同意斗拱示例公司通过上述渠道向我发送产品与活动信息，并可随时撤回。"],
        "pl": [
            "Zgadzam się na otrzymywanie od Dougong Demo informacji o produktach i wydarzeniach tym kanałem; zgodę mogę wycofać w każdej chwili."
        ],
        "en": [
            "I agree to receive news about products and events from Dougong Demo by this channel, and may withdraw this at any time."
        ],
    },
}
