"""`{% load people %}`: what the pages about people write in words."""

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from sluis.portal.people.tables import role_names as names_of_roles

register = template.Library()


@register.simple_tag
def by(names: dict[str, str], actor: str) -> str:
    """Who did it: a person's name, or the portal itself."""
    if actor.startswith("program:"):
        return gettext("the portal itself")
    return names.get(actor, "")


@register.simple_tag
def role_names(codes: list[str]) -> str:
    """The names of roles."""
    return names_of_roles(codes)


@register.simple_tag
def document(pk: Any) -> str:
    """The address of a document."""
    try:
        return reverse("documents:document", args=[pk])
    except NoReverseMatch:
        return ""
