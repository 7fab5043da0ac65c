#!/usr/bin/env bash
# Installs the packages, starts the platform, runs one callback as a check and stays until Ctrl-C. --check stops after the check.
set -euo pipefail
. "$(dirname "$0")/lib/prepare.sh"
env_file=()
[ ! -e .env ] || env_file=(--env-file=.env)
exec node ${env_file[@]+"${env_file[@]}"} backend/cli/quick-start.ts "$@"
