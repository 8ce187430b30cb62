-- ngx.re is built in.
local core = require "engine.resty.core"

return {
  version = core.version,
  is_regex_cache_empty = core.is_regex_cache_empty,
}
