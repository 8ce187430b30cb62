-- ngx.req is built in.
local core = require "engine.resty.core"

return {
  version = core.version,
  set_req_header = core.set_req_header,
}
