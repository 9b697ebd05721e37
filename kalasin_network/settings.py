"""Settings of the portal: one file, values from the environment, wrong ones stop the start."""

import secrets
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from kalasin_network.database import database_config
from kalasin_network.database.folders import kept_text
from kalasin_network.environment import (
    env,
    hosts,
    mail_server,
    port,
    positive,
    sender,
    site,
    switch,
    together,
    value,
)
from kalasin_network.logs import LOGGING  # noqa: F401

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")


def kept_key(name, made=True):
    """A secret from the environment, else, where that is allowed, one made once under var/."""
    if env.ENVIRON.get(name):
        return env.ENVIRON[name]
    if not made:
        raise ImproperlyConfigured(
            f"{name} is missing: with DATABASE_URL set {name} to a long random text and keep it"
        )
    return kept_text(VAR_DIR / name.lower(), secrets.token_urlsafe(48))


DEBUG = value("DEBUG", switch, False, "write 1 or 0")
HTTPS = value("HTTPS", switch, False, "write 1 when the portal is reached by https, else 0")
SECRET_KEY = kept_key("SECRET_KEY", made=not env.ENVIRON.get("DATABASE_URL"))
INVITATION_KEY = kept_key("INVITATION_KEY")
DATABASES = {"default": database_config(BASE_DIR, env.ENVIRON)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PORT = value("PORT", port, 8000, "write a port number from 1 to 65535, such as 8000")
SITE_URL = value(
    "SITE_URL",
    site,
    f"http://127.0.0.1:{PORT}",
    "write it whole, such as https://portal.example.org",
)
ALLOWED_HOSTS = value(
    "ALLOWED_HOSTS",
    hosts,
    ["127.0.0.1", "localhost", "[::1]"],
    "write names of hosts parted by commas, such as portal.example.org,www.example.org",
)
WEB_WORKERS = value("WEB_WORKERS", positive, None, "write a number of processes such as 3")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

CONTROLLER_NAME = env.ENVIRON.get("CONTROLLER_NAME", "")
CONTROLLER_CONTACT = env.ENVIRON.get("CONTROLLER_CONTACT", "")
RETENTION_MONTHS = value("RETENTION_MONTHS", positive, 12, "write a number of months such as 12")
DEMO_PASSWORD = env.ENVIRON.get("DEMO_PASSWORD", "")
DEMO_SIGN_INS = VAR_DIR / "demo-sign-ins.json"

INSTALLED_APPS = [
    "kalasin_network.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.line",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "pgtrigger",
    "pghistory",
    "django_tasks",
    "django_tasks_db",
    "kalasin_network.apps.KalasinNetworkConfig",
    "partners",
    "meetings",
    "reflections",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "kalasin_network.middleware.PermissionsMiddleware",
    "kalasin_network.middleware.MethodsMiddleware",
    "kalasin_network.middleware.QueryMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "kalasin_network.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "kalasin_network.two_step.TwoStepMiddleware",
    "kalasin_network.middleware.HistoryMiddleware",
    "kalasin_network.kept_post.KeptPostMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "kalasin_network.urls"
WSGI_APPLICATION = "kalasin_network.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kalasin_network.context.page",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# People
AUTH_USER_MODEL = "partners.Person"
AUTHENTICATION_BACKENDS = ["kalasin_network.signed_in.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "partners.people.adapter.AccountAdapter"
ACCOUNT_USER_DISPLAY = "partners.people.adapter.display"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_FORMS = {
    "login": "partners.people.sign_in_forms.LoginForm",
    "request_login_code": "partners.people.sign_in_forms.RequestLoginCodeForm",
    "confirm_login_code": "partners.people.sign_in_forms.ConfirmLoginCodeForm",
    "add_email": "partners.people.sign_in_forms.AddEmailForm",
    "change_password": "partners.people.sign_in_forms.ChangePasswordForm",
    "set_password": "partners.people.sign_in_forms.SetPasswordForm",
    "reset_password": "partners.people.sign_in_forms.ResetPasswordForm",
    "reset_password_from_key": "partners.people.sign_in_forms.ResetPasswordKeyForm",
    "confirm_password_reset_code": "partners.people.sign_in_forms.ConfirmPasswordResetCodeForm",
    "reauthenticate": "partners.people.sign_in_forms.ReauthenticateForm",
}
# Addresses are not verified on joining: an invitation led there, and mail may not be set up at all.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = ACCOUNT_REAUTHENTICATION_REQUIRED = True
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8}
ACCOUNT_LOGIN_BY_CODE_ENABLED = ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_MAX_RESEND_COUNT = 3
ACCOUNT_SESSION_REMEMBER = True
# Two hundred phones in a hall share one address: limits by address are wide, those by account not.
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "200/m/ip,5/5m/key",
    "request_login_code": "200/m/ip,3/m/key",
    "reset_password": "100/m/ip,5/m/key",
    "reset_password_from_key": "100/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0
MFA_ADAPTER = "partners.people.adapter.TwoStepAdapter"
MFA_FORMS = {
    "authenticate": "partners.people.sign_in_forms.AuthenticateForm",
    "reauthenticate": "partners.people.sign_in_forms.ReauthenticateByCodeForm",
    "activate_totp": "partners.people.sign_in_forms.ActivateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Kalasin Network"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
# LINE proves who somebody is; it makes no accounts, and an address it tells opens none.
LINE_KEYS = together(client_id="LINE_CLIENT_ID", secret="LINE_SECRET")
LINE_IS_SET = LINE_KEYS is not None
SOCIALACCOUNT_ADAPTER = "partners.people.line.LineAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_STORE_TOKENS = SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_PROVIDERS = {
    "line": {"APP": LINE_KEYS, "SCOPE": ["profile"], "OAUTH_PKCE_ENABLED": True}
}
SESSION_ENGINE = "kalasin_network.signed_in"
SESSION_COOKIE_AGE = 14 * 24 * 3600

# Language and time: Thai first, English second; the browser's preference is not asked.
LANGUAGE_CODE = "th"
LANGUAGES = [("th", _("Thai")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Bangkok"

# Files
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static", ("help", BASE_DIR / "docs" / "pictures")]
STATIC_ROOT = BASE_DIR / "staticfiles"
MEDIA_URL = "media/"
MEDIA_ROOT = value("MEDIA_ROOT", Path, VAR_DIR / "media", "")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "kalasin_network.static_files.StaticFiles"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Work outside requests, cache, mail
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # beyond it a third is thrown away, counted tries included; the default is 300
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
EMAIL_FROM = value(
    "EMAIL_FROM",
    sender,
    "portal@localhost",
    "write an e-mail address, such as portal@example.org",
)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = EMAIL_FROM
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_TIMEOUT = 20  # seconds that the worker waits for a mail server
MAIL_SERVER = value(
    "EMAIL_URL",
    mail_server,
    None,
    "write it like smtp+tls://name:password@mail.example.org:587",
)
EMAIL_IS_SENT = MAIL_SERVER is not None
vars().update(MAIL_SERVER or {"EMAIL_BACKEND": "kalasin_network.mail.EmlFileBackend"})

# Security
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = ["^healthz$"]  # watched from this machine too, past the proxy
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "kalasin_network.kept_post.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        # redirects count, too
        "form-action": [SELF, "https://access.line.me"] if LINE_IS_SET else [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

# History: each change remembers the person, not the address (addresses may hold tokens).
PGHISTORY_ADMIN_ALL_EVENTS = False
# a page that is only read changes nothing: no query of it needs to carry the person
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")
