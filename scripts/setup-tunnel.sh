#!/usr/bin/env bash
# Gives this server a public https address and writes it into .env.
set -euo pipefail

usage() {
  cat <<'TEXT'
./scripts/setup-tunnel.sh HOSTNAME [--name NAME] [--service | --no-run]
./scripts/setup-tunnel.sh --quick | --ngrok
Makes a Cloudflare Tunnel for HOSTNAME, such as calls.example.com: signs in, creates the tunnel, its DNS record and its
configuration, writes PUBLIC_BASE_URL and TRUSTED_PROXIES into .env, and runs the tunnel until Ctrl-C.
--service installs it as a service of this machine instead; --no-run stops after the settings. It can be run again.
--quick and --ngrok need no domain and give an address to try the platform with; it changes with every start.
TEXT
}

mode=named hostname='' name=callback-platform run=foreground
while [ $# -gt 0 ]; do
  case "$1" in
    --help) usage; exit 0 ;;
    --quick) mode=quick ;;
    --ngrok) mode=ngrok ;;
    --service) run=service ;;
    --no-run) run=none ;;
    --name) name=${2:-}; shift ;;
    -*) usage >&2; exit 2 ;;
    *) hostname=$1 ;;
  esac
  shift
done
if [ "$mode" = named ] && ! [[ "$hostname" =~ ^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$ ]]; then usage >&2; exit 2; fi
if ! [[ "$name" =~ ^[A-Za-z0-9_-]+$ ]]; then usage >&2; exit 2; fi

# shellcheck source=lib/prepare.sh
. "$(dirname "$0")/lib/prepare.sh"

step() { printf '\033[35m▸ %s\033[0m\n' "$1"; }
good() { printf '\033[32m✓ %s\033[0m\n' "$1"; }

need() {
  command -v "$1" >/dev/null || fail "$1 is not installed." "Install it from $2, then run this script again."
}

port() {
  local found=''
  [ ! -e .env ] || found=$(sed -n 's/^PORT=["'\'']\{0,1\}\([0-9]\{1,5\}\).*/\1/p' .env | tail -1)
  printf '%s' "${found:-8501}"
}

# $1: address, $2: what TRUSTED_PROXIES becomes
write_settings() {
  node backend/cli/run.ts settings set PUBLIC_BASE_URL "$1" >/dev/null
  node backend/cli/run.ts settings set TRUSTED_PROXIES "$2" >/dev/null
  good "PUBLIC_BASE_URL is $1, TRUSTED_PROXIES is $2. Restart the server: ./run.sh restart"
}

# Prints the id of the tunnel with our name.
tunnel_id() {
  cloudflared tunnel list --output json --name "$name" |
    node -e 'const all = JSON.parse(require("fs").readFileSync(0, "utf8") || "[]") ?? []; process.stdout.write(all[0]?.id ?? "")'
}

write_configuration() {
  local file="$HOME/.cloudflared/config.yml" draft
  draft=$(mktemp)
  cat >"$draft" <<TEXT
tunnel: $1
credentials-file: $HOME/.cloudflared/$1.json

ingress:
  - hostname: $hostname
    service: http://127.0.0.1:$(port)
  - service: http_status:404
TEXT
  mkdir -p "$HOME/.cloudflared"
  if [ -e "$file" ] && ! cmp -s "$draft" "$file"; then
    cp -p "$file" "$file.kept-$(date +%Y%m%d-%H%M%S)"
    good "The former configuration is kept beside $file"
  fi
  mv "$draft" "$file"
}

set_up_named() {
  need cloudflared https://developers.cloudflare.com/cloudflare-one/connections/connect-networks/downloads/
  if [ ! -e "$HOME/.cloudflared/cert.pem" ]; then
    step 'Sign in to Cloudflare in the browser and choose your domain'
    cloudflared tunnel login
  fi
  local id
  id=$(tunnel_id)
  if [ -z "$id" ]; then
    step "Creating the tunnel $name"
    cloudflared tunnel create "$name"
    id=$(tunnel_id)
  fi
  [ -n "$id" ] || fail "The tunnel $name was not created." "Read the message of cloudflared above."
  step "Pointing $hostname to the tunnel"
  cloudflared tunnel route dns "$name" "$hostname"
  write_configuration "$id"
  write_settings "https://$hostname" cloudflare-tunnel
  case "$run" in
    service)
      step 'Installing the tunnel as a service'
      sudo cloudflared --config "$HOME/.cloudflared/config.yml" service install
      ;;
    foreground) exec cloudflared tunnel run "$name" ;;
  esac
}

# $1: pattern of the address, $2: TRUSTED_PROXIES, then the command. Ctrl-C ends the tunnel.
run_for_trying() {
  local pattern=$1 proxies=$2 line address=''
  shift 2
  exec 3< <(exec "$@" 2>&1)
  local process=$!
  # shellcheck disable=SC2064
  trap "kill $process 2>/dev/null || true" EXIT
  while IFS= read -r line <&3; do
    printf '%s\n' "$line"
    if [ -z "$address" ] && [[ "$line" =~ $pattern ]]; then
      address=${BASH_REMATCH[0]}
      write_settings "$address" "$proxies"
    fi
  done
  [ -n "$address" ] || fail 'The tunnel gave no address.' 'Read its output above.'
}

case "$mode" in
  named) set_up_named ;;
  quick)
    need cloudflared https://developers.cloudflare.com/cloudflare-one/connections/connect-networks/downloads/
    run_for_trying 'https://[a-z0-9-]+\.trycloudflare\.com' cloudflare-tunnel cloudflared tunnel --url "http://127.0.0.1:$(port)"
    ;;
  ngrok)
    need ngrok https://ngrok.com/download
    run_for_trying 'https://[a-z0-9.-]+\.ngrok[a-z.-]*' loopback ngrok http "$(port)" --log stdout
    ;;
esac
