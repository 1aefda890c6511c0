"""设置 — every setting exists everywhere; only its value differs, and it comes from the environment."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from gongkai.config import env

DATA = env.data_folder()
SITE = env.choice("GONGKAI_SITE", "both", ("public", "desk", "both"))
BASE_URL = env.text("GONGKAI_BASE_URL", f"http://127.0.0.1:{env.whole('GONGKAI_PORT', 8000)}").rstrip("/")
SECURE = BASE_URL.startswith("https://")

SECRET_KEY = env.secret_key(DATA)
DEBUG = False
ALLOWED_HOSTS = env.words("GONGKAI_ALLOWED_HOSTS") or ["127.0.0.1", "localhost", "[::1]", "testserver"]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
ROOT_URLCONF = f"gongkai.config.urls_{SITE}"
WSGI_APPLICATION = "gongkai.config.wsgi.application"

INSTALLED_APPS = [
    "gongkai.home",
    "gongkai.api",
    "gongkai.foi",
    "gongkai.reporting",
    "gongkai.imports",
    "gongkai.screening",
    "gongkai.disclosure",
    "gongkai.catalogue",
    "gongkai.notices",
    "gongkai.agencies",
    "gongkai.ui",
    "gongkai.core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gongkai.ui.middleware.languages_at_the_edge",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "gongkai.ui.middleware.preferences",
    "gongkai.api.middleware.addresses_of_text",
    "gongkai.ui.middleware.addresses_of_text",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "gongkai.agencies.middleware.last_seen",
    "gongkai.agencies.middleware.actor",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "gongkai.ui.context.page",
                "gongkai.agencies.context.site",
            ],
            "builtins": ["gongkai.ui.templatetags.ui"],
        },
    }
]

# Stores
DATABASES = {"default": env.database(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FILES = DATA / "files"
INDEX = DATA / "index"
STAMPS = DATA / "stamps"
# Keys that personal data is sealed with, newest first; empty: those of the file.
SEALING_KEYS = env.text("GONGKAI_SEALING_KEYS").replace(",", " ").split()
SEALING_KEYS_FILE = DATA / "sealing-keys"
CACHES = {
    # Rate limits and double clicks are counted here: every process must see the same, and adding must be atomic.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entries",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
PAGE_CACHE = env.choice("GONGKAI_PAGE_CACHE", "on", ("on", "off")) == "on"
PAGE_CACHE_BYTES = env.whole("GONGKAI_PAGE_CACHE_MB", 128) * 1024 * 1024

# Disclosure on application
# Under the text of 2007, some places stop the count while a supplement is awaited instead of beginning it anew.
SUPPLEMENT_BEFORE_2019 = env.choice("GONGKAI_SUPPLEMENT_BEFORE_2019", "restart", ("restart", "pause"))
# Whether an application made online counts as confirmed by both sides at once, or when an officer confirms it.
ONLINE_RECEIPT = env.choice("GONGKAI_ONLINE_RECEIPT", "at_once", ("at_once", "confirm"))
# So many days after a case was archived, who applied is erased: no sooner than objections may still come.
ANONYMISE_AFTER = timedelta(days=env.whole("GONGKAI_ANONYMISE_DAYS", 730))

# So much one visitor may hand in within a day, with applications and afterwards; many share the address of a library.
VISITOR_BYTES = env.whole("GONGKAI_VISITOR_MB", 200) * 1024 * 1024

# Files brought in
UPLOAD_BYTES = env.whole("GONGKAI_UPLOAD_MB", 100) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024  # the text of one form: a long document pasted whole
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
# Sister sites on addresses of private networks (an intranet) are harvested only when this is on.
HARVEST_PRIVATE = env.choice("GONGKAI_HARVEST_PRIVATE", "off", ("on", "off")) == "on"
CLAMAV = env.choice("GONGKAI_CLAMAV", "auto", ("off", "auto", "required"))
CLAMAV_SOCKET = env.text("GONGKAI_CLAMAV_SOCKET", "/var/run/clamav/clamd.ctl")

# Notices: without a server or gateway they become files in the data folder.
globals().update(env.mail("GONGKAI_SMTP_URL"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("GONGKAI_MAIL_FROM", f"noreply@{urlsplit(BASE_URL).hostname}")
SMS_URL = env.text("GONGKAI_SMS_URL")
SMS_TOKEN = env.text("GONGKAI_SMS_TOKEN")
QUIET_HOURS = env.hours("GONGKAI_QUIET_HOURS", "21:00-08:00")
OUTGOING = DATA / "outgoing"

# Language: the interface is written in Simplified Chinese; Traditional is derived at the edge.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).resolve().parent.parent / "ui" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# Static files
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # straight from the packages that bring them: nothing is collected
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 365 * 24 * 3600  # their addresses carry a digest (template tag `asset`)

# People
AUTH_USER_MODEL = "agencies.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_ADAPTER = "gongkai.agencies.accounts.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "gongkai.agencies.accounts.SocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# How many proxies of our own stand in front: whose X-Forwarded-For is believed when counting by address.
ALLAUTH_TRUSTED_PROXY_COUNT = env.whole("GONGKAI_PROXIES", 0)
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/15m/key"}
MFA_ADAPTER = "gongkai.agencies.accounts.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Gongkai"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "organ",
                    "name": env.text("GONGKAI_OIDC_NAME", "统一身份认证"),
                    "client_id": env.text("GONGKAI_OIDC_CLIENT_ID"),
                    "secret": env.text("GONGKAI_OIDC_SECRET"),
                    "settings": {"server_url": env.text("GONGKAI_OIDC_URL")},
                }
            ]
        }
    }
    if env.text("GONGKAI_OIDC_URL")
    else {}
)
_OIDC_ORIGIN = "/".join(env.text("GONGKAI_OIDC_URL").split("/")[:3])
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "gongkai.ui.views.csrf_failed"

# Headers
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # Signing in elsewhere begins with a form of ours that the other side's answer sends on.
        "form-action": [SELF, *([_OIDC_ORIGIN] if _OIDC_ORIGIN else [])],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

SILENCED_SYSTEM_CHECKS = [
    "security.W004",  # HSTS, secure redirects and cookies follow GONGKAI_BASE_URL: on as soon as it says https
    "security.W008",
    "security.W012",
    "security.W016",
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"keys": {"()": "gongkai.core.logs.KeysHidden"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["keys"]}},
    "root": {"handlers": ["stderr"], "level": env.text("GONGKAI_LOG_LEVEL", "WARNING")},
}
