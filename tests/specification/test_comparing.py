"""Two versions side by side."""

from dataclasses import replace

from sluis.specification import Change, changes, read_specification
from sluis.specification.comparing import ChangeKind
from sluis.specification.model import Drop, Generalise, Scheme, Seal

from .bad import GOOD, TABLES


def after(old: str, new: str, good: str = GOOD) -> list[Change]:
    assert old in good
    return changes(read_specification(good.encode()), read_specification(good.replace(old, new).encode()))


def test_remark_or_order_of_keys_is_no_change() -> None:
    assert after("scheme: polymorphic", "# agreed\nscheme: polymorphic") == []
    assert after("name: SEX, type: string", "type: string, name: SEX") == []


def test_version_and_scheme() -> None:
    assert after("1.0.0\nscheme: polymorphic", "1.1.0\nscheme: keyed") == [
        Change(ChangeKind.CHANGED, (), "version", "1.0.0", "1.1.0"),
        Change(ChangeKind.CHANGED, (), "scheme", Scheme.POLYMORPHIC, Scheme.KEYED),
    ]


def test_treatment_of_a_field() -> None:
    found = after("treatment: {generalise: year, top_code_age: 97}", "treatment: seal")

    assert found == [Change(ChangeKind.CHANGED, ("good", "BORN"), "treatment", Generalise("year", 97), Seal())]


def test_parameter_of_a_treatment() -> None:
    found = after("97", "90")

    assert found == [Change(ChangeKind.CHANGED, ("good", "BORN"), "treatment.top_code_age", 97, 90)]


def test_constraint_of_a_field() -> None:
    found = after("maximum: 40", "maximum: 50")

    assert found == [Change(ChangeKind.CHANGED, ("good", "SCORE"), "constraints.maximum", "40", "50")]


def test_field_that_is_gone_and_field_that_is_new() -> None:
    removed, added = after("name: GIVEN", "name: FIRST")

    assert (removed.kind, removed.place, removed.what, removed.new) == (
        ChangeKind.REMOVED,
        ("good", "GIVEN"),
        "field",
        None,
    )
    assert (added.kind, added.place, added.what, added.old) == (ChangeKind.ADDED, ("good", "FIRST"), "field", None)
    assert added.new.treatment == Drop()


def test_order_of_fields() -> None:
    spec = read_specification(GOOD.encode())
    (table,) = spec.tables
    turned = replace(spec, tables=(replace(table, fields=table.fields[::-1]),))

    assert [(change.place, change.what) for change in changes(spec, turned)] == [(("good",), "order of fields")]


def test_composite_table_and_keys() -> None:
    assert after("[SURNAME, BORN, SEX]", "[SURNAME, BORN]")[0].what == "of"
    assert [change.what for change in after("    primaryKey: NR\n", "", TABLES)] == ["primary_key"]
    kinds = [(change.kind, change.what) for change in after("name: visits", "name: stays", TABLES)]
    assert kinds == [(ChangeKind.REMOVED, "table"), (ChangeKind.ADDED, "table")]
