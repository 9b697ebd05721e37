"""The theme book from a file: new themes at the end, known keys get their labels anew."""

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners.importing import Column, Import, Planned, text
from reflections.importing.columns import GROUP, QUESTION, SETS_ASIDE, section_of
from reflections.models import Theme


def theme_key(cell):
    """A parser of keys: any text that can stand in the address of the theme's page."""
    key = text(80)(cell)
    if key and {"", ".", ".."} & set(key.split("/")):
        raise ValueError(_("This key cannot stand in an address: write letters, digits and _."))
    return key


class ThemeImport(Import):
    """A row a theme, known again by its key. A column that is missing changes nothing."""

    columns = [
        Column("theme_key", required=True, parse=theme_key),
        QUESTION,
        GROUP,
        Column("label_th", required=True, parse=text(120)),
        Column("label_en", parse=text(120), help=gettext_lazy("empty: the Thai label stands")),
        Column("parent", parse=text(80), help=gettext_lazy("the key of the theme above it")),
    ]

    def plan(self):
        self.known = {theme.key: theme for theme in Theme.everything.select_related("parent")}
        self.parent_keys = {
            key: theme.parent.key if theme.parent else "" for key, theme in self.known.items()
        }
        self.sections = {key: theme.section for key, theme in self.known.items()}
        self.fresh, self.renewed, rows = [], [], {}
        for row in self.table.rows:
            key, section = row["theme_key"], section_of(self.table, row)
            if section and self._may_be(row, section, rows):
                rows[key] = row
                self.sections[key] = section.value
                if row["parent"] is not None or key not in self.known:
                    self.parent_keys[key] = row["parent"] or ""
        for row in rows.values():
            self._check_parent(row)
            self._sort_out(row)

    def _may_be(self, row, section, rows):
        """Whether the key stands once, is none that means something else, and keeps its section."""
        key = row["theme_key"]
        if key == SETS_ASIDE:
            reason = _("This key is kept for texts that are set aside.")
        elif key in rows:
            reason = _("This key stands in the file twice.")
        elif key in self.known and self.known[key].section != section:
            reason = _("This theme belongs to another question already.")
        else:
            return True
        self.table.problem(row.line, "theme_key", reason)
        return False

    def _check_parent(self, row):
        key = row["theme_key"]
        parent = self.parent_keys[key]
        has_children = key in self.parent_keys.values()
        if not parent:
            return
        if parent not in self.sections:
            reason = _("There is no theme with this key.")
        elif parent == key or self.parent_keys.get(parent) or has_children:
            reason = _("A sub-theme stands under a theme, one level deep.")
        elif self.sections[parent] != self.sections[key]:
            reason = _("This theme belongs to another question.")
        elif self._would_be_in_use_under_a_retired_theme(key, parent):
            reason = _("This theme is retired. Bring it back first.")
        else:
            return
        self.table.problem(row.line, "parent", reason)

    def _would_be_in_use_under_a_retired_theme(self, key, parent):
        theme, above = self.known.get(key), self.known.get(parent)
        return bool(above and above.retired_at and not (theme and theme.retired_at))

    def _sort_out(self, row):
        theme = self.known.get(row["theme_key"])
        if theme is None:
            self.fresh.append(row)
            self.added.append(Planned(row.line, row["label_th"]))
            return
        changes = [
            (name, before, after)
            for name, before, after in [
                ("label_th", theme.label_th, row["label_th"]),
                ("label_en", theme.label_en, row["label_en"]),
                ("parent", theme.parent.key if theme.parent else "", row["parent"]),
            ]
            if after is not None and after != before
        ]
        if changes:
            self.renewed.append(row)
            self.changed.append(Planned(row.line, theme.label_th, tuple(changes)))
        else:
            self.unchanged += 1

    def write(self):
        last = Theme.everything.aggregate(last=Max("order"))["last"] or 0
        themes = dict(self.known)
        # tops first, so that every parent stands before its sub-themes; the order is the file's
        numbered = list(enumerate(self.fresh, start=last + 1))
        for order, row in sorted(numbered, key=lambda pair: bool(pair[1]["parent"])):
            themes[row["theme_key"]] = Theme.objects.create(
                key=row["theme_key"],
                section=self.sections[row["theme_key"]],
                label_th=row["label_th"],
                label_en=row["label_en"] or "",
                parent=themes.get(row["parent"]),
                order=order,
            )
        for row in sorted(self.renewed, key=lambda row: bool(row["parent"])):
            self._renew(themes[row["theme_key"]], row, themes)

    def _renew(self, theme, row, themes):
        theme.label_th = row["label_th"]
        if row["label_en"] is not None:
            theme.label_en = row["label_en"]
        if row["parent"] is not None:
            theme.parent = themes.get(row["parent"])
        theme.version += 1
        theme.save()
