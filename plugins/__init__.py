"""The capabilities that come with Dougong, one folder each."""
