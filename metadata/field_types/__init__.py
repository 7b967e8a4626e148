"""The field types, each one small class: what `text`, `money` or `reference` means everywhere.

`register` offers another one. The built-in ones are registered here, in the order in which they are offered.
"""

from metadata.field_types.base import FieldType, Formatting, Part, Value
from metadata.field_types.choices import BooleanType, ChoiceType, MultiChoiceType, TagsType, option_label
from metadata.field_types.computed import FormulaType, RollupType
from metadata.field_types.documents import JsonType
from metadata.field_types.moments import DatetimeType, DateType, TimeType
from metadata.field_types.numbers import DecimalType, DurationType, IntegerType, Money, MoneyType, PercentType
from metadata.field_types.places import AddressType, GeoType
from metadata.field_types.references import (
    AnyReferenceType,
    FileType,
    ImageType,
    ManyToManyType,
    MasterDetailType,
    ReferenceType,
    UserType,
)
from metadata.field_types.registry import field_type, field_types, is_type, register, unregister
from metadata.field_types.system import IdType
from metadata.field_types.texts import (
    AutoNumberType,
    CurrencyType,
    EmailType,
    LongTextType,
    PhoneType,
    RichTextType,
    SecretType,
    TextType,
    TranslationsType,
    UrlType,
)

__all__ = ["FieldType", "Formatting", "Money", "Part", "Value", "field_type", "field_types", "is_type", "option_label",
           "register", "unregister"]  # fmt: skip

BUILT_IN = (
    TextType, LongTextType, RichTextType, IntegerType, DecimalType, MoneyType, PercentType, BooleanType, DateType,
    DatetimeType, TimeType, DurationType, ChoiceType, MultiChoiceType, TagsType, EmailType, PhoneType, UrlType,
    AddressType, GeoType, ReferenceType, MasterDetailType, ManyToManyType, AnyReferenceType, UserType, FileType,
    ImageType, AutoNumberType, FormulaType, RollupType, JsonType, SecretType, CurrencyType, TranslationsType, IdType,
)  # fmt: skip

for built_in in BUILT_IN:
    register(built_in())
