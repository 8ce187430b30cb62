local C, engine = ...

local ngx, state, ffi, check_phase, wait = engine.ngx, engine.state, engine.ffi, engine.check_phase, engine.wait
local error, type, tostring, pairs, unpack = error, type, tostring, pairs, unpack
local text_of, encode_args = ffi.string, engine.encode_args
local fields_of = engine.fields_of
local drop, start, run, finish = C.drop, C.add, C.run, C.finish
local status_of, body_of, headers_of, is_truncated = C.status, C.body, C.headers, C.is_truncated

-- rewrite, server_rewrite, access, precontent, content.
local REQUEST = 0x2800e

local SHARED, COPIED, OWN = 0, 1, 2
local UNSAFE_URI, TOO_DEEP, UNKNOWN_METHOD = 1, 2, 3
local GET, POST, PUT = 2, 8, 16

local function fail(message)
  drop()
  error(message, 4)
end

local function add_variables(variables)
  if type(variables) ~= "table" then
    fail("Bad vars option value")
  end
  for name, value in pairs(variables) do
    if type(name) ~= "string" then
      fail('attempt to use a non-string key in the "vars" option table')
    end
    local kind = type(value)
    if kind ~= "string" and kind ~= "number" then
      fail("attempt to use bad variable value type " .. kind)
    end
    value = tostring(value)
    local code = C.set_var(name, #name, value, #value)
    if code == 1 then
      fail('variable "' .. name .. '" cannot be assigned a value (maybe you forgot to define it first?) ')
    elseif code == 2 then
      fail('variable "' .. name .. '" not changeable')
    end
  end
end

local REPLACE, ADD, REMOVE = 0, 1, 2

local function add_header(name, value, mode)
  local kind = type(value)
  if kind ~= "string" and kind ~= "number" and kind ~= "boolean" then
    fail('bad value type in the "headers" option: ' .. kind)
  end
  value = tostring(value)
  C.add_header(name, #name, value, #value, mode)
end

local function add_headers(headers)
  if type(headers) ~= "table" then
    fail("Bad headers option value")
  end
  for name, value in pairs(headers) do
    name = tostring(name)
    if type(value) == "table" then
      C.add_header(name, #name, nil, 0, REMOVE)
      for i = 1, #value do
        add_header(name, value[i], ADD)
      end
    else
      add_header(name, value, REPLACE)
    end
  end
end

local function add_body(body)
  local kind = type(body)
  if kind == "number" then
    body = tostring(body)
  elseif kind ~= "string" then
    fail("Bad http request body")
  end
  C.set_body(body, #body)
end

local function variables_of(options)
  if options.share_all_vars then
    return SHARED
  end
  return options.copy_all_vars and COPIED or OWN
end

local function add(uri, options)
  if type(uri) ~= "string" then
    fail("bad argument #1 to 'capture' (string expected, got " .. type(uri) .. ")")
  end
  options = options or {}
  if type(options) ~= "table" then
    fail("expecting table as the 2nd argument for subrequest options, but got " .. type(options))
  end
  local args = options.args or ""
  if type(args) == "table" then
    args = encode_args(args)
  elseif type(args) ~= "string" and type(args) ~= "number" then
    fail("Bad args option value")
  end
  args = tostring(args)
  local method = options.method or GET
  if type(method) ~= "number" then
    fail("Bad http request method")
  end
  local context = 0
  if options.ctx ~= nil then
    if type(options.ctx) ~= "table" then
      fail("Bad ctx option value type " .. type(options.ctx) .. ", expected a Lua table")
    end
    context = engine.keep_context(options.ctx)
  end
  local code = start(uri, #uri, args, #args, method, variables_of(options), context)
  if code == UNSAFE_URI then
    fail("unsafe uri in argument #1: " .. uri)
  elseif code == TOO_DEEP then
    fail("failed to issue subrequest: -1")
  elseif code == UNKNOWN_METHOD then
    fail("unsupported HTTP method: " .. method)
  end
  if options.vars ~= nil then
    add_variables(options.vars)
  end
  if options.headers ~= nil then
    add_headers(options.headers)
  end
  if options.body ~= nil then
    add_body(options.body)
  elseif options.always_forward_body or method == POST or method == PUT then
    C.forward_body()
  end
end

local function results(count)
  local responses = {}
  for i = 1, count do
    local response = { status = status_of(i - 1) }
    local length = body_of(i - 1)
    response.body = text_of(state.scratch, length)
    response.header = fields_of(headers_of(i - 1), true)
    response.truncated = is_truncated(i - 1) ~= 0
    responses[i] = response
  end
  finish()
  return responses
end

local function capture_multi(list)
  check_phase(REQUEST)
  drop()
  local count = #list
  if count == 0 then
    error("at least one subrequest should be specified", 3)
  end
  for i = 1, count do
    add(list[i][1], list[i][2])
  end
  run()
  wait()
  return results(count)
end
ngx.location = {
  capture = function(uri, options)
    return (capture_multi { { uri, options } })[1]
  end,

  capture_multi = function(list)
    if type(list) ~= "table" then
      error("bad argument #1 to 'capture_multi' (table expected, got " .. type(list) .. ")", 2)
    end
    return unpack(capture_multi(list))
  end,
}
