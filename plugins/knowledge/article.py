"""Articles: what we know, written once for everybody who asks again; votes on them, and where they helped."""

from dougong import (
    NumberSeries,
    Object,
    Settings,
    any_reference,
    auto_number,
    boolean,
    choice,
    date,
    datetime,
    formula,
    long_text,
    many_to_many,
    option,
    reference,
    rich_text,
    rollup,
    rule,
    tags,
    text,
    user,
)

__all__ = ["article", "article_number", "article_use", "article_vote", "knowledge"]

STATES = [
    option("draft", color="gray", help="Write it as you would tell a new colleague."),
    option("review", "In review", color="yellow", entry="body <> NULL", message="There is nothing to review yet: write the answer"),
    option("published", color="green", entry="body <> NULL", message="There is nothing to publish yet: write the answer"),
    option("archived", color="dark"),
]
USED_FOR = ["account", "contact", "lead", "opportunity", "product"]
LANGUAGES = [option("en", "English"), option("zh", "中文"), option("pl", "Polski")]

article_number = NumberSeries("article_number", "KB-{00000}")

knowledge = Settings(
    "knowledge",
    four_eyes=boolean(default=True, label="Articles are published by somebody else than their author"),
)

article = Object(
    "article",
    icon="book",
    color="indigo",
    menu={"group": "knowledge", "order": 20},
    indexes=[["status", "language"]],
    fields={"name": text(required=True, index=True, search=True, label="Title", help="As somebody would ask")},
    number=auto_number("article_number"),
    status=choice(STATES, required=True, default="draft", index=True),
    folder=reference("folder", on_delete="restrict", label="Category", help="Says who reads it once it is published"),
    language=choice(LANGUAGES, required=True, default="en"),
    translation_of=reference("article", on_delete="clear", help="The article that this one says in another language"),
    summary=long_text(max_length=1000, search=True),
    body=rich_text(search=True, label="Answer"),
    synonyms=tags(search=True, help="Other words that people look for it by"),
    products=many_to_many("product", help="What it is about"),
    published_at=datetime(read_only=True, label="Published on"),
    published_by=user(read_only=True),
    review_on=date(index=True, help="Somebody looks whether it still holds"),
    expires_on=date(index=True, help="From the day after readers no longer see it"),
    helpful_count=rollup("article_vote.article", "count", filter="helpful = TRUE", label="Helpful"),
    unhelpful_count=rollup("article_vote.article", "count", filter="helpful = FALSE", label="Not helpful"),
    helpful_share=formula(
        "PERCENT(helpful_count, helpful_count + unhelpful_count)", returns="percent", label="Found helpful by"
    ),
    use_count=rollup("article_use.article", "count", label="Used"),
    rules=[rule("not_own_translation", "translation_of = id", "An article is no translation of itself", field="translation_of")],
)

article_vote = Object(
    "article_vote",
    label="Vote",
    icon="thumb-up",
    name_field="comment",
    features=[],
    menu=False,
    article=reference("article", required=True, on_delete="cascade"),
    helpful=boolean(required=True),
    comment=text(help="What was missing"),
    key=text(read_only=True, unique=True, track=False, help="Keeps everybody to one vote"),
)

article_use = Object(
    "article_use",
    label="Use of an article",
    plural="Uses of articles",
    icon="link",
    sharing="parent",
    parent="about",
    name_field="note",
    features=[],
    menu={"group": "knowledge", "order": 40},
    article=reference("article", required=True, on_delete="cascade"),
    about=any_reference(USED_FOR, required=True, on_delete="cascade", label="Used for"),
    note=text(help="How it helped"),
    key=text(read_only=True, unique=True, track=False, help="An article is linked to a record once"),
)
