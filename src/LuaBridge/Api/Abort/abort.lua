local C, engine = ...

local create, yield = coroutine.create, coroutine.yield
local type = type
local check_phase, check_yieldable, bad_argument, WAIT = engine.check_phase, engine.check_yieldable, engine.bad_argument, engine.WAIT
local anchor, engaged = engine.anchor, engine.engaged

-- server_rewrite, rewrite, access, precontent, content.
local REQUEST = 0x2800e

-- CheckResult in AbortApi.cs.
local reasons = { "lua_check_client_abort is off", "duplicate call" }

function engine.ngx.on_abort(f)
  check_phase(REQUEST)
  local reason = reasons[C.check()]
  if reason then
    return nil, reason
  end
  if type(f) ~= "function" then
    bad_argument(1, "Lua function expected")
  end
  check_yieldable()
  local co = create(f)
  local id = C.prepare()
  if id < 0 then
    return nil, "too many light threads"
  end
  anchor(id, co)
  engaged[co] = id
  yield(WAIT, co)
  return 1
end
