Directives that compute variables, in the http block: they make the variable known, and no request runs them.

=== the variable is empty until something else sets it
--- http_config
    set_md5 $digest text;
    set_if_empty $other x;
    array_split "," "a,b" to=$parts;
    set_form_input $field;
    encrypted_session_key 01234567890123456789012345678901;
    set_encrypt_session $session text;
--- config
    location / {
        return 200 "[$digest$other$parts$field$session]";
    }
--- request
GET /
--- response_body chomp
[]

=== a location's own directive runs
--- http_config
    set_md5 $digest text;
--- config
    location / {
        set $digest here;
        return 200 "[$digest]";
    }
--- request
GET /
--- response_body chomp
[here]
