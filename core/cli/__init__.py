"""The command line, `dougong`."""
