Directives that are known and not here: each says why.

=== an http module
--- config
    image_filter rotate 90;
--- must_die
--- error_log: "image_filter" is not supported: images are not changed here
--- needs: engine
