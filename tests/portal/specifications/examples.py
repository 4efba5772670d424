"""One record of each kind, for the tests that walk through every page."""

from sluis.portal.access.models import Organisation
from sluis.portal.specifications.models import Specsource
from specifications.specified import cast

OF_VERSION = (
    "version", "compare", "propose", "take-back", "approve", "refuse", "withdraw", "yaml", "signature", "dictionary",
    "paper", "template",
)  # fmt: skip


def examples(home: Organisation) -> dict[str, object]:
    """By the name of an address, the keywords that lead to a record of this organisation."""
    parties = cast(registry=home)
    version = parties.approve(parties.proposed(), "ttp")
    source = Specsource.everything.filter(dataspec=parties.dataspec).first()
    assert source is not None
    found = {f"specifications:{name}": {"pk": version.pk} for name in OF_VERSION}
    found |= {f"specifications:{name}": {"pk": parties.dataspec.pk} for name in ("dataspec", "upload", "source-new")}
    return {**found, "specifications:source-end": {"pk": source.pk}}
