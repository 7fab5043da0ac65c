#!/usr/bin/env bash
# Finds what is wrong: nine numbered steps, each finding with the command that fixes it. Takes the options of ./run.sh doctor
set -euo pipefail
. "$(dirname "$0")/lib/prepare.sh"
exec node backend/cli/run.ts doctor --verbose "$@"
