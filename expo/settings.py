"""The one settings file. Everything that differs between machines comes from the environment (README, "Settings")."""

import os
import secrets
from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()


def _secret_key():
    """The key of this installation: SECRET_KEY, or a file that the first start makes (readable by its owner only)."""
    if key := env.str("SECRET_KEY", default=""):
        return key
    file = DATA_DIR / "secret_key"
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    fresh = DATA_DIR / f".secret_key.{os.getpid()}"
    if not file.exists():
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(64))
        try:
            os.link(fresh, file)  # fails if another process was first: then its key is the key
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return file.read_text().strip()


# Core
SECRET_KEY = _secret_key()
DEBUG = env.bool("DEBUG", default=False)
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
ROOT_URLCONF = "expo.urls"
WSGI_APPLICATION = "expo.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000  # the back office's lists of many rows
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # without files
UPLOAD_MAX_BYTES = 110 * 1024 * 1024  # with them: eight originals of 12 MB pass
TEST_RUNNER = "django.test.runner.DiscoverRunner"

INSTALLED_APPS = [
    "allauth",
    "allauth.account",  # before accounts, which takes its pages out of the back office
    "allauth.mfa",
    "django_tasks_db",  # before expo, which does the same
    "expo",
    "accounts",
    "regions",
    "events",
    "exhibitors",
    "products",
    "curation",
    "inquiries",
    "exchange",
    "django_filters",
    "django_htmx",  # for its static htmx only
    "expo.office.OfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "exhibitors.openings.CountOpeningsMiddleware",
    "expo.pagecache.PageCacheMiddleware",
    "expo.csp.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "expo.csp.RefuseTraceMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "expo.language.PathLanguageMiddleware",
    "expo.uploads.RefuseTooLargeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "expo.access.ClosedByDefaultMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.gate.StaffMiddleware",
    "accounts.gate.ConsentMiddleware",
]

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
                "expo.context.site",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "expo.templatetags.ui", "expo.templatetags.printed"],
        },
    }
]

# Database
DATABASES = {"default": env.db_url_config(env.str("DATABASE_URL", default="") or f"sqlite:///{DATA_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",  # a writer waits its turn instead of failing half-way
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# Who comes in, all of them at /kelola/masuk/; django-allauth checks passwords and second factors, counts guesses, sends codes.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.OneQueryBackend"]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "exhibitors:owner_home"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name", "called", "phone", "email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.LocalWordsValidator"},
]
SESSION_COOKIE_AGE = 30 * 24 * 3600
STAFF_SESSION_AGE = 12 * 3600  # from signing in, however busy
STAFF_IDLE_SECONDS = 30 * 60  # without a page behind the sign-in
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"phone", "email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["username*"]  # nobody signs up by herself: organisers invite, /daftar/ applies
ACCOUNT_FORMS = {"request_login_code": "accounts.forms.CodeByEmailForm"}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to whoever's address was typed
ACCOUNT_CHANGE_EMAIL = True  # one address; a new one counts once it was confirmed
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_RATE_LIMITS = {
    # Wrong guesses. An address may be the Wi-Fi of a hall with 200 phones, so it alone is counted loosely.
    "sign_in_here": "5/10m/key",  # per account and address
    "sign_in_account": "30/1h/key",  # per account, from wherever
    "sign_in_address": "300/10m/ip",
    "login_failed": "300/10m/ip,5/10m/key,30/1d/key",  # allauth's own, for the codes of a second factor
    "request_login_code": "60/10m/ip,3/5m/key",
    "apply": "60/1h/ip,5/1d/key",  # per address, and per phone number
    # Inquiries: per address, which may be that hall; per address and booth; per number or e-mail to answer to.
    "inquire": "300/1h/ip,30/1h/key",
    "inquire_contact": "20/1d/key",
}
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.bool("BEHIND_PROXY", default=False) else 0
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "UMKM Virtual Expo"
MFA_TOTP_TOLERANCE = 1  # half a minute, for phones whose clock is off
MFA_ADAPTER = "accounts.adapter.FactorAdapter"
MFA_FORMS = {
    "authenticate": "accounts.forms.SecondStepForm",
    "reauthenticate": "accounts.forms.SecondStepAgainForm",
    "activate_totp": "accounts.forms.SetUpCodesForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SITE_URL.startswith("https://")  # this machine only; browsers refuse it elsewhere

# What all workers share: the counts of guesses. Its table comes with the migrations.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# What is done later, by manage.py worker (docs/adr/0020). Tests call the tasks' functions themselves.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# E-mail: codes for who has an address. Without EMAIL_URL it is written to the log.
vars().update(env.email_url_config(env.str("EMAIL_URL", default="") or "consolemail://"))
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="UMKM Virtual Expo <expo@localhost>")

# Languages and time
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("Inggris"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["expo.formats"]
TIME_ZONE = "Asia/Jakarta"
USE_I18N = True
USE_TZ = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "expo.stylesheet.StylesheetFinder",
]
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "private"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Security. Behind https set SITE_URL to the https address: everything below follows from it.
HTTPS = SITE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False  # the domain's other sites are not ours to bind
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}

# The expo's own
CONTACT = env.str("CONTACT", default="")  # who answers for personal data, as the privacy page shows it
PAGE_CACHE_BYTES = env.int("PAGE_CACHE_MB", default=64) * 1024 * 1024  # per worker; 0 turns it off

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
