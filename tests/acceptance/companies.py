"""Companies whose real data come in by the command line, and are asked for by the API as any of their users."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from flask.testing import FlaskClient

from core.api.app import create_app
from core.cli.main import main
from core.config import Config
from core.platform import Platform

__all__ = ["ADMIN", "ROOT", "Company", "Served"]

ROOT = Path(__file__).parents[2]
ADMIN = "admin@example.com"


class Company:
    """A tenant with the shipped plugins and the definitions of a sample, and what each import into it said."""

    def __init__(self, folder: Path, tenant: str, sample: Path) -> None:
        self.environment = {"DOUGONG_DATA": str(folder), "DOUGONG_PLUGINS": str(ROOT / "plugins.toml"), "DOUGONG_DATABASE_URL": ""}
        self.folder = folder
        self.tenant = tenant
        self.sample = sample
        self.said: dict[str, str] = {}
        self.run(
            "tenant", "create", tenant, "--admin-email", ADMIN, "--admin-password", "a long password",
            "--plugins", "customers,products,sales",
        )  # fmt: skip
        self._define()

    def _define(self) -> None:
        with Served(self) as client:
            answer = client.post(
                "/api/v1/meta/import",
                data={"file": (packed(self.sample / "definitions"), "definitions.zip")},
                headers={"Authorization": f"Bearer {self.token(ADMIN)}"},
            )
        assert answer.status_code == 200, answer.get_json()

    def run(self, *words: str, code: int = 0) -> str:
        """A command, which must end with this code; answers what it said."""
        done = CliRunner().invoke(main, list(words), env=self.environment)
        assert done.exit_code == code, done.output
        return done.stdout

    def bring_in(self, object: str, file: Path, mapping: str, *more: str, code: int = 0) -> str:
        """Import a file by a mapping of the sample."""
        place = str(self.sample / f"{mapping}.yaml")
        words = ["import", object, str(file), "--tenant", self.tenant, "--mapping", place, *more]
        self.said[mapping] = self.run(*words, code=code)
        return self.said[mapping]

    def token(self, email: str) -> str:
        return self.run("token", "create", "--tenant", self.tenant, "--email", email).strip()

    def ask(self, object: str, *, by: str = ADMIN, **query: Any) -> list[dict[str, Any]]:
        """The rows of a query, as the user with this address gets them."""
        token = self.token(by)
        with Served(self) as client:
            headers = {"Authorization": f"Bearer {token}"}
            answer = client.post("/api/v1/query", json={"object": object, **query}, headers=headers)
        assert answer.status_code == 200, answer.get_json()
        rows: list[dict[str, Any]] = answer.get_json()["rows"]
        return rows


class Served:
    """A client of the tenant's API."""

    def __init__(self, company: Company) -> None:
        config = Config(data=company.folder, secret_key="a key for tests", plugins=ROOT / "plugins.toml")
        self.platform = Platform(config)

    def __enter__(self) -> FlaskClient:
        return create_app(self.platform).test_client()

    def __exit__(self, *_: object) -> None:
        self.platform.close()


def packed(folder: Path) -> io.BytesIO:
    """The definitions of a folder as a zip."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for path in sorted(folder.rglob("*.*")):
            archive.write(path, path.relative_to(folder).as_posix())
    made.seek(0)
    return made
