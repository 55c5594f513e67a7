"""Address of the components."""

from django.urls import path

from dauys.web.components import views

urlpatterns = [path("components/", views.components, name="components")]
