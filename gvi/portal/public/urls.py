"""Pages for anybody, without login. From these addresses no table of cases is read (tests/public/)."""

from django.urls import path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from gvi.portal.public import views

app_name = "public"
urlpatterns = [
    path("om/", views.Partnerships.as_view(), name="partnerships"),
    path("om/<slug:slug>/", views.About.as_view(), name="about"),
    path("tillganglighet/", views.Accessibility.as_view(), name="accessibility"),
    path("tillganglighet/patala/", views.Report.as_view(), name="report"),
    path("tillganglighet/annat-format/", views.OtherFormat.as_view(), name="other_format"),
    path("sprak/", require_POST(set_language), name="language"),
]
