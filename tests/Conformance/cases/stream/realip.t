realip in stream: a second server tells the first one's client with the PROXY protocol.

=== TEST 1: a proxy that is believed
--- stream_config
    server { listen {port2} proxy_protocol; set_real_ip_from 127.0.0.1; return "$remote_addr $realip_remote_addr"; }
--- stream_server_config
    proxy_pass 127.0.0.1:{port2};
--- stream_request unescape
PROXY TCP4 192.0.2.7 192.0.2.1 1234 80\r\n
--- stream_response chomp
192.0.2.7 127.0.0.1

=== TEST 2: a proxy that is not
--- stream_config
    server { listen {port2} proxy_protocol; set_real_ip_from 192.0.2.0/24; return "$remote_addr $proxy_protocol_addr:$proxy_protocol_port"; }
--- stream_server_config
    proxy_pass 127.0.0.1:{port2};
--- stream_request unescape
PROXY TCP4 192.0.2.7 192.0.2.1 1234 80\r\n
--- stream_response chomp
127.0.0.1 192.0.2.7:1234

=== TEST 3: an address that is none
--- stream_config
    set_real_ip_from nowhere.invalid;
--- stream_server_config
    return x;
--- must_die
--- error_log
host not found in set_real_ip_from "nowhere.invalid" in 
