"""How much one request may ask for: bounds that a tenant may narrow, or widen as far as the platform allows."""

from dougong import Settings, integer

__all__ = ["limits"]

limits = Settings(
    "limits",
    fields={
        "sort_fields": integer(default=5, min=1, max=10, label="Fields that a list is sorted by"),
        "expand": integer(default=20, min=0, max=50, label="References that an answer expands"),
        "path_depth": integer(default=4, min=0, max=4, label="References that a path follows"),
        "joins": integer(default=20, min=0, max=50, label="Other records that a row reaches into"),
        "filter_parts": integer(default=500, min=1, max=500, label="Parts of a filter"),
        "groups": integer(default=5, min=1, max=5, label="Fields that a query groups by"),
        "measures": integer(default=20, min=1, max=20, label="Figures of a query"),
        "group_rows": integer(default=10_000, min=1000, max=10_000, label="Groups that a query answers"),
        "export_rows": integer(default=1_000_000, min=1, max=100_000_000, label="Records of an export"),
        "bulk_records": integer(default=10_000, min=1, max=10_000, label="Records of one bulk request"),
    },
)
