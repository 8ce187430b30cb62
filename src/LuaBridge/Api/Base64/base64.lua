local C, engine = ...

local ngx, text, scratch = engine.ngx, engine.text, engine.scratch
local error, type = error, type
local encode, encode_url, decode, decode_url, decode_mime = C.encode, C.encode_url, C.decode, C.decode_url, C.decode_mime

function ngx.encode_base64(value, no_padding)
  value = text(value)
  if no_padding and no_padding ~= true then
    error("bad no_padding: boolean expected, got " .. type(no_padding), 2)
  end
  return scratch(encode(value, #value, no_padding and 0 or 1))
end

function ngx.decode_base64(value)
  if type(value) ~= "string" then
    error("string argument only", 2)
  end
  local length = decode(value, #value)
  return length >= 0 and scratch(length) or nil
end

function ngx.decode_base64mime(value)
  if type(value) ~= "string" then
    error("string argument only", 2)
  end
  local length = decode_mime(value, #value)
  return length >= 0 and scratch(length) or nil
end

engine.module("ngx.base64", function()
  return {
    version = engine.CORE_VERSION,

    encode_base64url = function(value)
      if type(value) ~= "string" then
        return nil, "must provide a string"
      end
      return scratch(encode_url(value, #value))
    end,

    decode_base64url = function(value)
      if type(value) ~= "string" then
        return nil, "must provide a string"
      end
      local length = decode_url(value, #value)
      if length < 0 then
        return nil, "invalid input"
      end
      return scratch(length)
    end,
  }
end)
