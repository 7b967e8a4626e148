"""Activities know which of our contacts took part."""

from dougong import Extension, many_to_many

__all__ = ["activity"]

activity = Extension("activity", contacts=many_to_many("contact", help="People of the customer who took part"))
