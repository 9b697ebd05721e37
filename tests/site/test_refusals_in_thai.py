"""Whatever a form refuses, a Thai reader is told in Thai, as the portal speaks it."""

import pytest
from django import forms
from django.contrib.auth import password_validation
from django.core import validators
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import override

from partners.models import Person

FIELDS = [
    forms.CharField, forms.EmailField, forms.URLField, forms.SlugField, forms.IntegerField,
    forms.DecimalField, forms.BooleanField, forms.DateField, forms.DateTimeField, forms.TimeField,
    forms.ChoiceField, forms.MultipleChoiceField, forms.ModelChoiceField,
    forms.ModelMultipleChoiceField, forms.MultiValueField, forms.FileField, forms.ImageField,
]  # fmt: skip
NUMBERS = {"limit_value": 5, "show_value": 9, "max": 5, "length": 9, "num": 5}
WORDS = {"value": "x", "pk": "x", "extension": "exe", "allowed_extensions": "csv", "name": "x"}
LABELS = {"model_name": "องค์กร", "field_label": "รหัส", "field_labels": "รหัส", "error": "x"}
CLUMSY = ("ฟิลด์", "กรุณา", "หมายเลข", "ตัวเลือกที่ถูกต้อง", "อัพโหลด")


def in_thai(message):
    with override("th"):
        return str(message % (NUMBERS | WORDS | LABELS))


def assert_thai(message):
    text = in_thai(message)
    assert any("ก" <= letter <= "๛" for letter in text), text
    assert not any(word in text for word in CLUMSY), text


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.__name__)
def test_what_a_field_refuses(field):
    for parent in field.__mro__:
        for message in getattr(parent, "default_error_messages", {}).values():
            assert_thai(message)


@pytest.mark.parametrize(
    "validator",
    [
        validators.MaxLengthValidator, validators.MinLengthValidator,
        validators.MaxValueValidator, validators.MinValueValidator,
        validators.EmailValidator, validators.URLValidator,
        validators.ProhibitNullCharactersValidator, validators.FileExtensionValidator,
    ],
)  # fmt: skip
def test_what_is_checked_everywhere(validator):
    assert_thai(validator.message)


@pytest.mark.parametrize("name", ["unique", "blank", "null"])
def test_what_the_database_refuses(name):
    assert_thai(models.Field.default_error_messages[name])


def test_what_a_list_of_forms_refuses():
    for name in ("too_many_forms", "too_few_forms"):
        assert_thai(forms.BaseFormSet.default_error_messages[name])


@pytest.mark.parametrize("password", ["short", "password123", "12345678901", "somchai.jaidee"])
def test_why_a_password_will_not_do(password):
    person = Person(email="somchai.jaidee@example.org", first_name="สมชาย")
    with override("th"), pytest.raises(ValidationError) as refused:
        password_validation.validate_password(password, person)
    for message in refused.value.messages:
        assert "รหัสผ่าน" in message
        assert not {"This", "The", "Your"} & set(message.split())
