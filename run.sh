#!/usr/bin/env bash
# The menu of all operations; "./run.sh --help" lists them as commands. Needs only Node 20 or later with npm.
set -euo pipefail
. "$(dirname "$0")/scripts/lib/prepare.sh"
exec node backend/cli/run.ts "$@"
