"""The front door."""

from django.urls import path

from gvi.portal import incoming, views
from gvi.portal.past import views as past

app_name = "portal"
urlpatterns = [
    path("", views.Today.as_view(), name="today"),
    path("jag/", views.Profile.as_view(), name="profile"),
    path("jag/organisation/", views.agency, name="agency"),
    path("logg/", views.Log.as_view(), name="log"),
    path("importera/", past.Import.as_view(), name="import_past"),
    path("importera/mall/<str:kind>/", past.Template.as_view(), name="past_template"),
    path("inkommet/", incoming.Messages.as_view(), name="messages"),
    path("inkommet/<uuid:pk>/", incoming.MessagePage.as_view(), name="message"),
    path("inkommet/<uuid:pk>/svar/", incoming.Answer.as_view(), name="answer_message"),
    path("livez", views.alive, name="alive"),
    path("readyz", views.ready, name="ready"),
]
