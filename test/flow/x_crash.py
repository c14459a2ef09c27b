"""Killed at many calls of a whole life: nothing lost, nothing told twice. bench/crash.py does it hundreds of times."""
from conftest import PRODUCTS
from crash import Killer, Storm


def test_killed_at_many_calls(shop, tmp_path):
    shop.stock()
    killer = Killer(tmp_path)
    # first at once, then further and further apart, so that there is progress
    kills = Storm(shop, killer, {"mind": [1, 40, 90, 160, 250], "ship": [5, 45, 95, 165, 255], "web": [3, 60]}, parent=[120]).live(len(PRODUCTS))
    assert len([k for k in kills if k[0] == "mind"]) >= 3 and len([k for k in kills if k[0] == "ship"]) >= 3, kills
