local C, engine = ...

local error, select, setmetatable = error, select, setmetatable
local check_phase, streams = engine.check_phase, engine.stream_methods

-- server_rewrite, rewrite, access, precontent, content.
local REQUEST = 0x2800e

local body_methods = {}
for _, name in ipairs { "receive", "receiveany", "receiveuntil", "settimeout", "settimeouts", "getfd" } do
  body_methods[name] = streams[name]
end

local raw_methods = { send = streams.send }
for name, method in pairs(body_methods) do
  raw_methods[name] = method
end

-- Where lua-resty-core finds the methods, to put some of its own in their place.
local registry = debug.getregistry()
registry.__tcp_req_cosocket_mt, registry.__tcp_raw_req_cosocket_mt = body_methods, raw_methods

body_methods.__index, raw_methods.__index = body_methods, raw_methods

-- OpenResult in ReqSocketApi.cs. The first is raised.
local IN_SUBREQUEST = 1
local reasons = {
  "attempt to read the request body in a subrequest",
  "chunked request bodies not supported yet",
  "no body",
  "request body already exists",
  "duplicate call",
  "http 1.0 buffering",
  "pending request body reading in some other thread",
  "not supported by this version of the protocol",
}

function engine.ngx.req.socket(...)
  local count = select("#", ...)
  if count > 1 then
    error("expecting zero arguments, but got " .. count, 2)
  end
  check_phase(REQUEST)
  local is_raw = ...
  local stream, id = engine.new_stream()
  local result
  if is_raw then
    result = C.open_raw(id)
  else
    result = C.open_body(id)
  end
  if result == 0 then
    return setmetatable(stream, is_raw and raw_methods or body_methods)
  end
  if result == IN_SUBREQUEST then
    error(reasons[result], 2)
  end
  return nil, reasons[result]
end
