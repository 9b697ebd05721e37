"""The portal as a whole: settings, the pages that compose several apps, commands."""

__version__ = "0.1.0"
