"""What happens when articles, votes and uses are saved."""

from dougong import Change, Context, FieldProblem, Invalid, hookimpl

__all__ = ["record_before_save"]

#: What makes an article another one for its readers.
SAID = frozenset({"name", "summary", "body"})


@hookimpl
def record_before_save(ctx: Context, change: Change) -> None:
    """Fill in what follows from the rest, refuse what can't be."""
    values = change.values
    match change.object:
        case "article":
            publish(ctx, change)
            point_at_the_original(ctx, change)
        case "article_vote":
            values["key"] = f"{values['article']} {values['owner_id']}"
        case "article_use":
            values["key"] = f"{values['article']} {values['about']['id']}"


def publish(ctx: Context, change: Change) -> None:
    """Articles are published by a second person, and reviewed again when their author changes what they say."""
    values, is_new = change.values, "status" in change.changed
    is_author = ctx.actor.id is not None and ctx.actor.id in (values.get("owner_id"), values.get("created_by"))
    alone = is_author and ctx.settings("knowledge")["four_eyes"]
    if values["status"] != "published":
        values["published_at"] = values["published_by"] = None
    elif is_new and alone:
        raise Invalid(errors=[FieldProblem("status", "four_eyes", "Somebody else publishes what you wrote; put it in review")])
    elif alone and change.changed & SAID:
        values["status"] = "review"
        values["published_at"] = values["published_by"] = None
    elif is_new:
        values["published_at"], values["published_by"] = values.get("published_at") or ctx.now, ctx.actor.id


def point_at_the_original(ctx: Context, change: Change) -> None:
    """A translation of a translation is one of the original, so that all languages are found from each."""
    if "translation_of" in change.changed and change.values.get("translation_of"):
        other = ctx.records.get("article", change.values["translation_of"], fields=["translation_of"])
        change.values["translation_of"] = other["translation_of"] or change.values["translation_of"]
