array_…: lists of values between a split and a join.

=== split, map, apply a directive, join
--- config
    location / {
        array_split "," $arg_names to=$names;
        array_map "<$array_it>" $names to=$marked;
        array_map_op set_quote_sql_str $names;
        array_join " or " $names to=$text;
        array_join "+" $marked;
        return 200 "$text|$marked";
    }
--- request
GET /?names=ann,,o'hara
--- response_body chomp
'ann' or '' or 'o\'hara'|<ann>+<>+<o'hara>

=== a text that is no array
--- config
    location / {
        set $text "plain words";
        array_join "+" $text;
        return 200 "$text";
    }
--- request
GET /
--- error_code: 500
