set_encrypt_session, set_decrypt_session: values that a client keeps.

=== there and back, and a changed session
--- config
    encrypted_session_key "0123456789abcdefghijklmnopqrstuv";
    encrypted_session_iv "short";
    location / {
        set $text "who=ann";
        set_encrypt_session $session $text;
        set_decrypt_session $back $session;
        set_decrypt_session $bad "${session}x";
        set_decrypt_session $none "";
        return 200 "$back|$bad|$none";
    }
--- request
GET /
--- response_body chomp
who=ann||

=== a session that is over
--- config
    encrypted_session_key "0123456789abcdefghijklmnopqrstuv";
    encrypted_session_expires 0;
    location / {
        set_encrypt_session $session "text";
        set_decrypt_session $session;
        return 200 "[$session]";
    }
--- request
GET /
--- response_body chomp
[]

=== without a key
--- config
    location / {
        set_encrypt_session $session "text";
        return 200 "$session";
    }
--- request
GET /
--- error_code: 500

=== as functions of Lua, what the directives make and take
--- config
    encrypted_session_key "0123456789abcdefghijklmnopqrstuv";
    location / {
        set_encrypt_session $session "from nginx";
        set $back "";
        content_by_lua_block {
            local set_var = ndk.set_var
            ngx.say(set_var.set_decrypt_session(ngx.var.session))
            ngx.var.session = set_var.set_encrypt_session("from Lua, and longer than a block")
            ngx.say(set_var.set_decrypt_session(ngx.var.session))
            ngx.say("[", set_var.set_decrypt_session("none"), "]")
        }
    }
--- request
GET /
--- response_body
from nginx
from Lua, and longer than a block
[]

=== a function without a key fails
--- config
    location / {
        content_by_lua_block {
            ngx.say(pcall(function() return ndk.set_var.set_encrypt_session("x") end))
        }
    }
--- request
GET /
--- response_body_like: ^false.*calling directive set_encrypt_session failed with code -1$
