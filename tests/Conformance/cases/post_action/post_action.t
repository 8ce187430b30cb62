post_action: a request of the server's own, behind the answer. nginx answers no other request on such a connection.

=== nobody sees its answer
--- http_config
    log_format a "<$uri $request_method $status>";
--- config
    access_log logs/access.log a;
    location / { post_action /post; return 200 answer; }
    location /post { proxy_pass http://127.0.0.1:{port}/seen; }
    location /seen { return 200 hidden; }
--- pipelined_requests
GET /
GET /
--- response_body: answeranswer
--- access_log
</seen GET 200>
--- needs: engine

=== a named location, and none where it is switched off
--- http_config
    log_format a "<$uri $status>";
--- config
    access_log logs/access.log a;
    post_action @post;
    location @post { post_action off; proxy_pass http://127.0.0.1:{port}; proxy_set_header X-Post yes; }
    location / { if ($http_x_post) { post_action off; return 202; } return 200 answer; }
    location /off { post_action off; return 200 off; }
--- pipelined_requests
GET /a
GET /off
--- response_body: answeroff
--- access_log
</a 202>
</off 200>
--- needs: engine
