"""Addresses."""

from django.urls import path

from groups import views
from groups.incidents import views as incidents
from groups.list_import import views as list_import
from groups.people.views import codes, dossiers

app_name = "groups"
urlpatterns = [
    path("grupper/", views.Groups.as_view(), name="groups"),
    path("grupper/importera/", list_import.ImportList.as_view(), name="import_list"),
    path("grupper/importera/<uuid:pk>/angra/", list_import.UndoImport.as_view(), name="undo_import"),
    path("grupper/importera/mall/<str:kind>/", list_import.Template.as_view(), name="import_template"),
    path("grupper/publicera/", views.PublishGroups.as_view(), name="publish_groups"),
    path("grupper/ny/", views.RecordGroup.as_view(), name="record_group"),
    path("grupper/<uuid:pk>/koder/", codes.RecordCodes.as_view(), name="record_codes"),
    path("grupper/<uuid:pk>/nyckelblad/", codes.PrintKeySheet.as_view(), name="print_key_sheet"),
    path("grupper/<uuid:pk>/", views.GroupPage.as_view(), name="group"),
    path("grupper/<uuid:pk>/andra/", views.EditGroup.as_view(), name="edit_group"),
    path("personer/", codes.People.as_view(), name="people"),
    path("personer/koder/", codes.PublishCodes.as_view(), name="publish_codes"),
    path("personer/<uuid:pk>/", codes.PersonCodePage.as_view(), name="person_code"),
    path("personer/<uuid:pk>/namn/", codes.LinkCodeToPerson.as_view(), name="link_code_to_person"),
    path("personer/<uuid:pk>/dra-in/", codes.RetractCode.as_view(), name="retract_code"),
    path("indragna/<uuid:pk>/", codes.SettleRetraction.as_view(), name="settle_retraction"),
    path("akter/", dossiers.Dossiers.as_view(), name="dossiers"),
    path("akter/<uuid:pk>/", dossiers.DossierPage.as_view(), name="dossier"),
    path("akter/<uuid:pk>/ratta/", dossiers.CorrectName.as_view(), name="correct_name"),
    path("akter/<uuid:pk>/ta-bort-namnet/", dossiers.DetachName.as_view(), name="detach_name"),
    path("akter/<uuid:pk>/bekrafta/", dossiers.ConfirmMemberships.as_view(), name="confirm_memberships"),
    path("akter/<uuid:pk>/lasare/", dossiers.AddReader.as_view(), name="add_reader"),
    path("handelser/", incidents.Incidents.as_view(), name="incidents"),
    path("handelser/ny/", incidents.ReportIncident.as_view(), name="report_incident"),
    path("handelser/fran-andra/", incidents.RecordIncident.as_view(), name="record_incident"),
    path("handelser/<uuid:pk>/", incidents.IncidentPage.as_view(), name="incident"),
    path("handelser/<uuid:pk>/ratta/", incidents.EditIncident.as_view(), name="edit_incident"),
    path("handelser/<uuid:pk>/verifiera/", incidents.VerifyIncident.as_view(), name="verify_incident"),
    path("handelser/<uuid:pk>/genomgang/", incidents.ReviewIncident.as_view(), name="review_incident"),
    path("handelser/<uuid:pk>/grupp/", incidents.AttributeIncident.as_view(), name="attribute_incident"),
    path("handelser/<uuid:pk>/publicera/", incidents.PublishIncident.as_view(), name="publish_incident"),
    path("handelser/<uuid:pk>/egen-akt/", incidents.SaveIncidentFile.as_view(), name="save_incident_file"),
]
