"""`python -m core.cli`, where the command isn't on the path."""

from core.cli.start import main

if __name__ == "__main__":
    main(prog_name="dougong")
