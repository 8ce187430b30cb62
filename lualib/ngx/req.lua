return require "engine.ngx.req"
