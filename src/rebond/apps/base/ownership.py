"""The owner's gate: the only way from a request to a person's rows. A refusal looks like an absence (404)."""

from typing import TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404

Row = TypeVar("Row", bound=Model)


def owned(queryset: QuerySet[Row], *, by: AbstractBaseUser, through: str = "owner") -> QuerySet[Row]:
    """The rows of this person; `through` is the path to their owner ("account__owner" for what hangs on an account)."""
    return queryset.filter(**{through: by.pk})


def get_owned_or_404(queryset: QuerySet[Row], *, by: AbstractBaseUser, through: str = "owner", **lookup: object) -> Row:
    """The one row that `lookup` names among those of this person.

    Raises django.http.Http404 where there is none, be it another's or nobody's.
    """
    return get_object_or_404(owned(queryset, by=by, through=through), **lookup)
