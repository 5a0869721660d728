"""Addresses."""

from django.urls import path

from groups.behalf import views as behalf
from groups.incidents import views as incidents
from groups.views import acts, importing, pages

app_name = "groups"
urlpatterns = [
    path("grupper/", pages.Groups.as_view(), name="groups"),
    path("grupper/importera/", importing.ImportList.as_view(), name="import_list"),
    path("grupper/importera/mall/<str:kind>/", importing.Template.as_view(), name="import_template"),
    path("grupper/publicera/", acts.PublishGroups.as_view(), name="publish_groups"),
    path("grupper/ny/", behalf.RecordGroup.as_view(), name="record_group"),
    path("grupper/<uuid:pk>/koder/", behalf.RecordCodes.as_view(), name="record_codes"),
    path("grupper/<uuid:pk>/nyckelblad/", behalf.PrintKeySheet.as_view(), name="print_key_sheet"),
    path("grupper/<uuid:pk>/", pages.GroupPage.as_view(), name="group"),
    path("grupper/<uuid:pk>/andra/", acts.EditGroup.as_view(), name="edit_group"),
    path("personer/", pages.People.as_view(), name="people"),
    path("personer/koder/", acts.PublishCodes.as_view(), name="publish_codes"),
    path("personer/<uuid:pk>/", pages.PersonCodePage.as_view(), name="person_code"),
    path("personer/<uuid:pk>/namn/", acts.LinkCodeToPerson.as_view(), name="link_code_to_person"),
    path("akter/", pages.Dossiers.as_view(), name="dossiers"),
    path("akter/<uuid:pk>/", pages.DossierPage.as_view(), name="dossier"),
    path("akter/<uuid:pk>/lasare/", acts.AddReader.as_view(), name="add_reader"),
    path("handelser/", incidents.Incidents.as_view(), name="incidents"),
    path("handelser/ny/", incidents.ReportIncident.as_view(), name="report_incident"),
    path("handelser/fran-andra/", behalf.RecordIncident.as_view(), name="record_incident"),
    path("handelser/<uuid:pk>/", incidents.IncidentPage.as_view(), name="incident"),
    path("handelser/<uuid:pk>/ratta/", incidents.EditIncident.as_view(), name="edit_incident"),
    path("handelser/<uuid:pk>/verifiera/", incidents.VerifyIncident.as_view(), name="verify_incident"),
    path("handelser/<uuid:pk>/genomgang/", incidents.ReviewIncident.as_view(), name="review_incident"),
    path("handelser/<uuid:pk>/grupp/", incidents.AttributeIncident.as_view(), name="attribute_incident"),
    path("handelser/<uuid:pk>/publicera/", incidents.PublishIncident.as_view(), name="publish_incident"),
    path("handelser/<uuid:pk>/egen-akt/", incidents.SaveIncidentFile.as_view(), name="save_incident_file"),
]
