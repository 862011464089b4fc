# Flattens one JSON document into lines "path<TAB>value":
#   {"id":"master","secondaries":[{"lag":0}]}  ->  id<TAB>master
#                                                  secondaries.0.lag<TAB>0
# Empty objects and arrays print nothing. In strings \" \\ and \/ are decoded and other escapes left as they
# are, so that a value stays on its line. Ends with status 2 where the input is not JSON.
{ text = text (NR > 1 ? "\n" : "") $0 }

END {
  size = length(text)
  at = 1
  value("")
  blank()
  if (at <= size) bad()
}

function bad() { broken = 1; exit 2 }

function blank() {
  while (at <= size && index(" \t\r\n", substr(text, at, 1))) at++
}

function value(path,    first) {
  if (broken) return
  blank()
  first = substr(text, at, 1)
  if (first == "{") members(path, "}")
  else if (first == "[") members(path, "]")
  else if (first == "\"") print path "\t" string()
  else print path "\t" literal()
}

function members(path, closing,    count, name) {
  at++
  blank()
  if (substr(text, at, 1) == closing) { at++; return }
  for (count = 0; ; count++) {
    blank()
    name = count
    if (closing == "}") {
      if (substr(text, at, 1) != "\"") bad()
      name = string()
      blank()
      if (substr(text, at++, 1) != ":") bad()
    }
    value(path == "" ? name : path "." name)
    blank()
    if (substr(text, at, 1) == closing) { at++; return }
    if (substr(text, at++, 1) != ",") bad()
  }
}

function string(    decoded, start, char, next_char) {
  start = ++at
  while (1) {
    if (at > size) bad()
    char = substr(text, at, 1)
    if (char == "\"") return decoded substr(text, start, at++ - start)
    if (char == "\\") {
      next_char = substr(text, at + 1, 1)
      if (index("\"\\/", next_char)) {
        decoded = decoded substr(text, start, at - start) next_char
        start = at + 2
      }
      at++
    }
    at++
  }
}

function literal(    start) {
  start = at
  while (at <= size && !index(",]} \t\r\n", substr(text, at, 1))) at++
  if (!match(substr(text, start, at - start), /^(true|false|null|-?[0-9][0-9.eE+-]*)$/)) bad()
  return substr(text, start, at - start)
}
