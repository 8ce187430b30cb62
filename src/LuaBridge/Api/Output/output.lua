local C, engine = ...

local ngx, state, null = engine.ngx, engine.state, engine.null
local error, select, type, tostring, pairs = error, select, type, tostring, pairs
local concat, floor = table.concat, math.floor
local check_phase, forbidden_in = engine.check_phase, engine.forbidden_in
local wait, call, output_reentrant = engine.wait, engine.call, engine.output_reentrant
local write, add, add_number, write_added = C.write, C.add, C.add_number, C.write_added

-- The phases that may write: server_rewrite, rewrite, access, precontent, content.
local OUTPUT = 0x2800e
-- set, rewrite, server_rewrite, access, precontent, content, header_filter, body_filter, log, balancer.
local REQUEST = 0x2827f

local WAIT, CALL_REENTRANT = 1, 16

-- The names of Api/Output/OutputApi.cs.
local messages = {
  [2] = "nginx output filter error",
  [3] = "seen eof",
  [4] = "header only",
  [5] = "buffering",
  [6] = "nothing to flush",
  [8] = "raw request socket acquired",
  [9] = "timeout",
  [10] = "client aborted",
}

local function finish(code)
  if code >= CALL_REENTRANT then
    code = call(output_reentrant, code - CALL_REENTRANT)
  end
  if code == WAIT then
    wait()
    code = state.wake
  end
  if code == 0 then
    return 1
  end
  if code == 7 then
    error("no request found", 3)
  end
  return nil, messages[code]
end

local append

local function append_table(parts, count, value, name, index)
  local length = 0
  for key in pairs(value) do
    if type(key) ~= "number" or key < 1 or floor(key) ~= key then
      error(("bad argument #%d to '%s' (non-array table found)"):format(index, name), 4)
    end
    if key > length then
      length = key
    end
  end
  for i = 1, length do
    count = append(parts, count, value[i], name, index)
  end
  return count
end

function append(parts, count, value, name, index)
  local kind = type(value)
  if kind == "table" then
    return append_table(parts, count, value, name, index)
  end
  count = count + 1
  if kind == "string" then
    parts[count] = value
  elseif kind == "number" then
    -- Not "-0".
    parts[count] = value == 0 and 0 or value
  elseif kind == "nil" or kind == "boolean" then
    parts[count] = tostring(value)
  elseif value == null then
    parts[count] = "null"
  else
    error(("bad argument #%d to '%s' (string, number, boolean, nil, ngx.null, or array table expected, got %s)"):format(index, name, kind), 4)
  end
  return count
end

local function join(name, ...)
  local parts, count = {}, 0
  for i = 1, select("#", ...) do
    count = append(parts, count, (select(i, ...)), name, i)
  end
  return concat(parts, "", 1, count)
end

-- One string. LuaJIT compiles functions of a fixed number of arguments only, so that this is apart.
local function send(text, newline)
  check_phase(OUTPUT)
  local code = write(text, #text, newline)
  if code == 0 then
    return 1
  end
  return finish(code)
end

-- False for what is neither a string nor a number.
local function add_part(value, at)
  local kind = type(value)
  if kind == "string" then
    add(value, #value, at)
  elseif kind ~= "number" then
    return false
  elseif add_number(value, at) == 0 then
    local text = tostring(value)
    add(text, #text, at)
  end
  return true
end

local MOST_PARTS = 12

-- A few strings and numbers, put together by C#: no table is made for them and no string. NOT_PLAIN when there is anything else, or the phase
-- is none to write in.
local NOT_PLAIN = -1

local function send_parts(newline, count, a, b, c, d, e, f, g, h, i, j, k, l)
  if forbidden_in(OUTPUT) then
    return NOT_PLAIN
  end
  if add_part(a, 0) and (count < 2 or add_part(b, 1)) and (count < 3 or add_part(c, 2)) and (count < 4 or add_part(d, 3))
    and (count < 5 or add_part(e, 4)) and (count < 6 or add_part(f, 5)) and (count < 7 or add_part(g, 6)) and (count < 8 or add_part(h, 7))
    and (count < 9 or add_part(i, 8)) and (count < 10 or add_part(j, 9)) and (count < 11 or add_part(k, 10)) and (count < 12 or add_part(l, 11)) then
    return (write_added(newline))
  end
  return NOT_PLAIN
end

local function writer(name, newline)
  return function(...)
    local count = select("#", ...)
    local text = ...
    if count == 1 and type(text) == "string" then
      return send(text, newline)
    end
    if count > 0 and count <= MOST_PARTS then
      local code = send_parts(newline, count, ...)
      if code == 0 then
        return 1
      elseif code ~= NOT_PLAIN then
        return finish(code)
      end
    end
    check_phase(OUTPUT)
    return send(join(name, ...), newline)
  end
end

ngx.say = writer("say", 1)
ngx.print = writer("print", 0)

function ngx.flush(wait_for_it)
  check_phase(OUTPUT)
  return finish(C.flush(wait_for_it and 1 or 0))
end

function ngx.eof(...)
  if select("#", ...) ~= 0 then
    error("no argument is expected", 2)
  end
  check_phase(OUTPUT)
  return finish(C.eof())
end

function ngx.send_headers()
  check_phase(OUTPUT)
  return finish(C.send_headers())
end

function engine.getters.headers_sent()
  check_phase(REQUEST)
  return C.is_header_sent() ~= 0
end
