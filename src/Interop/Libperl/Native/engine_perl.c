#define PERL_NO_GET_CONTEXT
#include <EXTERN.h>
#include <perl.h>
#include <XSUB.h>

#include <dlfcn.h>
#include <pthread.h>

#include "engine_perl.h"

#define EXPORTED __attribute__((visibility("default")))

typedef struct {
    engine_perl *owner;
    int32_t number;
} method;

struct engine_perl {
    PerlInterpreter *perl;
    engine_perl_function function;
    void *host;
    HV *package;
    method *methods;
    SV *result; /* of the last entry */
    int depth;  /* entries that are under way */
};

/* Making an interpreter, and ending one, changes things of the whole process for a moment. */
static pthread_mutex_t process_lock = PTHREAD_MUTEX_INITIALIZER;
static int is_started;

/* ---- values */

static void describe(pTHX_ SV *value, engine_perl_value *seen)
{
    STRLEN length;

    memset(seen, 0, sizeof *seen);
    SvGETMAGIC(value);
    if (SvROK(value) && SvTYPE(SvRV(value)) == SVt_PVCV) {
        seen->kind = ENGINE_PERL_CODE;
        seen->bytes = value;
        return;
    }

    /* \"text" stands for the text. */
    if (SvROK(value) && !SvOBJECT(SvRV(value)) && SvTYPE(SvRV(value)) <= SVt_PVMG && !SvROK(SvRV(value)))
        value = SvRV(value);
    if (!SvOK(value))
        return;
    seen->kind = ENGINE_PERL_TEXT;
    seen->number = looks_like_number(value) ? (int64_t) SvIV_nomg(value) : 0;
    seen->bytes = SvPV_nomg(value, length);
    seen->length = length;
}

EXPORTED void engine_perl_reply_text(engine_perl *self, SV *reply, const char *bytes, size_t length)
{
    dTHXa(self->perl);
    sv_setpvn(reply, bytes, length);
}

EXPORTED void engine_perl_reply_number(engine_perl *self, SV *reply, int64_t number)
{
    dTHXa(self->perl);
    sv_setiv(reply, (IV) number);
}

/* ---- from Perl to the caller */

static XS(method_called)
{
    dXSARGS;
    const method *called = (const method *) XSANY.any_ptr;
    engine_perl *self = called->owner;
    engine_perl_value *arguments;
    SV *reply;
    int i;

    if (items < 1 || !SvROK(ST(0)) || !SvOBJECT(SvRV(ST(0))) || SvSTASH(SvRV(ST(0))) != self->package)
        croak("%s(): is a method of an object of %s", GvNAME(CvGV(cv)), HvNAME(self->package));
    reply = sv_newmortal();
    arguments = (engine_perl_value *) SvPVX(sv_2mortal(newSV((size_t) items * sizeof *arguments)));
    for (i = 1; i < items; i++)
        describe(aTHX_ ST(i), &arguments[i - 1]);
    if (self->function(self->host, called->number, (int64_t) SvIV(SvRV(ST(0))), arguments, items - 1, reply) != 0)
        croak("%" SVf, SVfARG(reply));
    ST(0) = reply;
    XSRETURN(1);
}

/* ---- from the caller to Perl */

/* Runs code, or the text of a program. 0, with the result on the stack; otherwise the program wanted to end the process. */
static int run(pTHX_ engine_perl *self, SV *code, int is_program)
{
    dJMPENV;
    I32 scopes = PL_scopestack_ix;
    SSize_t stack = PL_stack_sp - PL_stack_base;
    int jumped;

    JMPENV_PUSH(jumped);
    if (jumped == 0) {
        if (is_program)
            eval_sv(code, G_SCALAR | G_EVAL);
        else
            call_sv(code, G_SCALAR | G_EVAL);
    }

    JMPENV_POP;
    if (jumped == 0)
        return 0;
    /* Perl has left all its frames, those of outer entries too, which can't go on then. */
    if (self->depth > 1) {
        static const char message[] = "perl: CORE::exit in a nested call\n";

        if (write(2, message, sizeof message - 1)) {}
        _exit(255);
    }

    while (PL_scopestack_ix > scopes)
        LEAVE;
    PL_stack_sp = PL_stack_base + stack;
    return 1;
}

/* Objects may have a text of their own, by code that may die. */
static void make_text(pTHX_ engine_perl *self)
{
    dSP;

    ENTER;
    SAVETMPS;
    PUSHMARK(SP);
    XPUSHs(self->result);
    PUTBACK;
    if (call_pv("nginx::as_text", G_SCALAR | G_EVAL) == 1) {
        SPAGAIN;
        sv_setsv_nomg(self->result, POPs);
        PUTBACK;
    }

    if (SvROK(self->result) || SvROK(ERRSV) || SvTRUE_nomg(ERRSV))
        sv_setpvs(self->result, "an object without a text");
    FREETMPS;
    LEAVE;
}

/* An entry has a scope, and an error of its own: Perl code around it does not lose $@. */
static void begin(pTHX_ engine_perl *self)
{
    PERL_SET_CONTEXT(self->perl);
    ENTER;
    SAVETMPS;
    save_scalar(PL_errgv);
}

/* Runs code in the scope that was begun, and ends it. */
static int32_t enter(pTHX_ engine_perl *self, SV *code, int is_program, engine_perl_value *result)
{
    int32_t failed;

    self->depth++;
    if (run(aTHX_ self, code, is_program) != 0) {
        sv_setpvs(self->result, "the program has ended");
        failed = 1;
    } else {
        dSP;
        SV *returned = POPs;

        PUTBACK;
        failed = SvROK(ERRSV) || SvTRUE_nomg(ERRSV);
        sv_setsv_nomg(self->result, failed ? ERRSV : returned);
    }

    FREETMPS;
    LEAVE;
    if (SvROK(self->result) && SvOBJECT(SvRV(self->result)) && SvTYPE(SvRV(self->result)) != SVt_PVCV)
        make_text(aTHX_ self);
    describe(aTHX_ self->result, result);
    self->depth--;
    return failed;
}

/* Runs the text of a program. 0 with what it returns, 1 with what it died of. */
EXPORTED int32_t engine_perl_evaluate(engine_perl *self, const char *text, size_t length, engine_perl_value *result)
{
    void *before = PERL_GET_CONTEXT;
    dTHXa(self->perl);
    int32_t failed;

    begin(aTHX_ self);
    failed = enter(aTHX_ self, sv_2mortal(newSVpvn(text, length)), 1, result);
    PERL_SET_CONTEXT(before);
    return failed;
}

/* Calls code with the object of a number and texts. 0 with what it returns, 1 with what it died of. */
EXPORTED int32_t engine_perl_call(engine_perl *self, SV *code, int64_t object, const engine_perl_value *arguments, int32_t count, engine_perl_value *result)
{
    void *before = PERL_GET_CONTEXT;
    dTHXa(self->perl);
    dSP;
    int32_t failed;
    int32_t i;

    begin(aTHX_ self);
    PUSHMARK(SP);
    EXTEND(SP, count + 1);
    PUSHs(sv_2mortal(sv_bless(newRV_noinc(newSViv((IV) object)), self->package)));
    for (i = 0; i < count; i++)
        PUSHs(newSVpvn_flags((const char *) arguments[i].bytes, arguments[i].length, SVs_TEMP));
    PUTBACK;
    failed = enter(aTHX_ self, code, 0, result);
    PERL_SET_CONTEXT(before);
    return failed;
}

/* A reference to a value of its own, for engine_perl_call(), until engine_perl_drop(). */
EXPORTED SV *engine_perl_keep(engine_perl *self, SV *value)
{
    dTHXa(self->perl);
    return newSVsv_nomg(value);
}

/* A reference to a function by its name; null when there is none. To be dropped. */
EXPORTED SV *engine_perl_find(engine_perl *self, const char *name, size_t length)
{
    dTHXa(self->perl);
    CV *found = get_cvn_flags(name, length, 0);

    return found ? newRV_inc((SV *) found) : NULL;
}

EXPORTED void engine_perl_drop(engine_perl *self, SV *value)
{
    void *before = PERL_GET_CONTEXT;
    dTHXa(self->perl);

    PERL_SET_CONTEXT(self->perl);
    SvREFCNT_dec(value);
    PERL_SET_CONTEXT(before);
}

/* ---- the life of an interpreter */

EXTERN_C void boot_DynaLoader(pTHX_ CV *cv);

static void add_loader(pTHX)
{
    newXS("DynaLoader::boot_DynaLoader", boot_DynaLoader, __FILE__);
}

static void start_perl(void)
{
    static char name[] = "perl";
    static char *arguments[] = { name, NULL };
    static char *no_environment[] = { NULL };
    char **argv = arguments, **env = no_environment;
    int argc = 1;
    struct sigaction before;
    Dl_info library;

    /* Perl has SIGFPE ignored; .NET learns of divisions by zero from it. */
    sigaction(SIGFPE, NULL, &before);
    PERL_SYS_INIT3(&argc, &argv, &env);
    sigaction(SIGFPE, &before, NULL);
    PERL_UNUSED_VAR(argv);
    PERL_UNUSED_VAR(env);
    /* Perl's compiled modules are linked with nothing: they look for its functions among those of the process. */
    if (dladdr((void *) &perl_alloc, &library))
        dlopen(library.dli_fname, RTLD_LAZY | RTLD_GLOBAL | RTLD_NOLOAD);
    is_started = 1;
}

/* Perl takes the locale of the environment for the whole process; the server has none. */
static void construct(PerlInterpreter *perl)
{
    char *before = strdup(setlocale(LC_ALL, NULL));
    locale_t of_thread = uselocale((locale_t) 0);

    perl_construct(perl);
    uselocale(of_thread);
    setlocale(LC_ALL, before);
    free(before);
}

static int load(engine_perl *self, const engine_perl_setup *setup)
{
    dTHXa(self->perl);
    static char *no_arguments[] = { NULL };
    char **arguments = (char **) calloc((size_t) setup->argument_count + 2, sizeof *arguments);
    int i;
    int status;

    arguments[0] = (char *) "perl";
    for (i = 0; i < setup->argument_count; i++)
        arguments[i + 1] = (char *) setup->arguments[i];
    PL_exit_flags |= PERL_EXIT_DESTRUCT_END;
    status = perl_parse(self->perl, add_loader, setup->argument_count + 1, arguments, NULL);
    if (status == 0)
        status = perl_run(self->perl);
    /* Perl remembers where its command line is, to change it with $0; this length tells it not to. */
    PL_origargv = no_arguments;
    PL_origalen = 1;
    free(arguments);
    if (status != 0)
        return 0;
    self->package = gv_stashpv(setup->package, GV_ADD);
    self->result = newSV(0);
    self->methods = (method *) calloc((size_t) setup->method_count, sizeof *self->methods);
    for (i = 0; i < setup->method_count; i++) {
        self->methods[i].owner = self;
        self->methods[i].number = i;
        CvXSUBANY(newXS(setup->methods[i], method_called, __FILE__)).any_ptr = &self->methods[i];
    }

    return 1;
}

static void destroy(engine_perl *self)
{
    {
        dTHXa(self->perl);
        PL_perl_destruct_level = 2;
    }

    perl_destruct(self->perl);
    perl_free(self->perl);
    free(self->methods);
    free(self);
}

/* A new interpreter, or null when Perl does not start with these arguments. */
EXPORTED engine_perl *engine_perl_open(const engine_perl_setup *setup)
{
    engine_perl *self = (engine_perl *) calloc(1, sizeof *self);
    void *before;

    pthread_mutex_lock(&process_lock);
    before = is_started ? PERL_GET_CONTEXT : NULL;
    if (!is_started)
        start_perl();
    self->function = setup->function;
    self->host = setup->host;
    self->perl = perl_alloc();
    construct(self->perl);
    if (!load(self, setup)) {
        destroy(self);
        self = NULL;
    }

    PERL_SET_CONTEXT(before);
    pthread_mutex_unlock(&process_lock);
    return self;
}

/* Runs destructors, and END blocks if `is_used`, and gives everything back. */
EXPORTED void engine_perl_close(engine_perl *self, int32_t is_used)
{
    void *before = PERL_GET_CONTEXT;
    dTHXa(self->perl);

    pthread_mutex_lock(&process_lock);
    PERL_SET_CONTEXT(self->perl);
    if (!is_used)
        PL_exit_flags &= ~PERL_EXIT_DESTRUCT_END;
    SvREFCNT_dec(self->result);
    destroy(self);
    PERL_SET_CONTEXT(before);
    pthread_mutex_unlock(&process_lock);
}
