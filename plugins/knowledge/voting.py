"""Votes: whoever reads an article says once whether it helped, and may think again."""

from __future__ import annotations

from typing import Any

from dougong import Context, Endpoint, Request, Slot, boolean, text

__all__ = ["vote", "vote_slot"]

FORM = {"helpful": boolean(label="It helped", required=True), "comment": text(label="What was missing?")}


def give_vote(ctx: Context, request: Request) -> dict[str, Any]:
    """Make or change the vote of the person asking; answers what all votes say now."""
    article = request.ids["article"]
    mine = ctx.records.list("article_vote", filter=f"article = '{article}' AND owner_id = ME()", fields=["id"], limit=1).data
    if mine:
        ctx.records.update("article_vote", mine[0]["id"], request.body)
    else:
        ctx.records.create("article_vote", {**request.body, "article": article})
    counts: dict[str, Any] = ctx.records.get("article", article, fields=["helpful_count", "unhelpful_count"])
    return counts


vote = Endpoint(
    method="POST",
    path="articles/<article:article>/vote",
    object="article_vote",
    action="create",
    view=give_vote,
    summary="Say whether an article helped",
)

vote_slot = Slot(
    name="vote_on_article",
    place="record.header.action",
    label="Did it help?",
    object="article",
    icon="thumb-up",
    endpoint="articles/{id}/vote",
    visible_when="status = 'published'",
    fields={name: field.document for name, field in FORM.items()},
)
