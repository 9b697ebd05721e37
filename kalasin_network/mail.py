"""Mail without a mail server: each message lies as an .eml file under var/mail/."""

import secrets

from django.core.mail.backends.filebased import EmailBackend
from django.utils import timezone


class EmlFileBackend(EmailBackend):
    """Writes each message to its own .eml file (settings.EMAIL_FILE_PATH)."""

    def _get_filename(self):
        if self._fname is None:
            name = f"{timezone.localtime():%Y%m%d-%H%M%S}-{secrets.token_hex(3)}.eml"
            self._fname = f"{self.file_path}/{name}"
        return self._fname

    def write_message(self, message):
        self.stream.write(message.message().as_bytes())
