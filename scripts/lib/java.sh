# shellcheck shell=bash
# Finds a JDK (or, to run only, a JRE) that is new enough: a good JAVA_HOME first, else the newest one on
# the machine. Sourced, by bash 3.2 (macOS) too.

JAVA_OLDEST=21

# java_major HOME: prints the feature release of the Java in HOME, as "21"; nothing where there is none.
java_major() {
  local version=""
  [ -x "$1/bin/java" ] || return 0
  # The release file spares the start of a JVM for each candidate.
  [ ! -r "$1/release" ] || version=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$1/release")
  [ -n "$version" ] || version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p' | head -n 1)
  version=${version%%[!0-9]*}
  printf '%s' "$version"
}

# java_is_good HOME TOOL: whether HOME is new enough and has TOOL ("java" or "javac").
java_is_good() {
  local major
  [ -n "$1" ] && [ -x "$1/bin/$2" ] || return 1
  major=$(java_major "$1")
  [ -n "$major" ] && [ "$major" -ge "$JAVA_OLDEST" ]
}

# Prints where a JDK may be, one directory a line: the one on the path first, so that it wins a tie.
java_candidates() {
  local java home
  if java=$(command -v java); then
    # The JVM knows its home behind whatever links, shims and stubs lead to it.
    home=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p') || true
    [ -z "$home" ] || printf '%s\n' "$home"
  fi
  for home in \
    /usr/lib/jvm/* /usr/lib64/jvm/* /opt/java/* /opt/jdk* /usr/java/* \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* \
    "${HOME:-/nonexistent}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-/nonexistent}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    [ ! -d "$home" ] || printf '%s\n' "$home"
  done
  if [ -x /usr/libexec/java_home ]; then
    /usr/libexec/java_home -v "$JAVA_OLDEST+" 2>/dev/null || true
  fi
}

# find_java TOOL: prints the home of the Java to use; with none, says what to install and fails.
find_java() {
  local tool=$1 best="" best_major=0 home major
  if java_is_good "${JAVA_HOME:-}" "$tool"; then
    printf '%s\n' "$JAVA_HOME"
    return 0
  fi
  while IFS= read -r home; do
    if java_is_good "$home" "$tool"; then
      major=$(java_major "$home")
      if [ "$major" -gt "$best_major" ]; then best=$home best_major=$major; fi
    fi
  done <<EOF
$(java_candidates)
EOF
  if [ -z "$best" ]; then
    echo "Replog needs a JDK $JAVA_OLDEST or newer and found none: install one (Temurin $JAVA_OLDEST or newer, for example), or set JAVA_HOME to it." >&2
    return 1
  fi
  printf '%s\n' "$best"
}
