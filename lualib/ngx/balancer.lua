return require "engine.ngx.balancer"
