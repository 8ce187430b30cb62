local C, engine = ...

local scratch = engine.scratch

engine.ngx.config = {
  subsystem = "http",
  debug = false,
  nginx_version = C.nginx_version(),
  ngx_lua_version = C.lua_version(),

  prefix = function()
    return scratch(C.prefix())
  end,

  nginx_configure = function()
    return scratch(C.configure_arguments())
  end,
}
