"""XML from strangers, read into a small tree that can't hurt, and trees written as XML.

A document that declares a type or an entity, and one that is too large, too deep or not XML, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from dougong import Invalid, TooLarge

__all__ = ["DEEPEST", "LARGEST", "MOST_NODES", "Node", "is_plain", "plain", "read", "write"]

#: So many bytes may a document have, so many elements, and so deep may they stand within each other.
LARGEST = 4_000_000
MOST_NODES = 50_000
DEEPEST = 100

#: What XML 1.0 has no way to write.
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
QUOTED = {sign: reference for sign, reference in ESCAPES.items() if sign != '"'}


@dataclass(slots=True)
class Node:
    """An element: its namespace and local name, its attributes (`name`, or `{namespace}name`), and what is inside."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    text: str = ""
    space: str = ""

    def get(self, name: str) -> str:
        """An attribute without a namespace, or ""."""
        return self.attributes.get(name, "")

    def foreign(self, name: str, space: str = "") -> str:
        """An attribute of that local name in a namespace that ends like this, or ""; makers of engines have theirs."""
        return next((value for key, value in self.attributes.items() if key.endswith(f"{space}}}{name}")), "")

    def all(self, *names: str) -> Iterator[Node]:
        """The children with these local names."""
        return (child for child in self.children if child.name in names)

    def one(self, *path: str) -> Node | None:
        """The first child of that name, the first child of that one, and so on."""
        found: Node | None = self
        for name in path:
            found = None if found is None else next(found.all(name), None)
        return found

    def words(self, *path: str) -> str:
        """The text at the end of a path, without the white space around it."""
        found = self.one(*path)
        return "" if found is None else found.text.strip()

    def walk(self) -> Iterator[Node]:
        """This element and all within it, in their order."""
        yield self
        for child in self.children:
            yield from child.walk()


class _Reading:
    """Makes the tree from what the parser says."""

    def __init__(self) -> None:
        self.root = Node("")
        self.open = [self.root]
        self.said: list[list[str]] = [[]]
        self.count = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.refuse
        self.parser.EntityDeclHandler = self.refuse
        self.parser.StartElementHandler = self.starts
        self.parser.EndElementHandler = self.ends
        self.parser.CharacterDataHandler = self.says

    def refuse(self, *_: object) -> None:
        raise Invalid("This XML declares a document type or entities; take the part from <!DOCTYPE to its > out")

    def starts(self, name: str, attributes: Mapping[str, str]) -> None:
        self.count += 1
        if self.count > MOST_NODES or len(self.open) > DEEPEST:
            raise TooLarge("The XML may have {most} elements, {deep} deep within each other", most=MOST_NODES, deep=DEEPEST)
        space, _, local = name.rpartition(" ")
        node = Node(local, {_attribute(key): value for key, value in attributes.items()}, space=space)
        self.open[-1].children.append(node)
        self.open.append(node)
        self.said.append([])

    def ends(self, _: str) -> None:
        self.open.pop().text = "".join(self.said.pop())

    def says(self, data: str) -> None:
        self.said[-1].append(data)


def _attribute(key: str) -> str:
    space, _, local = key.rpartition(" ")
    return f"{{{space}}}{local}" if space else local


def read(data: bytes) -> Node:
    """The outermost element of a document. Raises TooLarge and Invalid."""
    if len(data) > LARGEST:
        raise TooLarge("The file may have {most} bytes at most", most=LARGEST)
    reading = _Reading()
    try:
        reading.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Invalid("This is no XML: look at line {line}, column {column}", line=error.lineno, column=error.offset + 1) from error
    except (ValueError, LookupError) as error:
        raise Invalid("This XML is written in an encoding that nobody knows; save it as UTF-8") from error
    return reading.root.children[0]


# -- writing -----------------------------------------------------------------------------------------------------


def is_plain(text: str) -> bool:
    """Whether XML can write it."""
    return not UNWRITABLE.search(text)


def plain(text: str) -> str:
    """A text as XML can write it, with a mark for each sign that it can't."""
    return UNWRITABLE.sub("\ufffd", text)


def write(root: Node, spaces: Mapping[str, str]) -> bytes:
    """A document with that element; `spaces`: the prefix of each namespace, "" for that of plain names. Names of elements
    and attributes are written with their prefixes: `bpmndi:BPMNShape`."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    declared = {f"xmlns:{prefix}" if prefix else "xmlns": uri for prefix, uri in spaces.items()}
    _write(lines, Node(root.name, {**declared, **root.attributes}, root.children, root.text), "")
    return "\n".join([*lines, ""]).encode()


def _write(lines: list[str], node: Node, indent: str) -> None:
    begin = f"{indent}<{node.name}" + "".join(f' {key}="{_escape(value, ESCAPES)}"' for key, value in node.attributes.items())
    if node.children:
        lines.append(f"{begin}>")
        for child in node.children:
            _write(lines, child, f"{indent}  ")
        lines.append(f"{indent}</{node.name}>")
    elif node.text:
        lines.append(f"{begin}>{_escape(node.text, QUOTED)}</{node.name}>")
    else:
        lines.append(f"{begin}/>")


def _escape(text: str, how: Mapping[str, str]) -> str:
    return plain(text).translate({ord(sign): reference for sign, reference in how.items()})
