from partners.import_command import ImportCommand
from partners.organisation_import import OrganisationImport


class Command(ImportCommand):
    """Brings organisations from a CSV or XLSX file: all of them, or none and every bad row."""

    help = "Import organisations from CSV or XLSX (columns as on the page /partners/import/)."
    import_class = OrganisationImport
