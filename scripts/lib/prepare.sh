# Sourced by every script: finds the tools, installs the packages, puts the pinned Node first in PATH.
# It says what is missing and how to mend it, and stops there.

cd "$(dirname "${BASH_SOURCE[0]}")/../.."

fail() {
  printf '\n\033[31m✗ %s\033[0m\n  %s\n' "$1" "$2" >&2
  exit 1
}

command -v node >/dev/null || fail "Node.js is not installed." "Install Node 20 or later from https://nodejs.org, then run this again."
command -v npm >/dev/null || fail "npm is not installed." "It comes with Node: install Node 20 or later from https://nodejs.org."
node_major=$(node -p 'process.versions.node.split(".")[0]')
[ "$node_major" -ge 20 ] || fail "Node $(node -v) is too old." "Install Node 20 or later from https://nodejs.org, then run this again."

# npm writes this file last, so it is older than the lockfile exactly when the packages are not those of the lockfile.
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  printf '\033[36m▸ Installing packages (about half a minute, once)\033[0m\n'
  install_log=$(mktemp)
  npm ci --no-audit --no-fund --loglevel=error >"$install_log" 2>&1 || {
    cat "$install_log" >&2
    rm -f "$install_log"
    fail "The packages could not be installed." "Look at npm's message above; without network, check the proxy or run 'npm ping', then run this again."
  }
  rm -f "$install_log"
fi

PATH="$PWD/node_modules/.bin:$PATH"
export PATH
pinned_major=$(node -p 'process.versions.node.split(".")[0]')
[ "$pinned_major" -ge 24 ] || fail "Node 24 could not be installed for this machine ($(uname -sm))." "Install Node 24 or later yourself from https://nodejs.org, then run this again."
