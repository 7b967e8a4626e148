"""What happens by itself in sales, and who must agree: large discounts, leads from the web, deals that stand still."""

from dougong import Approval, Automation

__all__ = ["processes"]

OPEN = "NOT stage IN ('won', 'lost')"

large_discount = Approval(
    "large_discount",
    "opportunity",
    help="A deal with more than 20 % off on some line; from 35 % on the director is asked too",
    entry=f"largest_discount > 20 AND {OPEN}",
    watch=["largest_discount", "amount"],
    steps=[
        {
            "id": "manager",
            "label": "Manager",
            "approvers": [{"manager_of": "owner_id"}],
            "due": {"for": "P1D", "calendar": "business", "remind_before": ["PT2H"]},
            "on_timeout": "escalate",
            "watch": ["largest_discount"],
        },
        {
            "id": "director",
            "label": "Sales director",
            "when": "largest_discount > 35",
            "approvers": [{"role": "sales_director"}],
            "repeat": "anywhere",
            "empty": "admin",
        },
    ],
    on_approved=[{"id": "say_yes", "do": "post", "message": "The discount of {largest_discount} % is approved."}],
    on_rejected=[{"id": "say_no", "do": "post", "message": "The discount of {largest_discount} % is refused."}],
)
web_leads = Automation(
    "web_leads",
    label="Leads from the website, in turn",
    help="Whoever comes by the website is given to the representatives one after the other; switch it on where you want that",
    active=False,
    on={"object": "lead", "events": ["created"], "when": "source = 'website'"},
    steps=[{"id": "give", "do": "assign", "among": [{"role": "sales_rep"}], "by": "turn"}],
)
standing_deals = Automation(
    "standing_deals",
    label="Deals that stand still",
    help="Reminds the owner when a deal has been in its stage for 30 days",
    on={"object": "opportunity", "date": {"field": "stage_changed_at", "offset": "P30D"}, "when": OPEN},
    steps=[{"id": "remind", "do": "notify", "to": [{"field": "owner_id"}], "message": "{name} has been in its stage for {days_in_stage} days"}],
)

processes = [large_discount, web_leads, standing_deals]
