"""The same two tables, without walls."""

import uuid

from django.contrib.auth.models import Group as Agency
from django.db import models


class Group(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(max_length=60)
    owner = models.ForeignKey(Agency, models.PROTECT)

    def __str__(self) -> str:
        return self.name


class Individual(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = models.CharField(max_length=30, unique=True)
    group = models.ForeignKey(Group, models.PROTECT)
    owner = models.ForeignKey(Agency, models.PROTECT)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code
