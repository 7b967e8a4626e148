"""Measures the platform beside the least that Flask has to do; `python3 bench/run.py` runs it, README.md explains it."""
