# shellcheck shell=bash
# Nodes as local processes of the script that sources this: build, start, watch, stop. The script may set SERVICES,
# the kinds of nodes that it starts (master and secondary, or node), before it sources this. It sets DATA_ROOT (each node's data is in DATA_ROOT/<id>) and LOG_ROOT (its output in LOG_ROOT/<id>.log).

LIB=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(cd "$LIB/../.." && pwd)
# shellcheck source=scripts/lib/java.sh
. "$LIB/java.sh"
# shellcheck source=scripts/lib/json.sh
. "$LIB/json.sh"
# shellcheck source=scripts/lib/http.sh
. "$LIB/http.sh"

# A stopping node gets this many seconds; it answers its waiting clients meanwhile.
STOP_SECONDS=40

# One entry for each node ever started; the pid is empty once the node is known to have ended.
NODE_IDS=() NODE_PIDS=()

[ -n "${SERVICES+set}" ] || SERVICES=(master secondary)

jar_of() { printf '%s/%s-service/target/%s-service.jar' "$ROOT" "$1" "$1"; }

# ---- building ----

# Whether the jar of a service (master, secondary or node) holds what the sources say. Its own date cannot tell:
# reproducible builds give it a fixed one; that of the plain jar it was made from can.
is_built() {
  local jar built="$ROOT/target/built-$1" newer
  jar=$(jar_of "$1")
  [ -s "$jar" ] && [ -f "$jar.original" ] || return 1
  newer=(-newer "$jar.original")
  [ ! -f "$built" ] || newer+=(-newer "$built")
  [ -z "$(find "$ROOT"/pom.xml "$ROOT"/*/pom.xml "$ROOT"/*/src/main "${newer[@]}" -print | head -n 1)" ]
}

build_services() {
  local kind built=1 modules=()
  for kind in "${SERVICES[@]}"; do
    is_built "$kind" || built=""
    modules+=("$kind-service")
  done
  [ -z "$built" ] || return 0
  echo "Building the services (the first time, Maven fetches their libraries: some minutes) ..."
  (cd "$ROOT" && ./mvnw -B -q -DskipTests -Dspotless.check.skip=true \
    -pl "$(IFS=,; echo "${modules[*]}")" -am package) || fail "the build failed."
  mkdir -p "$ROOT/target"
  for kind in "${SERVICES[@]}"; do touch "$ROOT/target/built-$kind"; done
}

# ---- a quick start ----

# Where the services lie unpacked, with the AOT caches of a rehearsal.
PREPARED=$ROOT/target/prepared

# Whether what was prepared of these services is of their jars, these options and this Java.
is_prepared() { # KIND...
  local kind done
  for kind; do
    done=$PREPARED/$kind.java-home
    [ -f "$done" ] && [ "$(cat "$done")" = "$JAVA_HOME" ] && [ "$done" -nt "$(jar_of "$kind").original" ] \
      && [ "$done" -nt "$ROOT/jvm.options" ] && [ "$done" -nt "$JAVA_HOME/release" ] || return 1
  done
}

# Rehearses once for each build, where the JVM can keep what it learns (25 and newer).
prepare_services() {
  local kind files=()
  if [ "$(java_major "$JAVA_HOME")" -lt 25 ] || is_prepared "${SERVICES[@]}"; then return 0; fi
  echo "Rehearsing, so that nodes start quickly (once for each build: half a minute) ..."
  for kind in "${SERVICES[@]}"; do
    rm -rf "${PREPARED:?}/$kind" "$PREPARED/$kind".*
    mkdir -p "$PREPARED"
    files+=("$PREPARED/$kind/$kind-service.jar" "$PREPARED/$kind.aot")
    "$JAVA_HOME/bin/java" -Djarmode=tools -jar "$(jar_of "$kind")" extract --destination "$PREPARED/$kind" >/dev/null || return 0
  done
  if JAVA_HOME=$JAVA_HOME "$LIB/rehearse" "$ROOT/jvm.options" "${files[@]}"; then
    for kind in "${SERVICES[@]}"; do printf '%s' "$JAVA_HOME" >"$PREPARED/$kind.java-home"; done
  else
    echo "The rehearsal failed; the nodes start without it."
  fi
}

# set_launch KIND: sets LAUNCH to the arguments of java.
set_launch() {
  if is_prepared "$1"; then
    LAUNCH=("-XX:AOTCache=$PREPARED/$1.aot" -jar "$PREPARED/$1/$1-service.jar")
  else
    LAUNCH=(-jar "$(jar_of "$1")")
  fi
}

# ---- starting and watching ----

port_is_taken() { (: <>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# start_node KIND ID PORT [NAME=VALUE...]: starts a master, secondary or node in the background. Drops the addresses and
# peers in the caller's environment, as they can be right for one node only.
start_node() {
  local kind=$1 id=$2 port=$3
  shift 3
  mkdir -p "$LOG_ROOT"
  set_launch "$kind"
  (
    unset SERVER_ADDRESS SECONDARY_PORT SECONDARY_HOST ADVERTISED_URL SECONDARIES MASTER_URL
    unset REPLOG_NODES REPLOG_JOIN REPLOG_ELECTION_PORT
    export SERVER_ID="$id" SERVER_PORT="$port" DATA_DIR="$DATA_ROOT/$id"
    # shellcheck disable=SC2163 # each argument is a NAME=VALUE
    [ $# -eq 0 ] || export "$@"
    exec "$JAVA_HOME/bin/java" "@$ROOT/jvm.options" "${LAUNCH[@]}"
  ) >>"$LOG_ROOT/$id.log" 2>&1 </dev/null &
  remember_node "$id" $!
}

remember_node() { # ID PID
  local i
  for ((i = 0; i < ${#NODE_IDS[@]}; i++)); do
    if [ "${NODE_IDS[i]}" = "$1" ]; then NODE_PIDS[i]=$2; return; fi
  done
  NODE_IDS+=("$1") NODE_PIDS+=("$2")
}

node_pid() { # ID
  local i
  for ((i = 0; i < ${#NODE_IDS[@]}; i++)); do
    if [ "${NODE_IDS[i]}" = "$1" ]; then printf '%s' "${NODE_PIDS[i]}"; return; fi
  done
}

# next_dead_node: finds a node that ended by itself, sets DEAD_ID and DEAD_STATUS and forgets its pid; fails
# where all started nodes still run.
next_dead_node() {
  local i
  for ((i = 0; i < ${#NODE_IDS[@]}; i++)); do
    if [ -n "${NODE_PIDS[i]}" ] && ! kill -0 "${NODE_PIDS[i]}" 2>/dev/null; then
      DEAD_ID=${NODE_IDS[i]} DEAD_STATUS=0
      wait "${NODE_PIDS[i]}" 2>/dev/null || DEAD_STATUS=$?
      NODE_PIDS[i]=""
      return 0
    fi
  done
  return 1
}

any_node_runs() {
  local i
  for ((i = 0; i < ${#NODE_IDS[@]}; i++)); do
    if [ -n "${NODE_PIDS[i]}" ]; then return 0; fi
  done
  return 1
}

show_log_end() { # ID
  printf 'The end of %s:\n' "$LOG_ROOT/$1.log" >&2
  tail -n 15 "$LOG_ROOT/$1.log" | sed 's/^/  | /' >&2
}

# Ends the script where a node ended: for the start, when every node must come up.
stop_if_node_died() {
  if next_dead_node; then
    show_log_end "$DEAD_ID"
    fail "$DEAD_ID ended while starting (status $DEAD_STATUS)."
  fi
}

# eventually SECONDS COMMAND...: repeats COMMAND until it succeeds; fails once the time is over.
eventually() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.2
  done
}

node_answers() { http -f -m 2 "$1/health" >/dev/null 2>&1; } # URL

# secondaries_that_are STATUS MASTER_URL: the ids and the URLs of those, one a line.
secondaries_that_are() {
  { http -m 2 "$2/health" 2>/dev/null || true; } | { json_lines || true; } | awk -F '\t' -v status="$1" '
    split($1, part, ".") == 3 && part[1] == "secondaries" { field[part[2] "." part[3]] = $2; if (part[2] >= rows) rows = part[2] + 1 }
    END { for (i = 0; i < rows; i++) if (field[i ".status"] == status) { print field[i ".id"]; print field[i ".url"] } }'
}

# finds_healthy MASTER_URL ID...: whether the master calls all of these secondaries healthy.
finds_healthy() {
  local healthy id
  node_answers "$1" || return 1
  healthy=$(secondaries_that_are HEALTHY "$1")
  shift
  for id in "$@"; do
    grep -qxF -- "$id" <<<"$healthy" || return 1
  done
}

# ---- stopping ----

# signal_node SIGNAL ID: sends it, and for KILL and TERM waits for the end of the node.
signal_node() {
  local pid
  pid=$(node_pid "$2")
  [ -n "$pid" ] || return 0
  kill -s "$1" "$pid" 2>/dev/null || true
  case $1 in
    KILL | TERM)
      wait "$pid" 2>/dev/null || true
      remember_node "$2" ""
      ;;
  esac
}

# Stops all nodes gracefully and waits for them; a second Ctrl-C, or a node that takes too long, ends that.
stop_nodes() {
  local i pid deadline=$((SECONDS + STOP_SECONDS)) hurry=""
  trap 'hurry=1' INT TERM
  trap '' HUP
  for ((i = 0; i < ${#NODE_IDS[@]}; i++)); do
    [ -z "${NODE_PIDS[i]}" ] || kill -s TERM "${NODE_PIDS[i]}" 2>/dev/null || true
  done
  for ((i = 0; i < ${#NODE_IDS[@]}; i++)); do
    pid=${NODE_PIDS[i]}
    [ -n "$pid" ] || continue
    while kill -0 "$pid" 2>/dev/null; do
      if [ -n "$hurry" ] || [ "$SECONDS" -ge "$deadline" ]; then
        echo "${NODE_IDS[i]} is still running: killing it." >&2
        kill -s KILL "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
        break
      fi
      sleep 0.1 || true
    done
    NODE_PIDS[i]=""
  done
}
