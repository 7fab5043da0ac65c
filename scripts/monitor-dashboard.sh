#!/usr/bin/env bash
# Live figures of the service in the whole terminal. Keys: R restart, L logs, T tests, Q quit
set -euo pipefail
. "$(dirname "$0")/lib/prepare.sh"
exec node backend/cli/run.ts monitor "$@"
