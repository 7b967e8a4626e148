"""What people of the demo company write about their deals, in the language of the customer."""

__all__ = ["COMMENTS", "COMPETITORS", "DEALS", "NEXT", "STEPS", "WANTED"]

COMPETITORS = [
    {"name": "Titan Werkzeuge", "threat": "high", "strengths": "Strong brand, big stock in Germany", "weaknesses": "Slow service, expensive spare parts", "strategy": "Offer service within a day, and show the cost over five years"},
    {"name": "华东机电商城", "threat": "medium", "strengths": "价格低，网店方便", "weaknesses": "没有安装和培训服务", "strategy": "强调整体方案与售后响应"},
    {"name": "Maszyny24", "threat": "medium", "strengths": "Niskie ceny, szybka dostawa drobnych narzędzi", "weaknesses": "Brak dużych maszyn i doradztwa", "strategy": "Pokazać demonstrację na miejscu"},
    {"name": "ToolHub Direct", "threat": "low", "strengths": "Good web shop", "weaknesses": "No service on site", "strategy": "Visit, advise, install"},
    {"name": "精工装备", "threat": "high", "strengths": "大型项目经验多，资金实力强", "weaknesses": "交期长，决策慢", "strategy": "用交期和灵活付款取胜"},
]  # fmt: skip

DEALS = {
    "zh": [
        "{company}设备采购",
        "{company}二期厂房项目",
        "{company}仓储升级",
        "{company}年度采购",
        "{company}生产线改造",
    ],
    "pl": [
        "{company} – {product}",
        "Doposażenie hali {company}",
        "Wymiana parku maszyn {company}",
        "Zakup roczny {company}",
    ],
    "en": [
        "{company} – {product}",
        "New workshop for {company}",
        "Equipment renewal at {company}",
        "Annual purchase {company}",
    ],
}

NEXT = {
    "zh": ["发送修订报价", "约技术人员现场勘察", "确认付款条件", "安排设备演示", "等客户内部审批", "电话跟进决策进度"],
    "pl": ["Wysłać poprawioną ofertę", "Umówić wizję lokalną", "Uzgodnić termin płatności", "Zorganizować prezentację", "Czekamy na zgodę zarządu", "Zadzwonić w sprawie decyzji"],
    "en": ["Send the revised offer", "Arrange a site visit", "Agree on payment terms", "Set up the demonstration", "Waiting for their board", "Call about the decision"],
}  # fmt: skip

STEPS = {
    "zh": {
        "call": ["电话了解需求", "跟进报价", "确认预算", "询问决策时间", "处理价格异议"],
        "email": ["发送方案书", "发送报价单", "发送合同草稿", "发送参考案例"],
        "meeting": ["需求调研会", "方案讲解", "商务谈判", "现场演示"],
        "task": ["准备报价", "核算成本", "准备演示样机", "内部评审合同"],
    },
    "pl": {
        "call": ["Rozmowa o potrzebach", "Pytanie o ofertę", "Ustalenie budżetu", "Termin decyzji", "Rozmowa o cenie"],
        "email": ["Wysłana oferta", "Wysłana specyfikacja", "Projekt umowy", "Przykład wdrożenia"],
        "meeting": ["Analiza potrzeb", "Prezentacja oferty", "Negocjacje", "Pokaz maszyny"],
        "task": ["Przygotować ofertę", "Policzyć koszty", "Przygotować maszynę na pokaz", "Sprawdzić umowę z prawnikiem"],
    },
    "en": {
        "call": ["Asked about their needs", "Followed up on the offer", "Budget", "When will they decide", "Talked about the price"],
        "email": ["Offer sent", "Specification sent", "Draft contract", "Reference case"],
        "meeting": ["Workshop on requirements", "Presented the offer", "Negotiation", "Machine demonstration"],
        "task": ["Prepare the offer", "Work out the costs", "Get the demo machine ready", "Have the contract reviewed"],
    },
}  # fmt: skip

WANTED = {
    "zh": ["想了解空压机的节能方案和价格", "新厂房需要货架和叉车，请尽快报价", "咨询数控车床的交货期", "希望安排一次设备演示", "需要长期采购劳保用品"],
    "pl": ["Proszę o ofertę na sprężarkę i serwis", "Wyposażamy nową halę: regały i wózki", "Pytanie o termin dostawy tokarki", "Chcielibyśmy zobaczyć pokaz maszyny", "Stałe dostawy środków BHP"],
    "en": ["Please quote a compressor with service", "We fit out a new hall: racks and forklifts", "What is the lead time of a lathe?", "We would like to see a demonstration", "Regular supply of safety gear"],
}  # fmt: skip

COMMENTS = {
    "zh": ["这个项目要尽快约到决策人。", "价格不要再让了，可以送培训。", "注意竞争对手最近的动作，准备好差异化方案。", "做得不错，下周一起去拜访。"],
    "pl": ["Trzeba dotrzeć do osoby, która decyduje.", "Nie schodźmy już z ceny, dajmy szkolenie.", "Uwaga na konkurencję, pokażmy serwis.", "Dobra robota, w przyszłym tygodniu jadę z tobą."],
    "en": ["We need to meet whoever decides.", "No more discount; offer training instead.", "Watch the competition, show them our service.", "Well done, I will come along next week."],
}  # fmt: skip
