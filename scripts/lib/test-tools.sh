# shellcheck shell=bash
# Sourced by the test runner after prepare.sh: installs Chromium and ShellCheck if it can, else prints how to install Chromium.

missing_browser() {
  node --input-type=module -e '
    import { findBrowser } from "./test/browser/support/find-browser.ts";
    try { findBrowser(); } catch ({ message }) { console.log(message); }'
}

can_install() { [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; }

install() { DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$1"; }

# The headless shell is optional: with it the browser tests need half the time. Without ShellCheck its test is left out.
missing_packages() {
  if [ -z "${CHROMIUM_PATH:-}" ]; then
    [ -z "$(missing_browser)" ] || echo chromium
    command -v chromium-headless-shell >/dev/null || echo chromium-headless-shell
  fi
  command -v shellcheck >/dev/null || echo shellcheck
}

packages=$(missing_packages)
if [ -n "$packages" ] && can_install; then
  printf '\033[36m▸ Installing what the tests need (about a minute, only once)\033[0m\n'
  apt-get update -qq >/dev/null 2>&1 || true
  for package in $packages; do install "$package" >/dev/null 2>&1 || true; done
fi
missing=$(missing_browser)
[ -z "$missing" ] || printf '\033[33m! %s\033[0m\n' "$missing" >&2
