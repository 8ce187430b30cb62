copy: files that do not come from the page cache by sendfile.

=== directio, a whole file
--- config
    directio 16;
    output_buffers 1 512;
--- user_files
>>> a.txt
line 00 of a file that is longer than what is read at once
line 01 of a file that is longer than what is read at once
line 02 of a file that is longer than what is read at once
line 03 of a file that is longer than what is read at once
line 04 of a file that is longer than what is read at once
line 05 of a file that is longer than what is read at once
line 06 of a file that is longer than what is read at once
line 07 of a file that is longer than what is read at once
line 08 of a file that is longer than what is read at once
line 09 of a file that is longer than what is read at once
line 10 of a file that is longer than what is read at once
line 11 of a file that is longer than what is read at once
line 12 of a file that is longer than what is read at once
line 13 of a file that is longer than what is read at once
line 14 of a file that is longer than what is read at once
line 15 of a file that is longer than what is read at once
line 16 of a file that is longer than what is read at once
line 17 of a file that is longer than what is read at once
line 18 of a file that is longer than what is read at once
line 19 of a file that is longer than what is read at once
--- request: GET /a.txt
--- response_headers
Content-Length: 1180
--- response_body
line 00 of a file that is longer than what is read at once
line 01 of a file that is longer than what is read at once
line 02 of a file that is longer than what is read at once
line 03 of a file that is longer than what is read at once
line 04 of a file that is longer than what is read at once
line 05 of a file that is longer than what is read at once
line 06 of a file that is longer than what is read at once
line 07 of a file that is longer than what is read at once
line 08 of a file that is longer than what is read at once
line 09 of a file that is longer than what is read at once
line 10 of a file that is longer than what is read at once
line 11 of a file that is longer than what is read at once
line 12 of a file that is longer than what is read at once
line 13 of a file that is longer than what is read at once
line 14 of a file that is longer than what is read at once
line 15 of a file that is longer than what is read at once
line 16 of a file that is longer than what is read at once
line 17 of a file that is longer than what is read at once
line 18 of a file that is longer than what is read at once
line 19 of a file that is longer than what is read at once

=== directio, ranges that are not aligned
--- config
    directio 16;
    directio_alignment 4k;
--- user_files
>>> a.txt
0123456789abcdefghij
--- request: GET /a.txt
--- more_headers
Range: bytes=3-5,17-
--- error_code: 206
--- response_body_like: \r\n\r\n345\r\n--[0-9a-f]+[^\0]*\r\n\r\nhij\n\r\n--

=== directio, a smaller file
--- config
    directio 1k;
--- user_files
>>> a.txt
small
--- request: GET /a.txt
--- response_body
small

=== aio threads, behind filters that need the bytes
--- config
    aio threads;
    sendfile on;
    sendfile_max_chunk 5;
    sub_filter 56789a five;
    sub_filter_types *;
--- user_files
>>> a.txt
0123456789abcdef
--- request: GET /a.txt
--- response_body
01234fivebcdef

=== aio threads of a pool, in a subrequest
--- main_config
    thread_pool one threads=1;
--- config
    location = /page {
        default_type text/html;
        ssi on;
        aio threads=one;
    }
--- user_files
>>> page
<!--# include virtual="/part.txt" -->!
>>> part.txt
part
--- request: GET /page
--- response_body
part
!

=== aio threads of a pool that does not exist
--- config
    aio threads=none;
--- must_die
--- error_log
unknown thread pool "none"

=== read_ahead
--- config
    read_ahead 1;
    aio threads;
--- user_files
>>> a.txt
ahead
--- request: GET /a.txt
--- response_body
ahead
