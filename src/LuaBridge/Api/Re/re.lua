local C, engine = ...

local ffi, state = engine.ffi, engine.state
local cast, text_of = ffi.cast, ffi.string
local byte, sub = string.byte, string.sub
local error, type, tostring, setmetatable = error, type, tostring, setmetatable
local concat, new_table = table.concat, require "table.new"
local compile, match, replace_all, next_position = C.compile, C.match, C.replace, C.next
local bor, band = bit.bor, bit.band

local int_type = ffi.typeof "const int32_t *"
local handle_type = ffi.typeof "struct { int32_t id; }"
local replaced = ffi.new "struct { const char *start; int32_t length; }" -- ReplacedText
local BAD_REPLACEMENT = -2147483648

-- RegexFlags. "o" and "j" are no flags of the pattern: machine code is made of each.
local letters = { a = 64, d = 2048, D = 256, i = 1, J = 512, m = 2, s = 4, u = 16, U = 32, x = 8, j = 0, o = 0 }
local UTF, DUPLICATE_NAMES = 16 + 32, 256

local re = {}
engine.ngx.re = re

local parsed_options = {}

-- { flags, whether "o" is there }
local function parse(options)
  local flags, once = 0, false
  for i = 1, #options do
    local letter = sub(options, i, i)
    local flag = letters[letter]
    if not flag then
      error('unknown flag "' .. letter .. '" (flags "' .. options .. '")', 4)
    end
    flags = bor(flags, flag)
    once = once or letter == "o"
  end
  local parsed = { flags = flags, once = once }
  parsed_options[options] = parsed
  return parsed
end

local function read_names(id, count)
  C.names(id)
  local names, at = {}, state.scratch
  for i = 1, count do
    local numbers = cast(int_type, at)
    names[i] = { group = numbers[0], name = text_of(at + 8, numbers[1]) }
    at = at + 8 + numbers[1]
  end
  return names
end

local function release(handle)
  C.release(handle.id)
end

-- A compiled pattern; or nil and what is wrong with it. Without "keep" its number is good until another is compiled without.
local function make(pattern, flags, keep)
  local id = compile(pattern, #pattern, flags, keep and 1 or 0)
  if id < 0 then
    return nil, text_of(state.scratch, -id)
  end
  local numbers = cast(int_type, state.scratch)
  local groups, count = numbers[0], numbers[1]
  local compiled = {
    id = id,
    groups = band(flags, letters.d) == 0 and groups or 0,
    utf = band(flags, UTF) ~= 0 and 1 or 0,
    duplicates = band(flags, DUPLICATE_NAMES) ~= 0,
    pattern = pattern,
    flags = flags,
    passing = not keep,
    handle = keep and ffi.gc(handle_type(id), release) or nil,
  }
  compiled.names = count > 0 and compiled.groups > 0 and read_names(id, count) or nil
  return compiled
end

-- Patterns of the option "o", by options and pattern. When half of what lua_regex_cache_max_entries allows is there, those not used since the
-- last time this happened are forgotten.
local half = math.floor(C.cache_size() / 2)
local recent, older, count = {}, {}, 0

local function keep(options, pattern, compiled)
  if count >= half then
    older, recent, count = recent, {}, 0
  end
  local of_options = recent[options]
  if not of_options then
    of_options = {}
    recent[options] = of_options
  end
  of_options[pattern] = compiled
  count = count + 1
end

local function find_compiled(pattern, options)
  local of_options = recent[options]
  local compiled = of_options and of_options[pattern]
  if compiled then
    return compiled
  end
  of_options = older[options]
  compiled = of_options and of_options[pattern]
  if compiled then
    keep(options, pattern, compiled)
  end
  return compiled
end

local function compiled_of(pattern, options)
  if type(pattern) ~= "string" then
    if type(pattern) ~= "number" then
      error("bad argument #2 to '?' (string expected, got " .. type(pattern) .. ")", 3)
    end
    pattern = tostring(pattern)
  end
  if options == nil then
    options = ""
  elseif type(options) ~= "string" then
    error("bad regex options argument: string expected, got " .. type(options), 3)
  end
  local parsed = parsed_options[options] or parse(options)
  if not parsed.once or half == 0 then
    return make(pattern, parsed.flags, false)
  end
  local compiled = find_compiled(pattern, options)
  if compiled then
    return compiled
  end
  local err
  compiled, err = make(pattern, parsed.flags, true)
  if compiled then
    keep(options, pattern, compiled)
  end
  return compiled, err
end

-- A group of the last match; false when it is not set.
local function group_of(subject, offsets, group)
  local from = offsets[2 * group]
  return from >= 0 and sub(subject, from + 1, offsets[2 * group + 1])
end

local function collect_names(compiled, captures)
  local names = compiled.names
  for i = 1, #names do
    local name, value = names[i].name, captures[names[i].group]
    if not compiled.duplicates then
      captures[name] = value
    elseif value then
      local values = captures[name]
      if type(values) ~= "table" then
        values = {}
        captures[name] = values
      end
      values[#values + 1] = value
    end
  end
end

local function collect(compiled, subject, captures)
  captures = captures or new_table(compiled.groups, 0)
  local offsets = cast(int_type, state.scratch)
  for group = 0, compiled.groups do
    captures[group] = group_of(subject, offsets, group)
  end
  if compiled.names then
    if compiled.duplicates then
      for i = 1, #compiled.names do
        captures[compiled.names[i].name] = nil
      end
    end
    collect_names(compiled, captures)
  end
  return captures
end

local function failure(status)
  return "pcre_exec() failed: " .. status
end

local function position_of(context)
  local position = context and context.pos
  return position and position > 0 and position - 1 or 0
end

function re.match(subject, pattern, options, context, captures)
  if type(subject) ~= "string" then
    subject = tostring(subject)
  end
  local compiled, err = compiled_of(pattern, options)
  if not compiled then
    return nil, err
  end
  local status = match(compiled.id, subject, #subject, position_of(context))
  if status == 0 then
    return nil
  end
  if status < 0 then
    return nil, failure(status)
  end
  if context then
    context.pos = cast(int_type, state.scratch)[1] + 1
  end
  return collect(compiled, subject, captures)
end

function re.find(subject, pattern, options, context, nth)
  if type(subject) ~= "string" then
    subject = tostring(subject)
  end
  local compiled, err = compiled_of(pattern, options)
  if not compiled then
    return nil, nil, err
  end
  local status = match(compiled.id, subject, #subject, position_of(context))
  if status == 0 then
    return nil
  end
  if status < 0 then
    return nil, nil, failure(status)
  end
  local offsets = cast(int_type, state.scratch)
  if context then
    context.pos = offsets[1] + 1
  end
  if not nth or nth < 0 then
    nth = 0
  elseif nth > compiled.groups then
    return nil, nil, "nth out of bound"
  end
  local from = offsets[2 * nth]
  if from < 0 then
    return nil, nil
  end
  return from + 1, offsets[2 * nth + 1]
end

-- The number of a pattern that may have lost it: other code ran since.
local function id_again(compiled)
  if compiled.passing then
    return compile(compiled.pattern, #compiled.pattern, compiled.flags, 0)
  end
  return compiled.id
end

-- Where to go on behind the last match; nil behind the subject's end.
local function position_behind(compiled, subject, from, to)
  if from ~= to then
    return to
  end
  to = next_position(subject, #subject, to, compiled.utf)
  return to <= #subject and to or nil
end

local function iterate(self)
  local position, subject, compiled = self.position, self.subject, self.compiled
  if not position then
    return nil
  end
  local status = match(id_again(compiled), subject, #subject, position)
  if status <= 0 then
    self.position = nil
    if status == 0 then
      return nil
    end
    return nil, failure(status)
  end
  local offsets = cast(int_type, state.scratch)
  self.position = position_behind(compiled, subject, offsets[0], offsets[1])
  return collect(compiled, subject)
end

local iterator = { __call = iterate }

function re.gmatch(subject, pattern, options)
  local compiled, err = compiled_of(pattern, options)
  if not compiled then
    return nil, err
  end
  return setmetatable({ compiled = compiled, subject = tostring(subject), position = 0 }, iterator)
end

local function substitute_by(subject, compiled, make_piece, global)
  local pieces, count, number, copied, position = {}, 0, 0, 0, 0
  repeat
    local status = match(id_again(compiled), subject, #subject, position)
    if status < 0 then
      return nil, nil, failure(status)
    end
    if status == 0 then
      break
    end
    local offsets = cast(int_type, state.scratch)
    local from, to = offsets[0], offsets[1]
    pieces[count + 1] = sub(subject, copied + 1, from)
    pieces[count + 2] = tostring(make_piece(collect(compiled, subject)))
    count, number, copied = count + 2, number + 1, to
    position = position_behind(compiled, subject, from, to)
  until not global or not position
  if number == 0 then
    return subject, 0
  end
  pieces[count + 1] = sub(subject, copied + 1)
  return concat(pieces), number
end

local function substitute(subject, compiled, replacement, global)
  if type(subject) ~= "string" then
    subject = tostring(subject)
  end
  if type(replacement) == "function" then
    return substitute_by(subject, compiled, replacement, global)
  end
  if type(replacement) ~= "string" then
    replacement = tostring(replacement)
  end
  local number = replace_all(compiled.id, subject, #subject, replacement, #replacement, global and 1 or 0, compiled.utf, replaced)
  if number == BAD_REPLACEMENT then
    return nil, nil, "failed to compile the replacement template"
  end
  if number < 0 then
    return nil, nil, failure(number)
  end
  if number == 0 then
    return subject, 0
  end
  return text_of(replaced.start, replaced.length), number
end

function re.sub(subject, pattern, replacement, options)
  local compiled, err = compiled_of(pattern, options)
  if not compiled then
    return nil, nil, err
  end
  return substitute(subject, compiled, replacement, false)
end

function re.gsub(subject, pattern, replacement, options)
  local compiled, err = compiled_of(pattern, options)
  if not compiled then
    return nil, nil, err
  end
  return substitute(subject, compiled, replacement, true)
end

-- The parts between matches, each but the last followed by the match's first group if the pattern has one that is set.
local function split(subject, compiled, start, max, parts)
  local number, pieces, from, position = 0, 1, start, start
  while position <= #subject and (max <= 0 or pieces < max) do
    local status = match(compiled.id, subject, #subject, position)
    if status < 0 then
      return nil, failure(status)
    end
    if status == 0 then
      break
    end
    local offsets = cast(int_type, state.scratch)
    local first, last = offsets[0], offsets[1]
    -- An empty match divides two characters, and so not at the start or the end.
    if last > first or (first > from and first < #subject) then
      parts[number + 1] = sub(subject, from + 1, first)
      number, pieces = number + 1, pieces + 1
      local group = compiled.groups > 0 and group_of(subject, offsets, 1)
      if group then
        parts[number + 1] = group
        number = number + 1
      end
      from = last
    end
    position = last > first and last or next_position(subject, #subject, last, compiled.utf)
  end
  return number, from
end

function engine.is_regex_cache_empty()
  return next(recent) == nil
end

engine.module("ngx.re", function()
  local module = { version = engine.CORE_VERSION }

  function module.split(subject, pattern, options, context, max, parts)
    subject = tostring(subject)
    if parts ~= nil and type(parts) ~= "table" then
      error("res is not a table", 2)
    end
    parts, max = parts or {}, max or 0
    local start = context and context.pos or 1
    if start > #subject then
      parts[1] = nil
      return parts
    end
    local compiled, err = compiled_of(pattern, options)
    if not compiled then
      return nil, err
    end
    local number, from = split(subject, compiled, start > 1 and start - 1 or 0, max, parts)
    if not number then
      return nil, from
    end
    if context then
      context.pos = from + 1
    end
    if from < #subject or max > 0 then
      number = number + 1
      parts[number] = sub(subject, from + 1)
    else
      while number > 0 and parts[number] == "" do
        parts[number] = nil
        number = number - 1
      end
    end
    parts[number + 1] = nil
    return parts
  end

  function module.opt(option, value)
    if option ~= "jit_stack_size" then
      error("unrecognized option name", 2)
    end
    if next(recent) then
      error("changing jit stack size is not allowed when some regexs have already been compiled and cached", 2)
    end
    if C.set_jit_stack(value) == 0 then
      error("jit stack size out of range", 2)
    end
  end

  return module
end)
