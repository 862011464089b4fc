# shellcheck shell=bash disable=SC2153 # STATUS and BODY are what `exchange` found
# The steps, checks, clients and reads of scripts/demo. Sourced after nodes.sh; the
# script sets M, the URL of the master, and WORK, a directory of its own.

PASSED=0 FAILED=0
CLIENT_PIDS=()

OK='✓' BAD='✗'
if [ -t 1 ]; then OK=$'\e[32m✓\e[0m' BAD=$'\e[31m✗\e[0m'; fi

scene() { printf '\n== %s\n' "$*"; }
say() { printf '   %s\n' "$*"; }

# check TEXT COMMAND...: runs COMMAND, prints whether it succeeded, and counts. A COMMAND may explain in WHY.
check() {
  local text=$1
  shift
  WHY=""
  if "$@"; then
    PASSED=$((PASSED + 1))
    printf ' %s %s\n' "$OK" "$text"
  else
    FAILED=$((FAILED + 1))
    printf ' %s %s%s\n' "$BAD" "$text" "${WHY:+: $WHY}"
  fi
}

# free_ports N: N ports, one a line, that nothing listens on; below the range that systems take for clients.
free_ports() {
  local found=0 port=$((20000 + RANDOM % 8000))
  while [ "$found" -lt "$1" ]; do
    port=$((port + 1))
    port_is_taken "$port" || { printf '%s\n' "$port"; found=$((found + 1)); }
  done
}

# ---- writing ----

# post TEXT W [ID]: posts to the master and prints the answer; leaves it in STATUS and BODY.
post() {
  exchange -m "$PATIENCE" -X POST "$M/messages" -H 'Content-Type: application/json' -d "$(message_body "$1" "$2" "${3:-}" "")"
  say "POST $1, w=$2 -> $STATUS $BODY"
}

# answered STATUS [STATUS_FIELD]: whether the last answer was this.
answered() {
  WHY="answered $STATUS $BODY"
  [ "$STATUS" = "$1" ] || return 1
  [ $# -eq 1 ] || [ "$(json_field status <<<"$BODY")" = "$2" ]
}

# post_in_background NAME TEXT W [ID]: a client that waits as long as it takes; writes the status to a file.
post_in_background() {
  local body
  body=$(message_body "$2" "$3" "${4:-}" "")
  say "POST $2, w=$3 -> (waiting)"
  http -o "$WORK/client-$1.body" -w '%{http_code}\n' -X POST "$M/messages" \
    -H 'Content-Type: application/json' -d "$body" >"$WORK/client-$1.status" 2>/dev/null &
  CLIENT_PIDS+=($!)
}

client_got() { # NAME STATUS
  WHY="it got $(cat "$WORK/client-$1.status")"
  [ "$(cat "$WORK/client-$1.status")" = "$2" ]
}

still_waits() { # NAME
  WHY="it got $(cat "$WORK/client-$1.status")"
  [ ! -s "$WORK/client-$1.status" ]
}

# start_writer NAME COUNT W: posts NAME.1, NAME.2, ... one after the other, each under its text as id, in the
# background; ends where the master is gone. Keeps what the master answered with 201: "order<TAB>text".
start_writer() {
  local name=$1 count=$2 w=$3
  : >"$WORK/writer-$name.acknowledged"
  (
    for ((i = 1; i <= count; i++)); do
      exchange -X POST "$M/messages" -H 'Content-Type: application/json' -d "$(message_body "$name.$i" "$w" "$name.$i" "")"
      [ "$STATUS" = 201 ] || break
      printf '%s\t%s\n' "$(json_field order <<<"$BODY")" "$name.$i"
    done >"$WORK/writer-$name.acknowledged"
  ) &
  CLIENT_PIDS+=($!)
}

stop_clients() {
  local pid
  for pid in ${CLIENT_PIDS[@]+"${CLIENT_PIDS[@]}"}; do
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  CLIENT_PIDS=()
}

acknowledged() { grep -c '' "$WORK/writer-$1.acknowledged" || true; } # NAME

acknowledged_at_least() { [ "$(acknowledged "$1")" -ge "$2" ]; } # NAME COUNT

# writers_got COUNT: waits for all writers; whether the master answered COUNT messages of theirs.
writers_got() {
  local pid
  for pid in ${CLIENT_PIDS[@]+"${CLIENT_PIDS[@]}"}; do wait "$pid" || true; done
  CLIENT_PIDS=()
  WHY="$(sed '' "$WORK"/writer-*.acknowledged | wc -l | tr -d ' ') were"
  [ "${WHY%% *}" -eq "$1" ]
}

# replicate URL ORDER...: delivers Order<ORDER> at each ORDER to a secondary, as a master would.
replicate() {
  local url=$1 order messages=""
  shift
  for order in "$@"; do
    messages="$messages${messages:+,}{\"order\":$order,\"id\":\"order-$order\",\"message\":\"Order$order\"}"
  done
  exchange -X POST "$url/replicate" -H 'Content-Type: application/json' \
    -d "{\"epoch\":1,\"log_id\":\"5e1f1c7e-0000-4000-8000-000000000001\",\"messages\":[$messages]}"
  say "POST /replicate, orders $* -> $STATUS $BODY"
}

# ---- reading ----

texts_of() { http -m 10 "$1/messages" | json_texts; } # URL

# shows URL TEXT...: whether the node shows exactly these messages, in this order.
shows() {
  local url=$1 shown
  shift
  shown=$(texts_of "$url" 2>/dev/null) || return 1
  WHY="it shows $(tr '\n' ' ' <<<"$shown")"
  [ "$shown" = "$(printf '%s\n' "$@")" ]
}

# is_behind URL OTHER: whether the node shows a shorter list than the other, and the beginning of it.
is_behind() {
  local shown all lines
  shown=$(texts_of "$1") && all=$(texts_of "$2") || return 1
  lines=$(grep -c '' <<<"$shown")
  WHY="it shows $(tr '\n' ' ' <<<"$shown")"
  [ "$shown" != "$all" ] && [ "$shown" = "$(head -n "$lines" <<<"$all")" ]
}

# same_everywhere URL...: whether all nodes show the very same messages.
same_everywhere() {
  local first url
  stop_if_node_died
  first=$(http -m 10 "$1/messages" 2>/dev/null) || return 1
  for url in "$@"; do
    [ "$(http -m 10 "$url/messages" 2>/dev/null)" = "$first" ] || { WHY="$url shows other than $1"; return 1; }
  done
}

# once_each URL TEXT...: whether each of these texts stands in the node's log exactly once.
once_each() {
  local url=$1 shown text
  shift
  shown=$(texts_of "$url") || return 1
  for text in "$@"; do
    WHY="$text is there $(grep -cxF -- "$text" <<<"$shown") times"
    [ "$(grep -cxF -- "$text" <<<"$shown")" -eq 1 ] || return 1
  done
}

is_absent() { [ "$(texts_of "$1" | grep -cxF -- "$2")" -eq 0 ]; } # URL TEXT

# writers_in_order URL WRITERS COUNT: whether the node shows 1.1 ... WRITERS.COUNT once each, and those of one
# writer in the order in which it wrote them.
writers_in_order() {
  texts_of "$1" | awk -F '[.]' -v writers="$2" -v count="$3" '
    /^[0-9]+\.[0-9]+$/ { if ($2 != ++last[$1]) wrong = 1 }
    END { for (w = 1; w <= writers; w++) if (last[w] != count) wrong = 1; exit wrong }'
}

# all_acknowledged_are_on URL NAME: whether each message that the master answered to this writer stands in the
# node's log once, at the order in the answer.
all_acknowledged_are_on() {
  stop_if_node_died
  texts_of "$1" | awk -F '\t' '
    NR == FNR { order[$2] = $1; next }
    { seen[$1]++; if ($1 in order && order[$1] != FNR - 1) wrong = 1 }
    END { for (text in order) if (seen[text] != 1) wrong = 1; exit wrong }' "$WORK/writer-$2.acknowledged" -
}
