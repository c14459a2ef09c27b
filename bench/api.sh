#!/bin/bash
# api.sh - the API against its own description for long: N examples of every operation (100), and not one 5xx.
#
# Prints how many test cases schemathesis made.
set -euo pipefail
cd "$(dirname "$0")/.."
export PURVEY_SCHEMA_EXAMPLES=${N:-100}
tool/flow.sh -s -k test_no_request_breaks_it
