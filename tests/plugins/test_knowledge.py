"""Articles: written, reviewed, published, voted on, found and used again. S-DOC-02, S-DOC-03 and S-DOC-04."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.api.clients import Caller, Web

ARTICLES = "/api/v1/records/article"


@pytest.fixture(scope="module")
def author(office: Web) -> Caller:
    return office.create_user("Author", role="author_x", permission_sets=["standard", "knowledge_write"])[1]


@pytest.fixture(scope="module")
def editor(office: Web) -> Caller:
    return office.create_user("Editor", role="editor_x", permission_sets=["standard", "knowledge_publish"])[1]


@pytest.fixture(scope="module")
def reader(office: Web) -> Caller:
    sets = ["standard", "sales_rep", "knowledge_read"]
    return office.create_user("Reader", role="sales_rep", permission_sets=sets)[1]


def made(caller: Caller, object: str, **values: Any) -> dict[str, Any]:
    answer = caller.post(f"/api/v1/records/{object}", values)
    assert answer.status_code == 201, answer.json
    return dict(answer.json)


def published(author: Caller, editor: Caller, **values: Any) -> str:
    id = made(author, "article", **{"name": "Question", "body": "<p>Answer</p>", **values})["id"]
    answer = editor.patch(f"{ARTICLES}/{id}", {"status": "published"})
    assert answer.status_code == 200, answer.json
    return str(id)


def test_s_doc_03_an_article_is_published_by_a_second_person(author: Caller, editor: Caller, reader: Caller) -> None:
    article = made(author, "article", name="How to oil a lathe", body="<p>Weekly</p>")
    assert (article["status"], article["number"][:3]) == ("draft", "KB-")
    assert reader.get(f"{ARTICLES}/{article['id']}").status_code == 404
    assert author.patch(f"{ARTICLES}/{article['id']}", {"status": "review"}).status_code == 200
    alone = author.patch(f"{ARTICLES}/{article['id']}", {"status": "published"})
    assert [(problem["field"], problem["code"]) for problem in alone.json["errors"]] == [("status", "four_eyes")]
    done = editor.patch(f"{ARTICLES}/{article['id']}", {"status": "published"}).json
    assert (done["published_by"], done["published_at"] is None) == (editor.get("/api/v1/me").json["user"]["id"], False)
    assert reader.get(f"{ARTICLES}/{article['id']}").status_code == 200


def test_s_doc_03_what_its_author_changes_is_reviewed_again(author: Caller, editor: Caller, reader: Caller) -> None:
    article = published(author, editor)
    assert editor.patch(f"{ARTICLES}/{article}", {"body": "<p>Better</p>"}).json["status"] == "published"
    assert author.patch(f"{ARTICLES}/{article}", {"synonyms": ["grease"]}).json["status"] == "published"
    assert author.patch(f"{ARTICLES}/{article}", {"body": "<p>Other</p>"}).json["status"] == "review"
    assert reader.get(f"{ARTICLES}/{article}").status_code == 404


def test_s_doc_03_nothing_is_reviewed_without_an_answer(author: Caller) -> None:
    article = made(author, "article", name="Empty")
    assert author.patch(f"{ARTICLES}/{article['id']}", {"status": "review"}).json["errors"][0]["field"] == "status"


def test_s_doc_03_an_article_is_found_by_words_that_it_does_not_say(author: Caller, editor: Caller, reader: Caller) -> None:
    article = published(author, editor, name="Spindle runs hot", synonyms=["overheating", "主轴发热"])
    for words in ("overheating", "主轴发热", "Spindle"):
        query = {"q": words, "filter": "status = 'published'"}
        assert [one["id"] for one in reader.get(ARTICLES, query_string=query).json["data"]] == [article]


def test_s_doc_03_languages_of_one_article_stand_together(author: Caller) -> None:
    english = made(author, "article", name="Oil", language="en")["id"]
    polish = made(author, "article", name="Olej", language="pl", translation_of=english)["id"]
    chinese = made(author, "article", name="润滑油", language="zh", translation_of=polish)
    assert chinese["translation_of"] == english


def test_s_doc_03_everybody_votes_once_and_may_think_again(office: Web, author: Caller, editor: Caller, reader: Caller) -> None:
    article = published(author, editor)
    vote = f"/x/knowledge/articles/{article}/vote"
    assert reader.post(vote, {"helpful": True}).json == {"id": article, "helpful_count": 1, "unhelpful_count": 0}
    counts = reader.post(vote, {"helpful": False, "comment": "No picture"}).json
    assert (counts["helpful_count"], counts["unhelpful_count"]) == (0, 1)
    assert author.post(vote, {"helpful": True}).json["helpful_count"] == 1
    assert editor.get(f"{ARTICLES}/{article}").json["helpful_share"] == "50.00"
    second = reader.post("/api/v1/records/article_vote", {"article": article, "helpful": True})
    assert second.status_code == 409


def test_s_doc_03_a_vote_is_of_its_voter_and_needs_an_article_that_is_seen(author: Caller, reader: Caller) -> None:
    draft = made(author, "article", name="Draft")["id"]
    assert reader.post(f"/x/knowledge/articles/{draft}/vote", {"helpful": True}).status_code == 404
    assert reader.post("/api/v1/records/article_vote", {"article": draft, "helpful": True}).status_code == 422
    wrong = author.post(f"/x/knowledge/articles/{draft}/vote", {"helpful": "maybe"})
    assert wrong.json["errors"][0]["field"] == "helpful"


def test_s_doc_02_an_article_is_read_by_the_roles_of_its_folder(admin: Caller, author: Caller, editor: Caller, reader: Caller) -> None:
    folder = made(admin, "folder", name="Service", audience="roles", roles=["service_x"])["id"]
    hidden = published(editor, admin, folder=folder)
    assert reader.get(f"{ARTICLES}/{hidden}").status_code == 404
    admin.patch(f"/api/v1/records/folder/{folder}", {"roles": ["service_x", "sales_rep"]})
    assert reader.get(f"{ARTICLES}/{hidden}").status_code == 200
    assert author.get(f"{ARTICLES}/{hidden}").status_code == 404


def test_s_doc_04_an_article_that_helped_is_linked_to_the_customer_and_counted_once(author: Caller, editor: Caller, reader: Caller) -> None:
    article = published(author, editor)
    account = made(reader, "account", name="Acme")["id"]
    use = {"article": article, "about": {"object": "account", "id": account}, "note": "Solved it"}
    assert reader.post("/api/v1/records/article_use", use).status_code == 201
    assert reader.post("/api/v1/records/article_use", use).status_code == 409
    assert reader.get(f"{ARTICLES}/{article}").json["use_count"] == 1
    used = editor.get(ARTICLES, query_string={"view": "most_used_articles"}).json["data"]
    assert article in [one["id"] for one in used]
    related = reader.get("/api/v1/ui").json["layouts"]["account"]["related"]
    assert ("article_use", "about") in {(one["object"], one["field"]) for one in related}
