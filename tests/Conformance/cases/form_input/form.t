set_form_input: fields of a posted form.

=== the first, all of a name, and none
--- config
    location / {
        set_form_input $name;
        set_form_input $first tag;
        set_form_input_multi $tag;
        set_form_input $none other;
        array_join "+" $tag;
        return 200 "$name|$first|$tag|$none";
    }
--- request
POST /
name=ann%20b&tag=1&tags=x&tag=&tag=3&end=
--- more_headers
Content-Type: application/x-www-form-urlencoded
--- response_body chomp
ann%20b|1|1++3|

=== another type of body
--- config
    location / {
        set_form_input $name;
        return 200 "[$name]";
    }
--- request
POST /
name=ann
--- more_headers
Content-Type: text/plain
--- response_body chomp
[]

=== a field by its name in another case
--- config
    location / {
        set_form_input $name;
        set_form_input_multi $all name;
        array_join '|' $all;
        return 200 "$name $all";
    }
--- request
POST /
NAME=a&name=b&Name=c&end=
--- more_headers
Content-Type: application/x-www-form-urlencoded
--- response_body chomp
a a|b|c
