"""Reads a page's form as a browser would send it, so that tests change only what people type."""

from html.parser import HTMLParser


class _Fields(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self.open_text, self.open_select = [], None, None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.forms.append({"method": attrs.get("method", "get"), "fields": {}})
        elif self.forms and tag == "input" and attrs.get("name"):
            self._input(attrs)
        elif self.forms and tag == "textarea":
            self.open_text = attrs["name"]
            self.add(self.open_text, "")
        elif self.forms and tag == "select":
            self.open_select = attrs["name"]
        elif tag == "option" and self.open_select and "selected" in attrs:
            self.add(self.open_select, attrs.get("value", ""))

    def _input(self, attrs):
        kind = attrs.get("type", "text")
        if kind == "file" or kind in ("checkbox", "radio") and "checked" not in attrs:
            return
        self.add(attrs["name"], attrs.get("value", "on" if kind == "checkbox" else ""))

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.open_text = None
        elif tag == "select":
            self.open_select = None

    def handle_data(self, data):
        if self.open_text:
            fields = self.forms[-1]["fields"]
            # a browser drops the line break right after <textarea>
            fields[self.open_text][-1] += data if fields[self.open_text][-1] else data[1:]

    def add(self, name, value):
        self.forms[-1]["fields"].setdefault(name, []).append(value)


def fields_of(response):
    """{name: [values]} of the page's largest form that posts, as it would be sent unchanged."""
    reader = _Fields()
    reader.feed(response.content.decode())
    posting = [form["fields"] for form in reader.forms if form["method"] == "post"]
    return max(posting, key=len)


def fill(response, **typed):
    """What is sent from the page after `typed` (None takes a field away)."""
    data = fields_of(response) | typed
    return {name: value for name, value in data.items() if value is not None}
