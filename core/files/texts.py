"""What is written in files: read by a job once a file has come, so that search finds files by their content."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.files.records import OBJECT, READ_FILE, store_of
from dougong import NotFound

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["READ_FILE", "read_file", "text_of"]

log = logging.getLogger(__name__)

#: Seconds by the clock; the process itself may use ten of the processor.
LONGEST = 30
PROGRAM = Path(__file__).with_name("extracting.py")
#: What a program can't start without on some systems; our own settings are none of its business.
NEEDED = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}


def read_file(ctx: Ctx, payload: Mapping[str, Any]) -> None:
    """Keep the text of a file with its record. A file that is gone, or can't be read, has none."""
    try:
        file = ctx.as_system().records.get(OBJECT, payload["file"], fields=["type", "key"])
    except NotFound:
        return
    ctx.unit.close()  # reading takes as long as it takes; others need the connection
    text = text_of(store_of(ctx).path(file["key"]), str(file["type"]))
    if text:
        ctx.as_system().records.update(OBJECT, payload["file"], {"text": text})


def text_of(path: Path, media: str) -> str:
    """The text of a file, read in a process of its own with bounds; empty where there is none, or reading fails."""
    command = [sys.executable, "-I", str(PROGRAM), str(path), media]
    try:
        done = subprocess.run(command, capture_output=True, timeout=LONGEST, check=True, env=NEEDED)
    except (subprocess.SubprocessError, OSError) as error:
        log.info("the text of a file (%s) could not be read: %s", media, type(error).__name__)
        return ""
    return done.stdout.decode("utf-8", "replace")
