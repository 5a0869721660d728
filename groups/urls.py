"""Addresses."""

from django.urls import path

from groups.views import acts, importing, pages

app_name = "groups"
urlpatterns = [
    path("grupper/", pages.Groups.as_view(), name="groups"),
    path("grupper/importera/", importing.Import.as_view(), name="import"),
    path("grupper/importera/mall/<str:kind>/", importing.Template.as_view(), name="import_template"),
    path("grupper/publicera/", acts.PublishGroups.as_view(), name="publish_groups"),
    path("grupper/<uuid:pk>/", pages.GroupPage.as_view(), name="group"),
    path("grupper/<uuid:pk>/andra/", acts.Describe.as_view(), name="describe"),
    path("personer/", pages.People.as_view(), name="people"),
    path("personer/koder/", acts.PublishCodes.as_view(), name="publish_codes"),
    path("personer/<uuid:pk>/", pages.IndividualPage.as_view(), name="individual"),
    path("personer/<uuid:pk>/namn/", acts.HoldName.as_view(), name="hold_name"),
    path("akter/", pages.Dossiers.as_view(), name="dossiers"),
    path("akter/<uuid:pk>/", pages.DossierPage.as_view(), name="dossier"),
    path("akter/<uuid:pk>/lasare/", acts.NameReader.as_view(), name="name_reader"),
]
