ssl_preread: ClientHellos, made by hand.

=== TEST 1: name, protocols and version
--- stream_server_config
    ssl_preread on;
    return "$ssl_preread_protocol $ssl_preread_server_name $ssl_preread_alpn_protocols";
--- stream_request unescape
\x16\x03\x01\x00d\x01\x00\x00`\x03\x03rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr\x00\x00\x02\x13\x01\x01\x00\x005\x00\x00\x00\x14\x00\x12\x00\x00\x0Fwww.example.com\x00\x10\x00\x0E\x00\x0C\x02h2\x08http/1.1\x00+\x00\x07\x06\x1A\x1A\x03\x04\x03\x03
--- stream_response chomp
TLSv1.3 www.example.com h2,http/1.1

=== TEST 2: a ClientHello over several records
--- stream_server_config
    ssl_preread on;
    return "$ssl_preread_protocol $ssl_preread_server_name $ssl_preread_alpn_protocols";
--- stream_request unescape
\x16\x03\x01\x00(\x01\x00\x00`\x03\x03rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr\x00\x00\x16\x03\x01\x00(\x02\x13\x01\x01\x00\x005\x00\x00\x00\x14\x00\x12\x00\x00\x0Fwww.example.com\x00\x10\x00\x0E\x00\x0C\x02h2\x16\x03\x01\x00\x14\x08http/1.1\x00+\x00\x07\x06\x1A\x1A\x03\x04\x03\x03
--- stream_response chomp
TLSv1.3 www.example.com h2,http/1.1

=== TEST 3: an old one without extensions
--- stream_server_config
    ssl_preread on;
    return "$ssl_preread_protocol $ssl_preread_server_name $ssl_preread_alpn_protocols";
--- stream_request unescape
\x16\x03\x01\x00-\x01\x00\x00)\x03\x01rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr\x00\x00\x02\x00\x05\x01\x00
--- stream_response chomp
TLSv1  

=== TEST 4: off
--- stream_server_config
    ssl_preread off;
    return "$ssl_preread_protocol $ssl_preread_server_name $ssl_preread_alpn_protocols";
--- stream_request unescape
\x16\x03\x01\x00d\x01\x00\x00`\x03\x03rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr\x00\x00\x02\x13\x01\x01\x00\x005\x00\x00\x00\x14\x00\x12\x00\x00\x0Fwww.example.com\x00\x10\x00\x0E\x00\x0C\x02h2\x08http/1.1\x00+\x00\x07\x06\x1A\x1A\x03\x04\x03\x03
--- stream_response chomp
  

=== TEST 5: version 2 of SSL, for TLS 1.0
--- stream_server_config
    ssl_preread on;
    return "$ssl_preread_protocol $ssl_preread_server_name $ssl_preread_alpn_protocols";
--- stream_request unescape
\x80\x1C\x01\x03\x01\x00\x03\x00\x00\x00\x10\x01\x00\x80cccccccccccccccc
--- stream_response chomp
TLSv1  

=== TEST 6: the server that the client names
--- stream_config
    ssl_preread on;
    server { listen {port}; server_name other.example.com; return other; }
    server { listen {port}; server_name ~^(?<first>w+)\.example; return "$first of $server_name"; }
--- stream_server_config
    return default;
--- stream_request unescape
\x16\x03\x01\x00d\x01\x00\x00`\x03\x03rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr\x00\x00\x02\x13\x01\x01\x00\x005\x00\x00\x00\x14\x00\x12\x00\x00\x0Fwww.example.com\x00\x10\x00\x0E\x00\x0C\x02h2\x08http/1.1\x00+\x00\x07\x06\x1A\x1A\x03\x04\x03\x03
--- stream_response chomp
www of ~^(?<first>w+)\.example
--- needs: engine

=== TEST 7: a name that no server has
--- stream_config
    ssl_preread on;
    server { listen {port}; server_name www.example.net; return other; }
    server { listen {port} default_server; server_name www.example.org; return default; }
--- stream_server_config
    server_name www.example.info;
    return third;
--- stream_request unescape
\x16\x03\x01\x00d\x01\x00\x00`\x03\x03rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr\x00\x00\x02\x13\x01\x01\x00\x005\x00\x00\x00\x14\x00\x12\x00\x00\x0Fwww.example.com\x00\x10\x00\x0E\x00\x0C\x02h2\x08http/1.1\x00+\x00\x07\x06\x1A\x1A\x03\x04\x03\x03
--- stream_response chomp
default
--- needs: engine
