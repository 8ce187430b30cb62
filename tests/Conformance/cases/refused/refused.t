Directives that are known and not here: each says why.

=== an http module
--- config
    image_filter rotate 90;
--- must_die
--- error_log: "image_filter" is not supported: images are not changed here
--- needs: engine

=== mail
--- raw_config
    mail { server { listen 25; } }
--- must_die
--- error_log: "mail" is not supported: the server speaks no mail protocol
--- needs: engine
