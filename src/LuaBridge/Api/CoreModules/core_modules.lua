local _, engine = ...

local ngx, searchpath, error = engine.ngx, package.searchpath, error

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

-- What asks for the connection of a request, or chooses one for it, says nothing else where there is none to ask or to choose.
local REQUEST = 0x2827f

local function refuse(names, reason)
  local module = { version = engine.CORE_VERSION }
  for name in names:gmatch("%S+") do
    module[name] = function()
      if engine.state.phase == 0 then
        error("no request found", 2)
      end
      return nil, engine.forbidden_in(REQUEST) or reason
    end
  end
  return module
end

engine.module("ngx.balancer", function()
  return refuse([[
    set_current_peer set_more_tries get_last_failure set_timeouts enable_keepalive recreate_request set_upstream_tls bind_to_local_addr
  ]], "API disabled in the current context")
end)

-- No connection of a client is one of TLS.
engine.module("ngx.ssl", function()
  local ssl = refuse([[
    clear_certs set_der_cert set_der_priv_key set_cert set_priv_key verify_client server_name server_port raw_server_addr raw_client_addr
    get_tls1_version get_tls1_version_str export_keying_material export_keying_material_early get_client_random get_server_random
    get_session_master_key get_req_ssl_pointer get_req_shared_ssl_ciphers
  ]], "bad ssl conn")
  ssl.SSL3_VERSION, ssl.TLS1_VERSION, ssl.TLS1_1_VERSION, ssl.TLS1_2_VERSION, ssl.TLS1_3_VERSION = 0x300, 0x301, 0x302, 0x303, 0x304
  return ssl
end)
