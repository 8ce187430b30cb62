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

=== sessions that an nginx made: one without an end, and one that is over
--- config
    encrypted_session_key "0123456789abcdefghijklmnopqrstuv";
    encrypted_session_iv "ann and bob";
    location / {
        set_decode_hex $endless "88a971e8e9cc2724dfa4d6ba3a9058ad29575b452ffbd29c2d23e619aed214bb1c8414f263cab7e0cc9b94a65959f315";
        set_decode_hex $over "9e5edba1a922c67f9b30677775c0c2f97790bcb3b7c14e4dbe00d84973b81528b3a338b5e84e26238e9af8bc9f4c8b81";
        set_decrypt_session $endless;
        set_decrypt_session $over;
        return 200 "[$endless][$over]";
    }
--- request
GET /
--- response_body chomp
[user=ann][]

=== a session without an end is always the same
--- config
    encrypted_session_key "0123456789abcdefghijklmnopqrstuv";
    encrypted_session_iv "ann and bob";
    encrypted_session_expires 0;
    location / {
        set_encrypt_session $session "user=ann";
        set_encode_hex $session;
        return 200 $session;
    }
--- request
GET /
--- response_body chomp
88a971e8e9cc2724dfa4d6ba3a9058ad29575b452ffbd29c2d23e619aed214bb1c8414f263cab7e0cc9b94a65959f315

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
