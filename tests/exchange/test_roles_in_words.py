"""Roles are words of Sluis, so people read them in their own language."""

from worlds import World, sluis


def test_enrolling_names_the_role_in_the_language_of_the_reader(world: World) -> None:
    card = world.path("source-1", "card.json")
    answer = sluis("ttp", "enrol", card, "--home", world.path("ttp"), "--out", world.path("a.pem"), language="nl")
    assert "ingeschreven als bron" in answer.out
    assert "(bron source-1" in sluis("agreement", "card", card, language="nl").out
