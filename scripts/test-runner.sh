#!/usr/bin/env bash
# Installs missing packages (and Chromium, as root), then runs all checks and tests. The last line is: N passed, N failed
set -euo pipefail
. "$(dirname "$0")/lib/prepare.sh"
. scripts/lib/browser.sh
log_directory=$(node --input-type=module -e "import { createLogFolder } from './backend/adapters/system/log-folder.ts'; process.stdout.write(createLogFolder())")
log="$log_directory/test-$(date +%Y%m%d-%H%M%S).log"
status=0
npm run --silent check 2>&1 | tee "$log" || status=$?
printf 'Log: %s\n' "$log" >&2
exit "$status"
