# shellcheck shell=bash
# Sourced by every script: checks Node and npm, installs the packages and puts the pinned Node first in PATH.
# On a problem it prints the fix and exits.

cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit

fail() {
  printf '\n\033[31m✗ %s\033[0m\n  %s\n' "$1" "$2" >&2
  exit 1
}

command -v node >/dev/null || fail "Node.js is not installed." "Install Node 20 or later from https://nodejs.org, then run this script again."
command -v npm >/dev/null || fail "npm is not installed." "npm comes with Node: install Node 20 or later from https://nodejs.org."
node_major=$(node -p 'process.versions.node.split(".")[0]')
[ "$node_major" -ge 20 ] || fail "Node $(node -v) is too old." "Install Node 20 or later from https://nodejs.org, then run this script again."

# npm writes this file last: if it is older than the lockfile, the installed packages are outdated.
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  printf '\033[36m▸ Installing packages (about half a minute, only once)\033[0m\n'
  install_log=$(mktemp)
  npm ci --no-audit --no-fund --loglevel=error >"$install_log" 2>&1 || {
    cat "$install_log" >&2
    rm -f "$install_log"
    fail "The packages could not be installed." "Read npm's message above. If the network is the problem, check the proxy with 'npm ping'. Then run this script again."
  }
  rm -f "$install_log"
fi

PATH="$PWD/node_modules/.bin:$PATH"
export PATH
pinned_major=$(node -p 'process.versions.node.split(".")[0]')
[ "$pinned_major" -ge 24 ] || fail "Node 24 could not be installed for this machine ($(uname -sm))." "Install Node 24 or later from https://nodejs.org, then run this script again."
