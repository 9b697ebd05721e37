"""`manage.py import_themes FILE`: the theme book from CSV or XLSX."""

from partners.import_command import ImportCommand
from reflections.importing.themes import ThemeImport


class Command(ImportCommand):
    help = "Imports themes: theme_key, question, group, label_th, label_en, parent."
    import_class = ThemeImport
