A gateway: keys in a map, a subrequest that decides, services by prefix, errors as JSON.

=== gateway
--- raw_config
events { }

http {
    server_tokens off;
    access_log off;
    default_type application/json;

    map $http_apikey $api_client {
        default "";
        "7B5zIqmRGXmrJTFmKa99vcit" client_one;
        "QzVV6y1EmQFbbxOfRCwyJs35" client_two;
    }
    map $api_client $tier { default free; client_two gold; }

    limit_req_zone $api_client zone=per_client:1m rate=1r/m;

    upstream inventory { zone inventory 64k; server 127.0.0.1:{port2}; }
    upstream pricing { server 127.0.0.1:{port2} max_fails=0; server 127.0.0.1:{port3} backup; }
    upstream broken { server 127.0.0.1:{port3}; }

    server {
        listen {port};
        server_name api.example.com;

        location /api/warehouse/inventory { set $upstream inventory; rewrite ^ /_warehouse last; }
        location /api/warehouse/pricing { set $upstream pricing; rewrite ^ /_warehouse last; }
        location = /api/broken { set $upstream broken; rewrite ^ /_warehouse last; }

        location = /_warehouse {
            internal;
            auth_request /_validate_apikey;
            auth_request_set $checked $upstream_http_x_checked;
            error_page 502 504 = @unavailable;
            proxy_set_header X-Checked $checked;
            proxy_set_header X-Tier $tier;
            proxy_pass http://$upstream$request_uri;
        }

        location = /_validate_apikey {
            internal;
            if ($http_apikey = "") { return 401; }
            if ($api_client = "") { return 403; }
            proxy_pass http://127.0.0.1:{port2}/check;
            proxy_pass_request_body off;
            proxy_set_header Content-Length "";
        }

        location /api/once {
            limit_req zone=per_client burst=1 nodelay;
            limit_req_status 429;
            return 200 '{"status":200}\n';
        }
        location /api/limited {
            limit_req zone=per_client;
            limit_req_status 429;
            try_files /none @limited;
        }
        location @limited { return 200 '{"tier":"$tier"}\n'; }

        location /api/orders {
            limit_except GET POST { deny all; }
            client_max_body_size 20;
            proxy_pass http://127.0.0.1:{port2}/orders-service;
        }

        error_page 404 = @400;
        proxy_intercept_errors on;

        error_page 400 = @400;
        location @400 { return 400 '{"status":400,"message":"Bad request"}\n'; }
        error_page 401 = @401;
        location @401 { return 401 '{"status":401,"message":"Unauthorized"}\n'; }
        error_page 403 = @403;
        location @403 { return 403 '{"status":403,"message":"Forbidden"}\n'; }
        error_page 405 = @405;
        location @405 { return 405 '{"status":405,"message":"Method not allowed"}\n'; }
        error_page 413 = @413;
        location @413 { return 413 '{"status":413,"message":"Payload too large"}\n'; }
        error_page 429 = @429;
        location @429 { return 429 '{"status":429,"message":"API rate limit exceeded"}\n'; }
        location @unavailable { add_header Retry-After 30 always; return 503 '{"status":503}\n'; }
    }

    server {
        listen 127.0.0.1:{port2};
        client_max_body_size 1m;
        location / { return 200 '{"uri":"$request_uri","method":"$request_method","checked":"$http_x_checked","tier":"$http_x_tier"}\n'; }
        location = /check { add_header X-Checked "$http_apikey!"; return 204; }
        location /orders-service/none { return 404 "secret trace\n"; }
        location /orders-service/old { return 301 /orders-service/new; }
    }
}
--- requests
GET /
GET /api/warehouse/inventory
GET /api/warehouse/inventory
    apikey: nobody
GET /api/warehouse/inventory/item?id=5
    apikey: 7B5zIqmRGXmrJTFmKa99vcit
POST /api/warehouse/pricing
    apikey: QzVV6y1EmQFbbxOfRCwyJs35
    > {"price": 5}
GET /api/broken
    apikey: QzVV6y1EmQFbbxOfRCwyJs35
GET /_warehouse
GET /_validate_apikey
GET /api/once
    apikey: 7B5zIqmRGXmrJTFmKa99vcit
GET /api/limited
GET /api/limited
    apikey: QzVV6y1EmQFbbxOfRCwyJs35
GET /api/limited
    apikey: QzVV6y1EmQFbbxOfRCwyJs35
GET /api/orders
GET /api/orders/7?full=1
POST /api/orders
    > {"id": 1}
POST /api/orders
    > {"id": 1, "text": "more than twenty bytes"}
DELETE /api/orders/7
PUT /api/orders/7
    > x
HEAD /api/orders
GET /api/orders/none
GET /api/orders/old
GET /apix
