"""The front door."""

from django.urls import path

from gvi.portal import views
from gvi.portal.history_import import views as history
from gvi.portal.log import views as log
from gvi.portal.search import Search

app_name = "portal"
urlpatterns = [
    path("", views.Today.as_view(), name="today"),
    path("valkommen/", views.PutWelcomeAway.as_view(), name="put_welcome_away"),
    path("sok/", Search.as_view(), name="search"),
    path("jag/", views.Profile.as_view(), name="profile"),
    path("jag/organisation/", views.agency, name="agency"),
    path("logg/", log.Log.as_view(), name="log"),
    path("importera/", history.ImportHistory.as_view(), name="import_history"),
    path("importera/mall/<str:kind>/", history.Template.as_view(), name="history_template"),
    path("inkommet/", views.Messages.as_view(), name="messages"),
    path("inkommet/<uuid:pk>/", views.MessagePage.as_view(), name="message"),
    path("inkommet/<uuid:pk>/svar/", views.AnswerMessage.as_view(), name="answer_message"),
    path("livez", views.alive, name="alive"),
    path("readyz", views.ready, name="ready"),
]
