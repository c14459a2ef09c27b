"""Each capability with a golden case shows an example, and the line it prints does what it says."""
import os, re, subprocess

from conftest import PURVEY


def test_every_example_runs_as_it_is_printed(shop):
    shown = 0
    env = {**shop.env, "PATH": os.path.dirname(PURVEY) + ":" + os.environ["PATH"]}
    for line in shop("capability").splitlines():
        name = line.split()[0]
        example = re.search(r"for example:\n\n(.*)\n\n`purvey", shop("call", name, "--help"), re.S)
        if example:
            shown += 1
            r = subprocess.run(["bash", "-c", example[1]], env=env, capture_output=True, text=True)
            assert r.returncode == 0, f"{name}: {r.stdout}{r.stderr}"
    assert shown > 40


def test_a_name_that_a_capability_does_not_have_is_told_once(shop):
    line = '{"y":[3,4,3,5,4,3,4,5],"freq":"M","horizon":1,"quantile":[0.5]}\n'
    told = shop("call", "forecast.demand", input=2 * line)
    assert len(told.splitlines()) == 2 and shop.said.count('no "quantile"') == 1
    shop("call", "forecast.demand", input=line.replace("quantile", "quantiles"))
    assert not shop.said
