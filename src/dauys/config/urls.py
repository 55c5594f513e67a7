"""The addresses: the workplace under /<language>/desk/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from dauys.web.urls import patterns

urlpatterns = i18n_patterns(path("desk/", include(patterns)))

handler400 = "dauys.web.ui.errors.bad_request"
handler403 = "dauys.web.ui.errors.forbidden"
handler404 = "dauys.web.ui.errors.not_found"
handler500 = "dauys.web.ui.errors.broken"
