"""What may stand in an address of the form."""

from django.urls import register_converter

from reflections.models import Section


class SectionConverter:
    """One of the six sections."""

    regex = "|".join(Section.values)

    def to_python(self, value):
        return value

    def to_url(self, value):
        return str(value)


register_converter(SectionConverter, "section")
