-- The clock is built in.
local core = require "engine.resty.core"
local monotonic_msec = core.monotonic_msec

return {
  version = core.version,

  monotonic_msec = function()
    return monotonic_msec()
  end,

  monotonic_time = function()
    return monotonic_msec() / 1000
  end,
}
