#!/bin/bash
# flow.sh [PYTEST ARGUMENTS] - the real binary over its ports, on SQLite and on a throw-away PostgreSQL where there is one.
set -euo pipefail
cd "$(dirname "$0")/.."
export PURVEY=${PURVEY:-$PWD/build/purvey} PYTHONDONTWRITEBYTECODE=1
run=("$(tool/venv.sh)" -m pytest -q -p no:cacheprovider -o "python_files=[a-z]_*.py test_*.py" test/flow "$@")
if ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
    exec tool/pg.sh "${run[@]}"
fi
echo "flow: there is no PostgreSQL here: SQLite alone is tested" >&2
exec "${run[@]}"
