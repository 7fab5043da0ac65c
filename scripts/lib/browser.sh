# Sourced by the test runner after prepare.sh: installs Chromium if it can, else prints how to install it.

missing_browser() {
  node --input-type=module -e '
    import { findBrowser } from "./test/browser/support/find-browser.ts";
    try { findBrowser(); } catch ({ message }) { console.log(message); }'
}

can_install() { [ -z "${CHROMIUM_PATH:-}" ] && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; }

# The headless shell is optional: with it the browser tests need half the time.
install_browsers() {
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium-headless-shell
}

if { [ -n "$(missing_browser)" ] || ! command -v chromium-headless-shell >/dev/null; } && can_install; then
  printf '\033[36m▸ Installing Chromium for the browser tests (about a minute, only once)\033[0m\n'
  install_browsers >/dev/null 2>&1 || true
fi
missing=$(missing_browser)
[ -z "$missing" ] || printf '\033[33m! %s\033[0m\n' "$missing" >&2
