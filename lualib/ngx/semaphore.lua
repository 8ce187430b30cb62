return require "engine.ngx.semaphore"
