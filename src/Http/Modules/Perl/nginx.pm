package nginx;

# What code in the configuration sees of the server: the names of results, and methods of the request, which the server adds to this package.

use strict;
use warnings;

require Exporter;

our @ISA = ('Exporter');
our @EXPORT;

BEGIN {
    $INC{'nginx.pm'} = __FILE__;

    my %results = (
        OK                            => 0,
        DECLINED                      => -5,
        HTTP_OK                       => 200,
        HTTP_CREATED                  => 201,
        HTTP_ACCEPTED                 => 202,
        HTTP_NO_CONTENT               => 204,
        HTTP_PARTIAL_CONTENT          => 206,
        HTTP_MOVED_PERMANENTLY        => 301,
        HTTP_MOVED_TEMPORARILY        => 302,
        HTTP_REDIRECT                 => 302,
        HTTP_SEE_OTHER                => 303,
        HTTP_NOT_MODIFIED             => 304,
        HTTP_TEMPORARY_REDIRECT       => 307,
        HTTP_PERMANENT_REDIRECT       => 308,
        HTTP_BAD_REQUEST              => 400,
        HTTP_UNAUTHORIZED             => 401,
        HTTP_PAYMENT_REQUIRED         => 402,
        HTTP_FORBIDDEN                => 403,
        HTTP_NOT_FOUND                => 404,
        HTTP_NOT_ALLOWED              => 405,
        HTTP_NOT_ACCEPTABLE           => 406,
        HTTP_REQUEST_TIME_OUT         => 408,
        HTTP_CONFLICT                 => 409,
        HTTP_GONE                     => 410,
        HTTP_LENGTH_REQUIRED          => 411,
        HTTP_REQUEST_ENTITY_TOO_LARGE => 413,
        HTTP_REQUEST_URI_TOO_LARGE    => 414,
        HTTP_UNSUPPORTED_MEDIA_TYPE   => 415,
        HTTP_RANGE_NOT_SATISFIABLE    => 416,
        HTTP_INTERNAL_SERVER_ERROR    => 500,
        HTTP_SERVER_ERROR             => 500,
        HTTP_NOT_IMPLEMENTED          => 501,
        HTTP_BAD_GATEWAY              => 502,
        HTTP_SERVICE_UNAVAILABLE      => 503,
        HTTP_GATEWAY_TIME_OUT         => 504,
        HTTP_INSUFFICIENT_STORAGE     => 507,
    );
    require constant;
    constant->import(\%results);
    @EXPORT = sort keys %results;

    # The process is the whole server's. What Perl has forked may end as it likes.
    my $process = $$;
    no warnings 'once';
    *CORE::GLOBAL::exit = sub (;$) {
        CORE::exit($_[0] // 0) if $$ != $process;
        require Carp;
        Carp::croak('exit() would end the server: a handler returns');
    };
}

# The text of an object, for the server.
sub as_text { return "$_[0]" }

package main;

nginx->import;

1;
