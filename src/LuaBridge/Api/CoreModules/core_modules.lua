local _, engine = ...

local ngx, searchpath = engine.ngx, package.searchpath

-- OpenResty loads resty.core before any other code, and code that looks finds it loaded. So it is here, unless the user's own path has another,
-- such as lua-resty-core itself: that is loaded when it is required.
local found = searchpath("resty.core", package.path)
if not found or found == (engine.own_path and searchpath("resty.core", engine.own_path)) then
  package.loaded["resty.core"] = { version = engine.CORE_VERSION }
end

engine.module("ngx.req", function()
  return { version = engine.CORE_VERSION, add_header = engine.add_request_header }
end)

engine.module("ngx.resp", function()
  return {
    version = engine.CORE_VERSION,
    add_header = engine.add_response_header,
    set_status = engine.set_status_and_reason,
    bypass_if_checks = engine.bypass_if_checks,
  }
end)

-- For lualib/resty/core/*.lua only.
engine.module("resty.core", function()
  return {
    version = engine.CORE_VERSION,
    request = function()
      return engine.state.phase ~= 0 and engine.request or nil
    end,
    getters = engine.getters,
    setters = engine.setters,
    get_ctx_table = engine.getters.ctx,
    monotonic_msec = engine.monotonic_ms,
    is_regex_cache_empty = engine.is_regex_cache_empty,

    set_req_header = function(name, value, override)
      local set = override and ngx.req.set_header or engine.add_request_header
      return set(name, value)
    end,

    set_resp_header = function(_, name, value, no_override)
      if no_override then
        return engine.add_response_header(name, value)
      end
      ngx.header[name] = value
    end,

    bypass_if_checks = engine.bypass_if_checks,
  }
end)
