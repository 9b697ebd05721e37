"""What a browser does with a page of the reflection form: reads its fields, presses a button."""

import re
from dataclasses import dataclass, field
from html import unescape

FIELD = re.compile(
    r'name="id" value="(?P<id>[^"]*)">\s*<input type="hidden" name="revision" value="(?P<revision>'
    r'[^"]*)">\s*<input type="hidden" name="base" value="(?P<base>[^"]*)">.*?<textarea[^>]*>\n?'
    r"(?P<text>.*?)</textarea>",
    re.DOTALL,
)
HIDDEN = re.compile(r'name="((?:seen|spare)-[^"]*)" value="([^"]*)"')


@dataclass
class Page:
    """The fields of one step as a browser holds them; change `texts`, then `press` a button."""

    client: object
    address: str
    ids: list
    revisions: list
    bases: list
    texts: list
    hidden: dict = field(default_factory=dict)
    content: str = ""

    def press(self, **button):
        """POST the page as it stands with the button, such as go="next"."""
        data = {"id": self.ids, "revision": self.revisions, "base": self.bases}
        data |= {"text": self.texts, **self.hidden, **button}
        return self.client.post(self.address, data)


def read_page(client, address, response=None):
    """The step at `address` as a browser would hold it."""
    response = response or client.get(address)
    assert response.status_code == 200, response
    content = response.content.decode()
    shown = content[: content.index("<template")]
    found = [match.groupdict() for match in FIELD.finditer(shown)]
    return Page(
        client,
        address,
        [row["id"] for row in found],
        [row["revision"] for row in found],
        [row["base"] for row in found],
        [unescape(row["text"]) for row in found],
        dict(HIDDEN.findall(shown)),
        content,
    )
