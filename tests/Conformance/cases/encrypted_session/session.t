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
