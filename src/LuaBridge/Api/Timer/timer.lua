local C, engine = ...

local forbidden_in, bad_argument = engine.forbidden_in, engine.bad_argument
local error, type, select, tonumber, unpack = error, type, select, tonumber, unpack
local getinfo = debug.getinfo
local create = C.create

-- All but init_by_lua* and exit_worker_by_lua*.
local ALLOWED = 0x7dfff

local TOO_MANY = -1

-- Functions by the numbers of their timers: as they are, or with their arguments as { function, count, argument... }.
local jobs = {}
local recurring = {}

local function take(number, keep)
  local job = jobs[number]
  if not keep then
    jobs[number] = nil
    recurring[number] = nil
  end
  return job
end

-- Too many are running: the log names the function that is not run.
local function refuse(number)
  local job = take(number, recurring[number])
  local info = getinfo(type(job) == "function" and job or job[1], "S")
  C.refuse(info.source, #info.source, info.linedefined)
end

local function run(number, premature)
  local job = take(number, recurring[number] and not premature)
  if type(job) == "function" then
    return job(premature)
  end
  return job[1](premature, unpack(job, 3, job[2] + 2))
end

-- Raises at the caller of its caller.
local function add(is_recurring, ...)
  local count = select("#", ...)
  if count < 2 then
    error("expecting at least 2 arguments but got " .. count, 3)
  end
  local delay, f = ...
  local seconds = tonumber(delay)
  if not seconds then
    bad_argument(1, "number expected, got " .. type(delay), 3)
  end
  local ms = seconds * 1000
  if is_recurring and ms < 1 then
    error("delay cannot be zero", 3)
  end
  if type(f) ~= "function" then
    bad_argument(2, "Lua function expected", 3)
  end
  local reason = forbidden_in(ALLOWED)
  if reason then
    error(reason, 3)
  end
  local number = create(ms, is_recurring and 1 or 0)
  if number < 0 then
    return nil, number == TOO_MANY and "too many pending timers" or "process exiting"
  end
  jobs[number] = count == 2 and f or { f, count - 2, select(3, ...) }
  recurring[number] = is_recurring or nil
  return 1
end

engine.ngx.timer = {
  at = function(...)
    local created, err = add(false, ...)
    return created, err
  end,

  every = function(...)
    local created, err = add(true, ...)
    return created, err
  end,

  running_count = function()
    return C.running_count()
  end,

  pending_count = function()
    return C.pending_count()
  end,
}

C.set_references(engine.reference(run), engine.reference(refuse))
