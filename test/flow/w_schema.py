"""The API against its own description: schemathesis makes requests of every kind and looks for a 5xx."""
import os, pathlib, subprocess, sys

from conftest import once
from web import reviewed, served

EXAMPLES = os.environ.get("PURVEY_SCHEMA_EXAMPLES", "2") # of each operation; bench/api.sh asks for many


@once
def test_no_request_breaks_it(shop):
    reviewed(shop)
    with served(shop) as web:
        run = [str(pathlib.Path(sys.executable).with_name("st")), "run", f"{web.url}/api/v1/openapi.json",
               "-H", f"Authorization: Bearer {web.token()}", "--checks", "not_a_server_error,content_type_conformance,response_schema_conformance",
               "--phases", "fuzzing", "-n", EXAMPLES, "--no-color", "--seed", "1"]
        r = subprocess.run(run, cwd=shop.home, text=True, capture_output=True)
        assert r.returncode == 0, r.stdout[-4000:] + r.stderr[-2000:]
        assert 'class="5xx"' not in web("/metrics", token=web.token()).body.decode()
        print(next(l.strip() for l in r.stdout.splitlines() if " generated, " in l))
