-- ngx.header is built in.
local core = require "engine.resty.core"

return {
  version = core.version,
  set_resp_header = core.set_resp_header,
  bypass_if_checks = core.bypass_if_checks,
}
