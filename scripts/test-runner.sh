#!/usr/bin/env bash
# Checks and tests in five levels, all by default; --help lists them. The last line is: N passed, N failed
set -euo pipefail
. "$(dirname "$0")/lib/prepare.sh"
case " $* " in
  "  " | *" --level 4"* | *" --level=4"* | *" --level 5"* | *" --level=5"*) . scripts/lib/test-tools.sh ;;
esac
exec node test/run.ts --runner "$@"
