"""The engines keep the promises that tests build on."""

from __future__ import annotations

import psycopg
import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page, Playwright

from tests.support import chromium as chromiums
from tests.support.pages import open_browser, open_page
from tests.support.postgres import Server


def rows(server: Server) -> int:
    with psycopg.connect(server.url().replace("+psycopg", "")) as connection:
        (count,) = connection.execute("SELECT count(*) FROM kept").fetchone() or (0,)
        return int(count)


def test_a_killed_postgres_comes_back_with_what_it_acknowledged(durable_postgres: Server) -> None:
    durable_postgres.execute("CREATE TABLE kept (id integer)")
    durable_postgres.execute("INSERT INTO kept VALUES (1)")
    durable_postgres.kill()
    with pytest.raises(psycopg.OperationalError):
        rows(durable_postgres)
    durable_postgres.start()
    assert rows(durable_postgres) == 1


@pytest.mark.parametrize("turn", [1, 2])
def test_every_test_gets_an_empty_database(backend: str, turn: int) -> None:
    engine = sa.create_engine(backend, poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE mine (id integer)"))


def test_workers_have_databases_of_their_own(postgres_url: str) -> None:
    engine = sa.create_engine(postgres_url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        name = connection.execute(sa.text("SELECT current_database()")).scalar()
        assert str(name).startswith("worker_")


@pytest.mark.browser
def test_a_page_shows_chinese(page: Page) -> None:
    page.goto("data:text/html;charset=utf-8,<h1>斗拱</h1>")
    assert page.inner_text("h1") == "斗拱"


@pytest.mark.browser
@pytest.mark.parametrize(
    "content",
    [
        "<script>throw new Error('lost')</script>",
        "<script>console.error('wrong')</script>",
        "<meta http-equiv=Content-Security-Policy content=\"script-src 'none'\"><script>1</script>",
    ],
)
def test_a_page_that_complains_is_noticed(browser: Browser, content: str) -> None:
    complaints: list[str] = []
    with open_page(browser, complaints) as page:
        page.goto(f"data:text/html,{content}")
        page.wait_for_timeout(50)
    assert len(complaints) == 1


@pytest.mark.browser
@pytest.mark.slow
def test_the_chromium_from_npm_serves_where_the_system_has_none(
    playwright: Playwright, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chromiums, "NAMES", ())
    monkeypatch.setattr(chromiums, "PLACES", ())
    monkeypatch.delenv("DOUGONG_CHROMIUM", raising=False)
    found = chromiums.find()
    assert found is not None and "node_modules" in found.program.parts
    with open_browser(playwright, found) as browser, open_page(browser, []) as page:
        page.goto("data:text/html,<h1>hello</h1>")
        assert page.inner_text("h1") == "hello"
