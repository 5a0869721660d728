"""All addresses, app by app."""

from django.urls import include, path

urlpatterns = [
    path("", include("gvi.portal.urls")),
    path("", include("gvi.portal.public.urls")),
    path("konto/", include("gvi.partnerships.urls")),
    path("anvandare/", include("gvi.partnerships.accounts.urls")),
    path("", include("groups.urls")),
    path("", include("callins.urls")),
    path("utlamnanden/", include("gvi.disclosures.urls")),
    path("stod/", include("support.urls")),
    path("okat-fokus/", include("sanctions.urls")),
    path("moten/", include("gvi.meetings.urls")),
    path("atgarder/", include("gvi.commitments.urls")),
    path("handlingar/", include("gvi.documents.urls")),
]

handler400 = "gvi.pages.error_views.bad_request"
handler403 = "gvi.pages.error_views.forbidden"
handler404 = "gvi.pages.error_views.missing"
handler429 = "gvi.pages.error_views.too_many"  # asked for by allauth
handler500 = "gvi.pages.error_views.broken"
