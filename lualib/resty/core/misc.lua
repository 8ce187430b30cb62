-- Members of the ngx table that are computed when they are read or written.
local core = require "engine.resty.core"
local getters, setters = core.getters, core.setters

return {
  _VERSION = core.version,

  register_ngx_magic_key_getter = function(key, get)
    getters[key] = get
  end,

  register_ngx_magic_key_setter = function(key, set)
    setters[key] = set
  end,
}
