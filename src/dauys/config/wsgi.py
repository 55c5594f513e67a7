"""The door for a server: `granian --interface wsgi dauys.config.wsgi:application`."""

import gc
import os

from django.core.exceptions import ImproperlyConfigured
from django.core.servers.basehttp import get_internal_wsgi_application
from django.db import connections

KEPT = 60  # seconds that a thread keeps its connection: to open one costs more than most questions

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dauys.config.settings")
if len(os.environ.get("DAUYS_SECRET_KEY", "")) < 50:
    raise ImproperlyConfigured("Set DAUYS_SECRET_KEY: 50 characters of chance that nobody else knows.")
application = get_internal_wsgi_application()
# Here and not in the settings: only a server of this kind has threads that live on to use it again.
connections.settings["default"] |= {"CONN_MAX_AGE": KEPT, "CONN_HEALTH_CHECKS": True}
# What is loaded stays: the collector no longer walks over it, which takes a tenth of a second each time.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
