"""What the environment may say, and what is refused at the start."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.api.headers import page_policy
from core.config import Config


def test_pictures_of_maps_may_come_from_one_more_place(tmp_path: Path) -> None:
    config = Config(data=tmp_path, map_tiles="https://tiles.example.com:8443/{z}/{x}/{y}.png?key=a")
    assert config.map_origin == "https://tiles.example.com:8443"
    assert "img-src 'self' blob: data: https://tiles.example.com:8443;" in page_policy("n", config.map_origin)
    assert "img-src 'self' blob: data:;" in page_policy("n", Config(data=tmp_path).map_origin)


@pytest.mark.parametrize("tiles", ["tiles.example.com/{z}/{x}/{y}", "https://a b/{z}/{x}/{y}", "https://a;script-src/{z}/{x}/{y}", "javascript:{z}{x}{y}", "https://a/{z}/{x}"])
def test_an_address_of_maps_that_is_none_is_refused(tmp_path: Path, tiles: str) -> None:
    with pytest.raises(ValueError, match="DOUGONG_MAP_TILES"):
        _ = Config(data=tmp_path, map_tiles=tiles).map_origin


def test_the_environment_says_where_maps_come_from(tmp_path: Path) -> None:
    config = Config.from_environment({"DOUGONG_DATA": str(tmp_path), "DOUGONG_MAP_TILES": "http://127.0.0.1/{z}/{x}/{y}", "DOUGONG_MAP_CREDIT": "Ours"})
    assert (config.map_origin, config.map_credit) == ("http://127.0.0.1", "Ours")
