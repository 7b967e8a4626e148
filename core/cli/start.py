"""Where the command `dougong` begins: everything is loaded while the collector of garbage rests.

What is loaded stays for as long as the process runs. Going through it again and again while it grows would take a
tenth of the start, and the processes that a server forks would no longer share the pages that hold it. The collector
goes on once the command that is wanted is loaded too.
"""

import gc

gc.disable()

from core.cli.main import main  # noqa: E402

__all__ = ["main"]
