"""The working time that every tenant has, until it says otherwise."""

from dougong import Calendar

__all__ = ["business"]

DAY = ["09:00-17:00"]

business = Calendar(
    "business",
    label="Working days",
    monday=DAY,
    tuesday=DAY,
    wednesday=DAY,
    thursday=DAY,
    friday=DAY,
)
