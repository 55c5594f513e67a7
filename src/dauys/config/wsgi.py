"""The door for a server: `granian --interface wsgi dauys.config.wsgi:application`."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dauys.config.settings")
if len(os.environ.get("DAUYS_SECRET_KEY", "")) < 50:
    raise ImproperlyConfigured("Set DAUYS_SECRET_KEY: 50 characters of chance that nobody else knows.")
application = get_wsgi_application()
