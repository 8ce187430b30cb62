empty_gif

=== one transparent pixel
--- config
    location = /_.gif { empty_gif; }
--- request: GET /_.gif
--- response_headers
Content-Type: image/gif
Content-Length: 43
Last-Modified: Mon, 28 Sep 1970 06:00:00 GMT
--- response_body unescape
GIF89a\x01\x00\x01\x00\x80\x01\x00\x00\x00\x00\xff\xff\xff\x21\xf9\x04\x01\x00\x00\x01\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x4c\x01\x00\x3b

=== other methods are not allowed
--- config
    location = /_.gif { empty_gif; }
--- request: DELETE /_.gif
--- error_code: 405
