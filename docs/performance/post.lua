-- For wrk: appends a new message of 100 bytes with each request, to Replog or to etcd.
--   wrk … -s post.lua http://localhost:5000/messages -- 3      Replog at w=3
--   wrk … -s post.lua http://localhost:2379/v3/kv/put          etcd, a key that no other request uses
local threads = 0
function setup(thread)
  thread:set("id", threads)
  threads = threads + 1
end

local w, run, sent
function init(arguments)
  w = arguments[1]
  run = os.time() % 1000000
  sent = 0
end

function request()
  sent = sent + 1
  local number = string.format("%06d%02d%012d", run, id, sent) -- 20 digits: valid base64 as they are
  local body
  if w then
    body = string.format('{"message":"%s%s","w":%s}', number, string.rep("x", 80), w)
  else
    body = string.format('{"key":"%s","value":"%seA=="}', number, string.rep("eHh4", 33))
  end
  return wrk.format("POST", nil, { ["Content-Type"] = "application/json" }, body)
end
