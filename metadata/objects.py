"""An object among the others: what refers to it, what it adds up, and its rules and formulas, compiled when needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import Table

from dougong import NotFound
from metadata.fields import Field
from metadata.links import Link
from metadata.scope import ObjectScope
from metadata.shapes import Shape

if TYPE_CHECKING:
    from metadata.catalogue import Catalogue

__all__ = ["ObjectType", "Rollup", "Rule"]


@dataclass(frozen=True)
class Rule:
    """Refuses a record for which `when` holds. `owner`: who declared it."""

    name: str
    when: str
    message: str
    field: str | None
    owner: str


@dataclass(frozen=True, eq=False)
class Rollup:
    """A figure kept on `field.object`, over the records of `child` whose `reference` leads to it.

    measure: the field that is counted up, None for a count. measure_column: its column (of money, the base amount);
    None where the measure is a formula.
    """

    field: Field
    child: str
    reference: Field
    function: str
    measure: Field | None
    measure_column: str | None
    filter: str | None

    @property
    def parent(self) -> str:
        return self.field.object


class ObjectType(Shape):
    """A kind of record in one catalogue."""

    shape: Shape
    catalogue: Catalogue

    @classmethod
    def of(cls, shape: Shape, catalogue: Catalogue) -> ObjectType:
        """The shape, standing in a catalogue; what is compiled from the shape alone is compiled once for all."""
        made = cls.__new__(cls)
        made.__dict__.update(shape.__dict__)
        made.__dict__["shape"] = shape
        made.__dict__["catalogue"] = catalogue
        return made

    @property
    def table(self) -> Table:
        return self.shape.table

    def field(self, name: str) -> Field:
        """A field or a companion by its name; raises `NotFound`."""
        found = self.fields.get(name) or self.companions.get(name)
        if found is None:
            raise NotFound("{object} has no field called {field}", object=self.label, field=name)
        return found

    def owner_of_companion(self, name: str) -> Field | None:
        """The field that a companion comes with."""
        companion = self.companions.get(name)
        return companion and self.fields[companion.companion_of or ""]

    @cached_property
    def scope(self) -> ObjectScope:
        return ObjectScope(self, self.catalogue)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        sources = self.catalogue.effective["object", self.name].sources
        return tuple(
            Rule(rule["name"], rule["when"], rule["message"], rule.get("field"), sources[f"rules.{rule['name']}"])
            for rule in self.document.get("rules", ())
        )

    @cached_property
    def rollups(self) -> tuple[Rollup, ...]:
        """The figures kept on this object."""
        made = (self.catalogue.rollup(field) for field in self.fields.values() if field.type.name == "rollup")
        return tuple(rollup for rollup in made if rollup is not None)

    @property
    def feeds(self) -> tuple[Rollup, ...]:
        """The figures on other objects that the records of this one count in."""
        return self.catalogue.feeds.get(self.name, ())

    @property
    def referred_by(self) -> tuple[Field, ...]:
        """The fields, of this object and others, whose column refers to this object."""
        return self.catalogue.referrers.get(self.name, ())

    @property
    def referred_by_any(self) -> tuple[Field, ...]:
        """The any-references that may lead to this object."""
        return self.catalogue.any_referrers.get(self.name, ()) + self.catalogue.any_referrers.get("*", ())

    @property
    def links(self) -> Mapping[str, Link]:
        return self.shape.links

    @property
    def linked_by(self) -> tuple[Link, ...]:
        """The many-to-many fields of this object and others that lead to it."""
        return self.catalogue.linkers.get(self.name, ())

    @property
    def masters(self) -> tuple[Field, ...]:
        """The fields by which its records are a part of others."""
        return tuple(field for field in self.fields.values() if field.type.name == "master_detail")

    def named(self) -> Mapping[str, Field]:
        """Every key that a record may have: fields and companions."""
        return self.shape.all_fields

    def __repr__(self) -> str:
        return f"<object {self.name}>"
