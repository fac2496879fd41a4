"""Fields of a Milvus collection, and what pymilvus makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pymilvus import CollectionSchema
    from pymilvus.milvus_client.index import IndexParams


class FieldKind(StrEnum):
    """What a field of a collection holds."""

    NUMBER = "number"
    TEXT = "text"
    DENSE = "dense"  # float32, compared by inner product, exactly
    SPARSE = "sparse"  # term number → weight, compared by inner product


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a collection: `size` is the bytes of a text or the length of a dense vector.

    The key is named `id`, as hits of a search name it.
    """

    name: str
    kind: FieldKind
    size: int = 0
    is_key: bool = False


def schema_of(fields: Sequence[Field]) -> CollectionSchema:
    """What pymilvus calls the schema of these fields."""
    from pymilvus import DataType, MilvusClient

    schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    for field in fields:
        match field.kind:
            case FieldKind.NUMBER:
                schema.add_field(field.name, DataType.INT64, is_primary=field.is_key)
            case FieldKind.TEXT:
                schema.add_field(
                    field.name, DataType.VARCHAR, is_primary=field.is_key, max_length=field.size
                )
            case FieldKind.DENSE:
                schema.add_field(field.name, DataType.FLOAT_VECTOR, dim=field.size)
            case FieldKind.SPARSE:
                schema.add_field(field.name, DataType.SPARSE_FLOAT_VECTOR)
    return schema


def indexes_of(fields: Sequence[Field]) -> IndexParams:
    """How the vectors among these fields are compared: exactly, by inner product."""
    from pymilvus import MilvusClient

    indexes = MilvusClient.prepare_index_params()
    for field in fields:
        if field.kind is FieldKind.DENSE:
            indexes.add_index(field.name, index_type="FLAT", metric_type="IP")
        elif field.kind is FieldKind.SPARSE:
            indexes.add_index(field.name, index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
    return indexes
