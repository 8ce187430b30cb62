/*
 * Perl inside the server: what Perl offers to C as macros, as a few plain functions (perlembed(1), perlcall(1), perlguts(1)).
 *
 * An interpreter is used by one thread at a time. Nothing unwinds over the caller's frames: every entry into Perl catches what Perl throws, and
 * what the caller's function reports is thrown only after that function has returned.
 */
#ifndef ENGINE_PERL_H
#define ENGINE_PERL_H

#include <stddef.h>
#include <stdint.h>

enum engine_perl_kind { ENGINE_PERL_UNDEFINED, ENGINE_PERL_TEXT, ENGINE_PERL_CODE };

/* A Perl value as the caller sees it, valid until Perl is entered the next time. */
typedef struct {
    int32_t kind;
    int64_t number;    /* of a text that looks like a number; else 0 */
    const void *bytes; /* of code: the reference, for engine_perl_keep() */
    size_t length;
} engine_perl_value;

/*
 * A method was called: `object` is the number of the object, the arguments those behind it. The result goes to `reply` by
 * engine_perl_reply_*(). Anything but 0 is a failure, and Perl dies with the reply.
 */
typedef int32_t (*engine_perl_function)(void *host, int32_t method, int64_t object, const engine_perl_value *arguments, int32_t count, void *reply);

/* What an interpreter is made of. */
typedef struct {
    engine_perl_function function;
    void *host;
    const char *package; /* of the objects */
    const char *const *methods;
    int32_t method_count;
    const char *const *arguments; /* as of the program perl, without its name */
    int32_t argument_count;
} engine_perl_setup;

typedef struct engine_perl engine_perl;

#endif
