local C, engine = ...

local ngx, state, text_of, check_phase, wait = engine.ngx, engine.state, engine.ffi.string, engine.check_phase, engine.wait
local error, type, tostring, tonumber, pairs, setmetatable = error, type, tostring, tonumber, pairs, setmetatable
local read_fields, by_any_name, read_args, encode_args = engine.read_fields, engine.by_any_name, engine.read_args, engine.encode_args
local get_headers, get_uri_args = C.get_headers, C.get_uri_args

-- set, rewrite, server_rewrite, access, precontent, content, header_filter, body_filter, log, balancer.
local REQUEST = 0x2827f
-- rewrite, server_rewrite, access, precontent, content.
local READ = 0x2800e
local SET_URI_JUMP = 0x08002

local REPLACE, ADD, REMOVE = 0, 1, 2
local PENDING_SUBREQUESTS = 1000
-- Of Api/Req/Rejection.cs.
local REJECTED = -2 ^ 31

local function scratch(length)
  return length >= 0 and text_of(state.scratch, length) or nil
end

local req = {}
ngx.req = req

function req.get_method()
  check_phase(REQUEST)
  return scratch(C.get_method())
end

function req.set_method(method)
  if type(method) ~= "number" then
    error("bad argument #1 to 'set_method' (number expected, got " .. type(method) .. ")", 2)
  end
  check_phase(REQUEST)
  if C.set_method(method) ~= 0 then
    error("unsupported HTTP method: " .. method, 2)
  end
end

function req.http_version()
  check_phase(REQUEST)
  local version = C.http_version()
  if version == 9 then
    return 0.9
  elseif version == 1000 then
    return 1.0
  elseif version == 1001 then
    return 1.1
  elseif version == 2000 then
    return 2.0
  elseif version == 3000 then
    return 3.0
  end
end

function req.is_internal()
  check_phase(REQUEST)
  return C.is_internal() ~= 0
end

function req.start_time()
  check_phase(REQUEST)
  return C.start_time()
end

function req.get_headers(max, raw)
  check_phase(REQUEST)
  local count = get_headers(max or 100, raw and 0 or 1)
  if count == REJECTED then
    return wait()
  end
  local fields, truncated = read_fields(count, true)
  if not raw then
    setmetatable(fields, by_any_name)
  end
  return fields, truncated
end

function req.raw_header(without_line)
  check_phase(REQUEST)
  return scratch(C.raw_header(without_line and 1 or 0))
end

local function set_header(name, value)
  if name == nil then
    error("bad 'name' argument: string expected, got nil", 2)
  end
  if type(name) ~= "string" then
    name = tostring(name)
  end
  check_phase(REQUEST)
  if value == nil then
    C.set_header(name, #name, nil, 0, REMOVE)
  elseif type(value) == "table" then
    C.set_header(name, #name, nil, 0, REMOVE)
    for i = 1, #value do
      local text = tostring(value[i])
      C.set_header(name, #name, text, #text, ADD)
    end
  else
    value = tostring(value)
    C.set_header(name, #name, value, #value, REPLACE)
  end
end
req.set_header = set_header

-- The module ngx.req: one line more, or as many as there are values.
function engine.add_request_header(name, value)
  if name == nil then
    error("bad 'name' argument: string expected, got nil", 2)
  end
  if value == nil then
    error("bad 'value' argument: string or table expected, got nil", 2)
  end
  name = tostring(name)
  check_phase(REQUEST)
  if type(value) ~= "table" then
    value = tostring(value)
    C.set_header(name, #name, value, #value, ADD)
    return
  end
  if #value == 0 then
    error("bad 'value' argument: non-empty table expected", 2)
  end
  for i = 1, #value do
    local text = tostring(value[i])
    C.set_header(name, #name, text, #text, ADD)
  end
end

function req.clear_header(name)
  return set_header(name, nil)
end

local function escape_byte(char)
  return ("\\x%02X"):format(char:byte())
end

function req.set_uri(uri, jump, binary)
  if type(uri) ~= "string" then
    if type(uri) ~= "number" then
      error("bad argument #1 to 'set_uri' (string expected, got " .. type(uri) .. ")", 2)
    end
    uri = tostring(uri)
  end
  if jump ~= nil and type(jump) ~= "boolean" then
    error("bad argument #2 to 'set_uri' (boolean expected, got " .. type(jump) .. ")", 2)
  end
  if #uri == 0 then
    error("attempt to use zero-length uri", 2)
  end
  check_phase(REQUEST)
  if jump then
    check_phase(SET_URI_JUMP)
  end
  local code = C.set_uri(uri, #uri, jump and 1 or 0, binary and 1 or 0)
  if code == PENDING_SUBREQUESTS then
    error("attempt to abort with pending subrequests", 2)
  elseif code ~= 0 then
    local shown = uri:gsub('[%z\1-\31\127"\\]', escape_byte)
    error(('unsafe byte "0x%02x" in uri "%s" (maybe you want to set the \'binary\' argument?)'):format(code - 1, shown), 2)
  end
  if jump then
    return wait()
  end
end

function req.set_uri_args(args)
  check_phase(REQUEST)
  local kind = type(args)
  if kind == "table" then
    args = encode_args(args)
  elseif kind == "string" or kind == "number" then
    args = tostring(args)
  else
    error("bad argument #1 to 'set_uri_args' (string, number, or table expected, but got " .. kind .. ")", 2)
  end
  C.set_args(args, #args)
end

function req.get_uri_args(max, result)
  check_phase(REQUEST)
  if result then
    for key in pairs(result) do
      result[key] = nil
    end
  end
  local count = get_uri_args(max or 100)
  if count == REJECTED then
    return wait()
  end
  return read_args(count, result)
end

function req.read_body()
  check_phase(READ)
  local code = C.read_body()
  if code == 1 then
    wait()
    code = state.wake
  end
  if code == 2 then
    C.give_up()
    return wait()
  end
end

function req.discard_body()
  check_phase(READ)
  local code = C.discard_body()
  if code == 1 then
    wait()
    code = state.wake
  end
  if code == 2 then
    C.give_up()
    return wait()
  end
end

function req.get_body_data(max)
  check_phase(REQUEST)
  local length = C.get_body()
  if length < 0 then
    return nil
  end
  return text_of(state.scratch, max and max > 0 and max < length and max or length)
end

function req.get_body_file()
  check_phase(REQUEST)
  return scratch(C.get_body_file())
end

function req.set_body_data(data)
  if type(data) ~= "string" then
    if type(data) ~= "number" then
      error("bad argument #1 to 'set_body_data' (string expected, got " .. type(data) .. ")", 2)
    end
    data = tostring(data)
  end
  check_phase(REQUEST)
  if C.set_body(data, #data) ~= 0 then
    error("request body not read yet", 2)
  end
end

function req.get_post_args(max)
  check_phase(REQUEST)
  local body = req.get_body_data()
  if not body then
    if C.get_body_file() >= 0 then
      return nil, "request body in temp file not supported"
    end
    if not engine.body_was_read() then
      error("no request body found; maybe you should turn on lua_need_request_body?", 2)
    end
    return {}
  end
  local count = C.get_post_args(body, #body, max or 100)
  if count == REJECTED then
    return wait()
  end
  return read_args(count)
end
