"""Measures the platform: python3 bench/run.py [--database pg|sqlite] [--seconds N]; needs what run.py needs, and no more."""

import subprocess
import sys
from pathlib import Path

if __name__ == "__main__":
    script = Path(__file__).resolve().parent.parent / "run.py"
    sys.exit(subprocess.call([sys.executable, str(script), "bench", *sys.argv[1:]]))
