"""Addresses."""

from django.urls import path

from groups.behalf import views as behalf
from groups.incidents import views as incidents
from groups.views import acts, importing, pages

app_name = "groups"
urlpatterns = [
    path("grupper/", pages.Groups.as_view(), name="groups"),
    path("grupper/importera/", importing.Import.as_view(), name="import"),
    path("grupper/importera/mall/<str:kind>/", importing.Template.as_view(), name="import_template"),
    path("grupper/publicera/", acts.PublishGroups.as_view(), name="publish_groups"),
    path("grupper/ny/", behalf.RecordGroup.as_view(), name="record_group"),
    path("grupper/<uuid:pk>/koder/", behalf.RecordCodes.as_view(), name="record_codes"),
    path("grupper/<uuid:pk>/nyckelblad/", behalf.PrintKeySheet.as_view(), name="print_key_sheet"),
    path("grupper/<uuid:pk>/", pages.GroupPage.as_view(), name="group"),
    path("grupper/<uuid:pk>/andra/", acts.Describe.as_view(), name="describe"),
    path("personer/", pages.People.as_view(), name="people"),
    path("personer/koder/", acts.PublishCodes.as_view(), name="publish_codes"),
    path("personer/<uuid:pk>/", pages.PersonCodePage.as_view(), name="person_code"),
    path("personer/<uuid:pk>/namn/", acts.HoldName.as_view(), name="hold_name"),
    path("akter/", pages.Dossiers.as_view(), name="dossiers"),
    path("akter/<uuid:pk>/", pages.DossierPage.as_view(), name="dossier"),
    path("akter/<uuid:pk>/lasare/", acts.NameReader.as_view(), name="name_reader"),
    path("handelser/", incidents.Incidents.as_view(), name="incidents"),
    path("handelser/ny/", incidents.ReportIncident.as_view(), name="report_incident"),
    path("handelser/fran-andra/", behalf.RecordIncident.as_view(), name="record_incident"),
    path("handelser/<uuid:pk>/", incidents.IncidentPage.as_view(), name="incident"),
    path("handelser/<uuid:pk>/ratta/", incidents.ChangeIncident.as_view(), name="change_incident"),
    path("handelser/<uuid:pk>/verifiera/", incidents.Verify.as_view(), name="verify"),
    path("handelser/<uuid:pk>/genomgang/", incidents.Review.as_view(), name="review"),
    path("handelser/<uuid:pk>/grupp/", incidents.Attribute.as_view(), name="attribute"),
    path("handelser/<uuid:pk>/publicera/", incidents.PublishIncident.as_view(), name="publish_incident"),
    path("handelser/<uuid:pk>/egen-akt/", incidents.KeepFile.as_view(), name="keep_file"),
]
