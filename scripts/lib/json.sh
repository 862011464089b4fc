# shellcheck shell=bash
# JSON with nothing but POSIX tools. Sourced.

JSON_AWK=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/json.awk

# json_string TEXT: prints TEXT as a JSON string, quotes included.
json_string() {
  # The dot keeps line ends at the end of TEXT; bytes above 127 pass as they are (UTF-8 stays UTF-8).
  printf '%s.' "$1" | LC_ALL=C awk '
    BEGIN { for (i = 1; i < 32; i++) control[i] = sprintf("%c", i) }
    { text = text (NR > 1 ? "\n" : "") $0 }
    END {
      text = substr(text, 1, length(text) - 1)
      gsub(/["\\]/, "\\\\&", text)
      for (i = 1; i < 32; i++)
        if (index(text, control[i])) gsub(control[i], "\\u00" sprintf("%02x", i), text)
      print "\"" text "\""
    }'
}

# json_lines: the JSON document on stdin as lines "path<TAB>value" (see json.awk).
json_lines() { LC_ALL=C awk -f "$JSON_AWK"; }

# json_field PATH: the value at PATH of the JSON document on stdin; nothing where it is not there.
json_field() { json_lines | LC_ALL=C awk -F '\t' -v path="$1" '$1 == path { print substr($0, length(path) + 2) }'; }

# json_texts: the strings of the array "messages" on stdin, one a line.
json_texts() { json_lines | sed -n 's/^messages\.[0-9]*	//p'; }
