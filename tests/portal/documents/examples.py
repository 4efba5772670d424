"""Ids for the addresses of documents."""

from typing import Any

from casting import tester
from django.core.files.uploadedfile import SimpleUploadedFile

from sluis.portal.access.changing import keeping
from sluis.portal.access.models import Organisation
from sluis.portal.documents.models import Version
from sluis.portal.documents.storing import store


def examples(home: Organisation) -> dict[str, dict[str, Any]]:
    """Address → what it takes."""
    file = SimpleUploadedFile("Geheim Plan.txt", b"Geheime Inhoud")
    with keeping(tester()) as change:
        document = store(
            change, organisation=home, kind="policy", title="Verborgen Beleidsplan", file=file, note="Stille Wijziging"
        )
    version = Version.everything.get(document=document)
    of_document = ("document", "renew", "publish", "withdraw")
    of_version = ("approve", "download", "public-file")
    return {f"documents:{name}": {"pk": document.pk} for name in of_document} | {
        f"documents:{name}": {"pk": version.pk} for name in of_version
    }
