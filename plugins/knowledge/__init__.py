"""Knowledge

Articles with what we know, in several languages: written, reviewed by a second person, published to those who may read
their folder, voted on, and linked to the customers and deals where they helped.
"""

from collections.abc import Iterable

from dougong import Definition, Endpoint, Slot, hookimpl, translations
from plugins.knowledge.article import article, article_number, article_use, article_vote, knowledge
from plugins.knowledge.demo import register_demo
from plugins.knowledge.hooks import record_before_save
from plugins.knowledge.layouts import layouts
from plugins.knowledge.rights import rights
from plugins.knowledge.views import views
from plugins.knowledge.voting import vote, vote_slot

__all__ = [
    "record_before_save",
    "register_demo",
    "register_endpoints",
    "register_objects",
    "register_slots",
    "requires",
]

requires = ["documents", "products"]


@hookimpl
def register_objects() -> Iterable[Definition]:
    """Everything that this plugin declares."""
    return [
        article, article_number, article_vote, article_use, knowledge,
        *rights, *views, *layouts, *translations(__name__),
    ]  # fmt: skip


@hookimpl
def register_endpoints() -> Iterable[Endpoint]:
    """Voting on an article."""
    return [vote]


@hookimpl
def register_slots() -> Iterable[Slot]:
    """The same as a button of its page."""
    return [vote_slot]
