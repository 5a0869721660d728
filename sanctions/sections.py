"""The lists that pages of increased focus lie under: every focus, or those that an agency is invited to."""

from django.utils.translation import gettext_lazy as _

from gvi.pages.base import Section

SECTION = Section(_("Increased focus"), "sanctions:sanctions")
INVITED = Section(_("Increased focus"), "sanctions:participations")
