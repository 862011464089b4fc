# shellcheck shell=bash
# Talking to nodes over HTTP. Sourced.

fail() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

command -v curl >/dev/null || fail "curl is not there: install it."

# curl without the user's own settings, and without a proxy on the way to this machine.
http() { curl -q -sS --noproxy localhost,127.0.0.1,::1 "$@"; }

# node_url NODE: the base URL of "master", "secondary-5001", a bare port, or a URL.
node_url() {
  case $1 in
    http://* | https://*) printf '%s' "${1%/}" ;;
    master) printf 'http://localhost:5000' ;;
    secondary-*[!0-9]* | "" | secondary-) fail "there is no node \"$1\": give master, secondary-<port>, a port or a URL." ;;
    secondary-*) printf 'http://localhost:%s' "${1#secondary-}" ;;
    *[!0-9]*) fail "there is no node \"$1\": give master, secondary-<port>, a port or a URL." ;;
    *) printf 'http://localhost:%s' "$1" ;;
  esac
}

# message_body TEXT W ID TIMEOUT_MS: the JSON of a POST /messages; what is empty is left out.
message_body() {
  local body
  body="{\"message\":$(json_string "$1")"
  case $2 in
    "") ;;
    *[!0-9]*) body="$body,\"w\":$(json_string "$2")" ;;
    *) body="$body,\"w\":$2" ;;
  esac
  [ -z "$3" ] || body="$body,\"id\":$(json_string "$3")"
  [ -z "$4" ] || body="$body,\"timeout_ms\":$4"
  printf '%s}' "$body"
}

# exchange CURL_ARGUMENTS...: performs the request; the body goes to BODY, the status to STATUS (000 where
# nothing answered, with curl's own words in BODY).
exchange() {
  local answer
  # The last line is the status, whatever the body ends with.
  answer=$(http -w '\n%{http_code}' "$@" 2>&1) || true
  # shellcheck disable=SC2034 # both are for the caller
  STATUS=${answer##*$'\n'} BODY=${answer%$'\n'*}
}
