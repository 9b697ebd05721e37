from django.apps import AppConfig
from django.contrib.admin.apps import SimpleAdminConfig


class KalasinNetworkConfig(AppConfig):
    name = "kalasin_network"


class AdministrationConfig(SimpleAdminConfig):
    """Django's administration with our site, and only with what `administration` registers."""

    default_site = "kalasin_network.administration.Administration"

    def ready(self):
        super().ready()
        import partners.admin  # noqa: F401  registers its models
