from django.apps import AppConfig


class KalasinNetworkConfig(AppConfig):
    name = "kalasin_network"
