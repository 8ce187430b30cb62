return require "engine.ngx.pipe"
