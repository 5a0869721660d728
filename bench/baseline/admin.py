"""The change list, restricted to the rows that guardian grants, as guardian's documentation shows it."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from guardian.shortcuts import get_objects_for_user

from bench.baseline.models import Individual


@admin.register(Individual)
class IndividualAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # takes none when it runs
    list_display = ("code", "group", "owner")
    list_select_related = ("group", "owner")
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Individual]:
        rows = super().get_queryset(request)
        return get_objects_for_user(request.user, "baseline.view_individual", rows, accept_global_perms=False)
