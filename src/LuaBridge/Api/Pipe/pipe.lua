local C, engine = ...

local ffi, state, wait_for_engine, forbidden_in = engine.ffi, engine.state, engine.wait, engine.forbidden_in
local check_yieldable = engine.check_yieldable
local error, type, tonumber, tostring, ipairs, setmetatable = error, type, tonumber, tostring, ipairs, setmetatable
local concat, floor, find = table.concat, math.floor, string.find
local text_of = ffi.string
local YIELDABLE = engine.YIELDABLE

local OK, WAITING, CLOSED, FAILED = 0, 1, 2, 11 -- PipeStatus
local words = {
  "", "closed", "timeout", "aborted", "pipe busy reading", "pipe busy writing", "pipe busy waiting",
  "merged to stdout", "exited", "invalid signal", "failed",
}
local ALL, BYTES, LINE, ANY = 0, 1, 2, 3 -- PipeGoal
local streams = { stdin = 0, stdout = 1, stderr = 2 } -- PipeStream
local STDOUT, STDERR = 1, 2

local DEFAULT_TIMEOUT, MAX_TIMEOUT = 10000, 0xffffffff
local DEFAULT_BUFFER = 4096
local SIGNAL = 0x7f

local handle_type = ffi.typeof "struct { int32_t number; }"
local length_type = ffi.typeof "int32_t[1]"
local strings_type = ffi.typeof "const char *[?]"

local function on_collected(handle)
  C.destroy(handle.number)
end

-- What a wait for the end of a program came to.
local function ended(number, status)
  if status ~= OK then
    return nil, words[status]
  end
  local ending = C.exit_status(number)
  local signal = ending % 0x80
  if signal ~= 0 then
    return false, "signal", signal
  end
  local code = floor(ending / 0x100) % 0x100
  return code == 0, "exit", code
end

-- The same for a wait that began by an exported function.
function engine.process_result(number)
  return ended(number, state.wake)
end

engine.module("ngx.pipe", function()
  local pipe = { version = engine.CORE_VERSION }
  local proc = {}
  local metatable = { __index = proc }

  -- Raises at the caller of its caller where the handler can't wait.
  local function check_wait()
    local reason = forbidden_in(YIELDABLE)
    if reason then
      error(reason, 3)
    end
    check_yieldable()
  end

  -- Raises at the caller of the function that calls set_timeouts.
  local function check_timeout(value, name)
    if value and (value < 0 or value > MAX_TIMEOUT) then
      error("bad " .. name .. " option", 4)
    end
    return value
  end

  local function set_timeouts(self, write, stdout, stderr, wait)
    self.write_timeout = check_timeout(write, "write_timeout") or self.write_timeout
    self.stdout_read_timeout = check_timeout(stdout, "stdout_read_timeout") or self.stdout_read_timeout
    self.stderr_read_timeout = check_timeout(stderr, "stderr_read_timeout") or self.stderr_read_timeout
    self.wait_timeout = check_timeout(wait, "wait_timeout") or self.wait_timeout
  end

  function proc:set_timeouts(write, stdout, stderr, wait)
    set_timeouts(self, write, stdout, stderr, wait)
  end

  function proc:pid()
    return C.pid(self.handle.number)
  end

  local function read(self, stream, goal, length)
    local number = self.handle.number
    local status = C.read(number, stream, goal, length, stream == STDOUT and self.stdout_read_timeout or self.stderr_read_timeout)
    if status == WAITING then
      wait_for_engine()
      status = state.wake
      C.take_partial(number, stream, status)
    end
    local size = length_type()
    if status == OK then
      return text_of(C.taken(number, stream, size), size[0])
    end
    if status > CLOSED + 1 or goal == ANY then
      return nil, words[status]
    end
    local bytes = C.taken(number, stream, size)
    return nil, words[status], text_of(bytes, size[0])
  end

  local function add_readers(name, stream)
    proc[name .. "_read_all"] = function(self)
      check_wait()
      return read(self, stream, ALL, 0)
    end

    proc[name .. "_read_line"] = function(self)
      check_wait()
      return read(self, stream, LINE, 0)
    end

    proc[name .. "_read_bytes"] = function(self, length)
      check_wait()
      if type(length) ~= "number" or length < 0 then
        error("bad len argument", 2)
      end
      if length == 0 then
        return ""
      end
      return read(self, stream, BYTES, floor(length))
    end

    proc[name .. "_read_any"] = function(self, max)
      check_wait()
      if type(max) ~= "number" or max < 1 then
        error("bad max argument", 2)
      end
      return read(self, stream, ANY, floor(max))
    end
  end

  add_readers("stdout", STDOUT)
  add_readers("stderr", STDERR)

  function proc:write(data)
    check_wait()
    local kind = type(data)
    if kind == "table" then
      data = concat(data, "")
    elseif kind == "number" then
      data = tostring(data)
    elseif kind ~= "string" then
      error("bad data arg: string, number, or table expected, got " .. kind, 2)
    end
    local number = self.handle.number
    local status = C.write(number, data, #data, self.write_timeout)
    if status == WAITING then
      wait_for_engine()
      status = state.wake
    end
    if status == OK then
      return #data
    end
    if status == CLOSED or status == FAILED then
      C.report_write(number)
    end
    return nil, words[status]
  end

  function proc:shutdown(direction)
    local stream = streams[direction]
    if not stream then
      error("bad shutdown arg: " .. tostring(direction), 2)
    end
    local status = C.shutdown(self.handle.number, stream)
    if status ~= OK then
      return nil, words[status]
    end
    return true
  end

  function proc:wait()
    check_wait()
    local number = self.handle.number
    local status = C.wait(number, self.wait_timeout)
    if status == WAITING then
      wait_for_engine()
      status = state.wake
    end
    return ended(number, status)
  end

  function proc:kill(signal)
    if type(signal) ~= "number" then
      error("bad signal arg: number expected, got " .. tostring(signal), 2)
    end
    local status = C.kill(self.handle.number, signal)
    if status ~= OK then
      return nil, words[status]
    end
    return true
  end

  -- The arguments of the program; errors are raised at the caller of spawn.
  local function arguments_of(args)
    if type(args) == "string" then
      return { "/bin/sh", "-c", args }
    end
    if type(args) ~= "table" then
      error("bad args arg: table expected, got " .. type(args), 3)
    end
    local texts = {}
    for i, argument in ipairs(args) do
      texts[i] = tostring(argument)
    end
    if #texts == 0 then
      error("bad args arg: non-empty table expected", 3)
    end
    return texts
  end

  local function environment_of(environ)
    if environ == nil then
      return nil
    end
    if type(environ) ~= "table" then
      error("bad environ option: table expected, got " .. type(environ), 3)
    end
    local texts = {}
    for i, entry in ipairs(environ) do
      if type(entry) ~= "string" then
        error("bad value at index " .. i .. " of environ option: string expected, got " .. type(entry), 3)
      end
      if not find(entry, "=", 2, true) then
        error("bad value at index " .. i .. " of environ option: 'name=[value]' format expected, got '" .. entry .. "'", 3)
      end
      texts[i] = entry
    end
    return texts
  end

  local function buffer_size_of(value)
    if value == nil then
      return DEFAULT_BUFFER
    end
    local size = type(value) ~= "boolean" and tonumber(value)
    if not size or size < 1 then
      error("bad buffer_size option", 3)
    end
    return floor(size)
  end

  -- Null ends an array of strings. The table keeps the strings alive.
  local function strings(texts)
    if not texts then
      return nil
    end
    local array = strings_type(#texts + 1)
    for i = 1, #texts do
      array[i - 1] = texts[i]
    end
    array[#texts] = nil
    return array
  end

  function pipe.spawn(args, opts)
    if state.phase == 0 then
      error("API disabled in the current context", 2)
    end
    opts = opts or {}
    local arguments, environment = arguments_of(args), environment_of(opts.environ)
    local buffer_size = buffer_size_of(opts.buffer_size)
    local self = {
      write_timeout = DEFAULT_TIMEOUT,
      stdout_read_timeout = DEFAULT_TIMEOUT,
      stderr_read_timeout = DEFAULT_TIMEOUT,
      wait_timeout = DEFAULT_TIMEOUT,
    }
    set_timeouts(self, opts.write_timeout, opts.stdout_read_timeout, opts.stderr_read_timeout, opts.wait_timeout)
    local number = C.spawn(arguments[1], strings(arguments), strings(environment), opts.merge_stderr and 1 or 0, buffer_size)
    if number < 0 then
      return nil, engine.scratch(C.error_text(-number))
    end
    self.handle = ffi.gc(handle_type(number), on_collected)
    return setmetatable(self, metatable)
  end

  return pipe
end)
