"""The help pages: the guides of docs/, shown in the reader's language."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import mark_safe
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from PIL import Image

from thai.lines import NO_BREAK

# in the order of the index: those who answer first, those who run the portal last
PAGES = ["director", "member", "coordinator", "supervisor", "administrator", "running"]
# where help leads from pages whose view names no paragraph, by the beginning of the page's name;
# the first that fits holds
TOPICS = {
    "partners:directory": "member#partners",
    "partners:organisation": "member#partners",
    "partners:import": "coordinator#import",
    "partners:": "coordinator#organisations",
    "account_change_password": "member#account",
    "account_set_password": "member#account",
    "account_email": "member#account",
    "account_": "member#sign-in",
    "mfa_authenticate": "member#sign-in",
    "mfa_": "member#two-step",
    "line_": "member#account",
    "people:join": "member#sign-in",
    "kept_words": "member#account",
}
PICTURES = "../pictures/"
# words that are short enough for the line of a phone
HYPHENED = r"(?<=\s)(?=[^\s<&]*-)[^\s<&]{1,26}(?=[\s<])"
THAI_WORDS = r"([\u0e01-\u0e5b](?:[\u0e01-\u0e5b ]*[\u0e01-\u0e5b])?)"


@dataclass(frozen=True)
class HelpPage:
    """A guide as HTML. `lead` is its first paragraph, `sections` are (anchor, heading)."""

    name: str
    title: str
    lead: str
    html: str
    sections: tuple[tuple[str, str], ...]

    @property
    def url(self):
        return reverse("help_page", args=[self.name])


def topic_of(match):
    """The paragraph of TOPICS for a resolved address (None: an unknown one), or ""."""
    name = match.view_name if match else ""
    return next((topic for begins, topic in TOPICS.items() if name.startswith(begins)), "")


def help_pages(language):
    """All guides in `language` ('th' or 'en'), in the order of PAGES."""
    return [help_page(name, language) for name in PAGES]


@lru_cache
def help_page(name, language):
    """The guide docs/`language`/`name`.md; KeyError for a name that is none."""
    if name not in PAGES:
        raise KeyError(name)
    text = Path(settings.BASE_DIR, "docs", language, f"{name}.md").read_text(encoding="utf-8")
    title, _blank, body = text.partition("\n")
    reader = Markdown(
        extensions=["attr_list", "sane_lists", "tables", "toc", InThePortal(language)]
    )
    html = hyphens_kept(reader.convert(body.replace(" ๆ", NO_BREAK + "ๆ")))
    lead = re.search(r"<p>(.*?)</p>", html, re.DOTALL)
    return HelpPage(
        name=name,
        title=title.removeprefix("#").strip(),
        lead=mark_safe(lead[1]),  # our own files, not anybody's input
        html=mark_safe(html.replace(lead[0], "", 1)),
        sections=tuple((token["id"], token["name"]) for token in reader.toc_tokens),
    )


def hyphens_kept(html):
    """`html` with words of commands such as --email kept whole: a cut one would be mistyped."""
    return re.sub(
        r"<code>.*?</code>",
        lambda code: re.sub(HYPHENED, r'<span class="word">\g<0></span>', code[0]),
        html,
        flags=re.DOTALL,
    )


class InThePortal(Extension):
    """Links between the guides and to their pictures lead where the portal has them."""

    def __init__(self, language):
        super().__init__()
        self.language = language

    def extendMarkdown(self, md):  # noqa: N802 (the name that Markdown calls)
        md.treeprocessors.register(Addresses(md), "addresses", 5)
        if self.language == "en":
            md.inlinePatterns.register(ThaiWords(THAI_WORDS, md), "thai words", 5)


class Addresses(Treeprocessor):
    def run(self, root):
        for link in root.iter("a"):
            found = re.fullmatch(r"(\w+)\.md(#[\w-]+)?", link.get("href"))
            if found:
                link.set("href", reverse("help_page", args=[found[1]]) + (found[2] or ""))
        for parent in list(root.iter()):
            for place, child in enumerate(parent):
                if child.tag == "img":
                    parent[place] = as_shown(child)


def as_shown(picture):
    """A picture at half its size; from a wide one a tap leads to its full size."""
    name = picture.get("src").removeprefix(PICTURES)
    with Image.open(Path(settings.BASE_DIR, "docs", "pictures", name)) as image:
        width, height = image.size
    picture.set("src", static(f"help/{name}"))
    picture.set("width", str(width // 2))
    picture.set("height", str(height // 2))
    picture.set("loading", "lazy")
    if height > width:
        picture.set("class", "phone")
        return picture
    link = ElementTree.Element("a", {"class": "screen", "href": picture.get("src")})
    link.append(picture)
    link.tail, picture.tail = picture.tail, None
    return link


class ThaiWords(InlineProcessor):
    """Thai inside an English guide says so, for screen readers and fonts."""

    def handleMatch(self, m, data):  # noqa: N802
        words = ElementTree.Element("span", lang="th")
        words.text = m[1]
        return words, m.start(0), m.end(0)
