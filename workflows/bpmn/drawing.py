"""Elements and flows laid out from left to right: a row of blocks, ways that part above each other, frames around rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from workflows.markup import Node

__all__ = ["GAP", "Block", "Drawing", "Fork", "Frame", "Leaf", "Row"]

GAP, PAD = 50, 40
SIZES = {"startEvent": (36, 36), "endEvent": (36, 36), "intermediateCatchEvent": (36, 36), "boundaryEvent": (36, 36)}
GATEWAY, TASK = (50, 50), (120, 80)

Point = tuple[int, int]


@dataclass
class Block:
    """Something drawn: how large, and how far below its top the line runs on which it is entered and left."""

    width: int = 0
    height: int = 0
    axis: int = 0
    left: int = 0
    top: int = 0

    @property
    def line(self) -> int:
        return self.top + self.axis

    def put(self, left: int, line: int) -> None:
        """Place it, entered from that point."""
        self.left, self.top = left, line - self.axis

    def leaves(self) -> Iterator[Leaf]:
        """The elements in it."""
        raise NotImplementedError

    @property
    def first(self) -> Leaf | None:
        """The element by which it is entered; None for a row of nothing."""
        raise NotImplementedError

    @property
    def last(self) -> Leaf | None:
        """The element by which it is left."""
        raise NotImplementedError


@dataclass
class Leaf(Block):
    """One element."""

    node: Node = field(default_factory=lambda: Node(""))

    def __post_init__(self) -> None:
        if not self.width:
            self.width, self.height = GATEWAY if self.node.name.endswith("Gateway") else SIZES.get(self.node.name, TASK)
        self.axis = self.axis or self.height // 2

    def leaves(self) -> Iterator[Leaf]:
        yield self

    @property
    def first(self) -> Leaf:
        return self

    @property
    def last(self) -> Leaf:
        return self


@dataclass
class Row(Block):
    """Blocks one after another."""

    blocks: Sequence[Block] = ()

    def __post_init__(self) -> None:
        self.blocks = [block for block in self.blocks if block.first is not None]
        if self.blocks:
            self.width = sum(block.width for block in self.blocks) + GAP * (len(self.blocks) - 1)
            self.axis = max(block.axis for block in self.blocks)
            self.height = self.axis + max(block.height - block.axis for block in self.blocks)

    def put(self, left: int, line: int) -> None:
        super().put(left, line)
        for block in self.blocks:
            block.put(left, line)
            left += block.width + GAP

    def leaves(self) -> Iterator[Leaf]:
        for block in self.blocks:
            yield from block.leaves()

    @property
    def first(self) -> Leaf | None:
        return self.blocks[0].first if self.blocks else None

    @property
    def last(self) -> Leaf | None:
        return self.blocks[-1].last if self.blocks else None


@dataclass
class Fork(Block):
    """Ways between two gateways, below each other."""

    split: Leaf = field(default_factory=Leaf)
    rows: Sequence[Row] = ()
    join: Leaf = field(default_factory=Leaf)

    def __post_init__(self) -> None:
        inner = max(row.width for row in self.rows)
        self.width = self.split.width + self.join.width + GAP * 2 + inner
        self.height = sum(max(row.height, GAP) for row in self.rows) + GAP * (len(self.rows) - 1)
        self.axis = max(self.rows[0].axis, GAP // 2)

    def put(self, left: int, line: int) -> None:
        super().put(left, line)
        self.split.put(left, line)
        self.join.put(left + self.width - self.join.width, line)
        top = self.top
        for row in self.rows:
            row.put(left + self.split.width + GAP, top + max(row.axis, GAP // 2))
            top += max(row.height, GAP) + GAP

    def leaves(self) -> Iterator[Leaf]:
        yield self.split
        for row in self.rows:
            yield from row.leaves()
        yield self.join

    @property
    def first(self) -> Leaf:
        return self.split

    @property
    def last(self) -> Leaf:
        return self.join


@dataclass
class Frame(Leaf):
    """An element around a row, and events on its lower edge."""

    row: Row = field(default_factory=Row)
    edge: Sequence[Leaf] = ()

    def __post_init__(self) -> None:
        self.width, self.height = self.row.width + PAD * 2, self.row.height + PAD * 2
        self.axis = PAD + self.row.axis

    def put(self, left: int, line: int) -> None:
        super().put(left, line)
        self.row.put(left + PAD, line)
        for number, event in enumerate(self.edge):
            event.put(left + PAD + number * GAP * 2, self.top + self.height)

    def leaves(self) -> Iterator[Leaf]:
        yield self
        yield from self.row.leaves()
        yield from self.edge


class Drawing:
    """The shapes and edges of a process."""

    def __init__(self, process: str) -> None:
        self.plane = Node("bpmndi:BPMNPlane", {"id": "Plane", "bpmnElement": process})
        self.diagram = Node("bpmndi:BPMNDiagram", {"id": "Diagram"}, [self.plane])

    def shape(self, leaf: Leaf) -> None:
        """Draw an element where it was put."""
        name = leaf.node.get("id")
        said = {"id": f"{name}.shape", "bpmnElement": name}
        if isinstance(leaf, Frame):
            said["isExpanded"] = "true"
        if leaf.node.name == "exclusiveGateway":
            said["isMarkerVisible"] = "true"
        bounds = {"x": leaf.left, "y": leaf.top, "width": leaf.width, "height": leaf.height}
        self.plane.children.append(Node("bpmndi:BPMNShape", said, [Node("dc:Bounds", {key: str(value) for key, value in bounds.items()})]))

    def edge(self, flow: str, source: Leaf, target: Leaf, row: Row | None = None) -> None:
        """Draw a flow; `row`: along which it runs, if not straight on."""
        points = [Node("di:waypoint", {"x": str(x), "y": str(y)}) for x, y in _points(source, target, row)]
        self.plane.children.append(Node("bpmndi:BPMNEdge", {"id": f"{flow}.edge", "bpmnElement": flow}, points))


def _points(source: Leaf, target: Leaf, row: Row | None) -> list[Point]:
    """Along the lines of a grid, without going through anything: down or up right behind the one that parts, or right
    before the one where ways meet."""
    if source.node.name == "boundaryEvent":
        bottom = (source.left + source.width // 2, source.top + source.height)
        return [bottom, (bottom[0], target.line), (target.left, target.line)]
    begin, end = (source.left + source.width, source.line), (target.left, target.line)
    line = row.line if row is not None else target.line
    found = [begin]
    if line != source.line:
        found += [(begin[0] + GAP // 2, source.line), (begin[0] + GAP // 2, line)]
    if line != target.line:
        found += [(end[0] - GAP // 2, line), (end[0] - GAP // 2, target.line)]
    return [*found, end]
