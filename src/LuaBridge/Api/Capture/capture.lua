local C, engine = ...

local ngx, check_phase, wait = engine.ngx, engine.check_phase, engine.wait
local forbidden_in = engine.forbidden_in
local error, type, tostring, pairs = error, type, tostring, pairs
local getinfo = debug.getinfo
local encode_args, keep_context = engine.encode_args, engine.keep_context
local drop = C.drop
-- What may run Lua code itself: functions of C (Native/capture.c).
local native = engine.capture_functions(engine.capture_add, engine.capture_run, engine.capture_run_one, engine.capture_take)
local capture_add, capture_run, capture_one, capture_take = native.add, native.run, native.run_one, native.take

-- rewrite, server_rewrite, access, precontent, content.
local REQUEST = 0x2800e

local SHARED, COPIED, OWN = 0, 1, 2
local UNSAFE_URI, TOO_DEEP, UNKNOWN_METHOD, NOT_YIELDABLE, WRONG_PHASE, NO_URI = 1, 2, 3, 4, 5, 6
local GET, POST, PUT = 2, 8, 16

-- What is wrong is in the error log.
local REFUSED = "failed to adjust the subrequest: -1"

-- Raises at the caller of the API function, however many functions of this file are between.
local function fail(message)
  drop()
  local level = 2
  while getinfo(level, "S").source:sub(1, 4) == "=[C " do
    level = level + 1
  end
  error(message, level)
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
    if C.set_var(name, #name, value, #value) ~= 0 then
      fail(REFUSED)
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

local function check_options(options)
  if type(options) ~= "table" then
    fail("expecting table as the 2nd argument for subrequest options, but got " .. type(options))
  end
end

-- Arguments, method, variables and ngx.ctx of a subrequest, as the functions of C take them.
local function settings_of(options)
  local args = options.args or ""
  if type(args) == "table" then
    args = encode_args(args)
  elseif type(args) == "number" then
    args = tostring(args)
  elseif type(args) ~= "string" then
    fail("Bad args option value")
  end
  local method = options.method or GET
  if type(method) ~= "number" then
    fail("Bad http request method")
  end
  local context = options.ctx
  if context == nil then
    return args, method, variables_of(options), 0
  end
  if type(context) ~= "table" then
    fail("Bad ctx option value type " .. type(context) .. ", expected a Lua table")
  end
  return args, method, variables_of(options), keep_context(context)
end

local function refuse(code, uri, options)
  if code == WRONG_PHASE then
    fail(forbidden_in(REQUEST))
  elseif code == NO_URI then
    fail("bad argument #1 to 'capture' (string expected, got " .. type(uri) .. ")")
  elseif code == UNSAFE_URI then
    fail("unsafe uri in argument #1: " .. uri)
  elseif code == TOO_DEEP then
    fail("failed to issue subrequest: -1")
  elseif code == UNKNOWN_METHOD then
    fail(REFUSED)
  elseif code == NOT_YIELDABLE then
    drop()
    error("attempt to yield across C-call boundary", 0)
  end
end

local function forwards_body(options)
  return options.always_forward_body or options.method == POST or options.method == PUT
end

local function has_details(options)
  return options.body ~= nil or options.vars ~= nil or options.headers ~= nil or forwards_body(options)
end

local function add_details(options)
  if options.vars ~= nil then
    add_variables(options.vars)
  end
  if options.headers ~= nil then
    add_headers(options.headers)
  end
  if options.body ~= nil then
    add_body(options.body)
  elseif forwards_body(options) then
    C.forward_body()
  end
end

local function add(uri, options)
  local code
  if options then
    check_options(options)
    code = capture_add(uri, settings_of(options))
  else
    code = capture_add(uri)
  end
  if code ~= 0 then
    refuse(code, uri, options)
  elseif options then
    add_details(options)
  end
end

-- Responses that are complete, or else those that have to be waited for. None behind that: a wait that has no end, because the request has.
local responses

function responses(first, ...)
  if first == nil then
    wait()
    return responses(capture_take())
  end
  return first, ...
end

ngx.location = {
  capture = function(uri, options)
    local response, code
    if not options then
      response, code = capture_one(uri)
    else
      check_options(options)
      if has_details(options) then
        check_phase(REQUEST)
        drop()
        add(uri, options)
        return responses(capture_run())
      end
      response, code = capture_one(uri, settings_of(options))
    end
    if response then
      return response
    elseif code then
      refuse(code, uri, options)
    end
    return (responses())
  end,

  capture_multi = function(list)
    if type(list) ~= "table" then
      error("bad argument #1 to 'capture_multi' (table expected, got " .. type(list) .. ")", 2)
    end
    check_phase(REQUEST)
    drop()
    local count = #list
    if count == 0 then
      fail("at least one subrequest should be specified")
    end
    for i = 1, count do
      local one = list[i]
      add(one[1], one[2])
    end
    return responses(capture_run())
  end,
}
