"""Killed at many calls of a whole life: nothing lost, nothing told twice. bench/crash.py does it hundreds of times."""
from conftest import PRODUCTS
from crash import Killer, Storm


def test_killed_at_many_calls(shop, tmp_path):
    shop.stock()
    killer = Killer(tmp_path)
    # further and further apart, so that there is progress
    points = {"mind": [1, 40, 70, 110], "ship": [5, 45, 75, 115], "web": [3]}
    kills = Storm(shop, killer, points, parent=[90]).live(len(PRODUCTS))
    assert len(kills) >= 5 and {"mind", "ship", "parent"} <= {process for process, _ in kills}, kills
