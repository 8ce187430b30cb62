return require "engine.ngx.process"
