# Sourced by the test runner after prepare.sh: installs Chromium if it can, else prints how to install it.

missing_browser() {
  node --input-type=module -e '
    import { findBrowser } from "./test/browser/support/find-browser.ts";
    try { findBrowser(); } catch ({ message }) { console.log(message); }'
}

can_install() { [ -z "${CHROMIUM_PATH:-}" ] && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; }

if [ -n "$(missing_browser)" ] && can_install; then
  printf '\033[36m▸ Installing Chromium for the browser tests (about a minute, only once)\033[0m\n'
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium; } >/dev/null || true
  # Optional: with the headless shell the browser tests need half the time.
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium-headless-shell >/dev/null 2>&1 || true
fi
missing=$(missing_browser)
[ -z "$missing" ] || printf '\033[33m! %s\033[0m\n' "$missing" >&2
