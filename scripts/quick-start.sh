#!/usr/bin/env bash
# Installs, starts everything, runs one callback as a check and stays until Ctrl-C. --check stops after the check.
set -euo pipefail
. "$(dirname "$0")/lib/prepare.sh"
exec node --env-file-if-exists=.env backend/cli/quick-start.ts "$@"
