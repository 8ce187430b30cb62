Directives that are known and not here: each says why.

=== an http module
--- config
    perl hello::handler;
--- must_die
--- error_log: "perl" is not supported: Perl is not embedded, Lua is: content_by_lua_block, set_by_lua_block
--- needs: engine

=== mail
--- raw_config
    mail { server { listen 25; } }
--- must_die
--- error_log: "mail" is not supported: the server speaks no mail protocol
--- needs: engine
