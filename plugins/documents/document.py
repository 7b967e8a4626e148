"""Documents and their versions. What a document is about decides who sees it; one about nothing is public in its folder."""

from dougong import (
    Object,
    any_reference,
    choice,
    date,
    datetime,
    file,
    integer,
    long_text,
    master_detail,
    option,
    options,
    reference,
    rollup,
    rule,
    text,
    user,
)

__all__ = ["FILED_WITH", "document", "document_version"]

#: What documents are filed with, and articles used for.
FILED_WITH = ["account", "contact", "lead", "opportunity", "product"]
KINDS = options(
    requirement="blue", solution="violet", offer="orange", contract="green", manual="teal", certificate="cyan",
    minutes="gray", price_list="lime", template="grape", other="gray",
)  # fmt: skip
STATES = options({"current": "In force"}, draft="gray", current="green", archived="dark")

document = Object(
    "document",
    icon="file-text",
    color="yellow",
    menu={"group": "knowledge", "order": 10},
    sharing="parent",
    parent="about",
    indexes=[["folder", "name"]],
    fields={"name": text(required=True, index=True, search=True)},
    kind=choice(KINDS, default="other", index=True),
    status=choice(STATES, required=True, default="current"),
    about=any_reference(FILED_WITH, on_delete="cascade", label="Filed with", help="Who sees that sees the document"),
    folder=reference("folder", on_delete="restrict", help="Of a document filed with nothing, it says who reads it"),
    language=choice([option("en", "English"), option("zh", "中文"), option("pl", "Polski")]),
    description=long_text(),
    current=reference("document_version", label="Current version", help="Choose an earlier one to bring it back"),
    text=long_text(read_only=True, heavy=True, track=False, search=True, max_length=200_000, help="Of the current version"),
    last_number=rollup("document_version.document", "max", field="number", label="Versions"),
    review_on=date(index=True, help="Somebody looks whether it still holds"),
    expires_on=date(index=True, help="From the day after it is out of date"),
    locked_by=user(label="Checked out by", help="Nobody else adds a version meanwhile"),
    locked_at=datetime(read_only=True, label="Checked out since", visible_when="locked_by <> NULL"),
    rules=[rule("review_before_end", "review_on > expires_on", "The review comes before the end", field="review_on")],
)

document_version = Object(
    "document_version",
    label="Version",
    icon="versions",
    sharing="parent",
    parent="document",
    features=[],
    menu=False,
    fields={"name": text(read_only=True, help="The name of the file")},
    document=master_detail("document"),
    number=integer(read_only=True, min=1),
    file=file(required=True),
    size=integer(read_only=True, help="In bytes"),
    note=long_text(label="Why", help="What is new in it"),
    key=text(read_only=True, unique=True, track=False, help="Keeps two people from adding the same number"),
)
