/*
 * XSLT inside the server: libxml2 and libxslt as a few functions, because much of their interface is fields of structures and macros.
 * Stylesheets and DTDs never change once they are read, so any number of threads may use them at once.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <libxslt/imports.h>
#include <libxslt/security.h>
#include <libxslt/transform.h>
#include <libxslt/variables.h>
#include <libxslt/xsltInternals.h>
#include <libxslt/xsltutils.h>
#include <pthread.h>

#define EXPORTED __attribute__((visibility("default")))

typedef struct {
    const char *name;
    const char *value;
    int is_text; /* the value is the text itself, not an expression that gives it */
} parameter;

typedef struct {
    xsltStylesheetPtr sheet;
    const parameter *parameters;
    int parameter_count;
} stage;

typedef struct {
    const char *bytes;
    int length;
    int loads_entities; /* files that the document names may be read */
    xmlDtdPtr dtd;      /* entities for documents with a DOCTYPE; or null */
    const stage *stages;
    int stage_count;
} work;

typedef struct {
    xmlChar *text; /* for engine_xslt_free_text() */
    int length;
    char media_type[128];
    char encoding[64];
    char error[1024];
} outcome;

/* Where the thread's messages go while it works. */
typedef struct {
    char *text;
    size_t size;
    size_t used;
} messages;

static __thread messages *heard;
static __thread int denies_entities;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static xmlExternalEntityLoader load_file;
static xsltSecurityPrefsPtr security;

/* ---- messages */

static void add_message(void *context, const char *format, ...)
{
    va_list arguments;
    int length;

    (void) context;
    if (heard == NULL || heard->used + 1 >= heard->size)
        return;
    va_start(arguments, format);
    length = vsnprintf(heard->text + heard->used, heard->size - heard->used, format, arguments);
    va_end(arguments);
    if (length > 0)
        heard->used += (size_t) length < heard->size - heard->used ? (size_t) length : heard->size - heard->used - 1;
}

static void add_error(void *context, const xmlError *error)
{
    if (error->level >= XML_ERR_ERROR && error->message != NULL)
        add_message(context, "%s", error->message);
}

static void listen_to(messages *ear, char *text, size_t size)
{
    ear->text = text;
    ear->size = size;
    ear->used = 0;
    text[0] = '\0';
    heard = ear;
    xmlSetStructuredErrorFunc(NULL, (xmlStructuredErrorFunc) add_error);
}

static void stop_listening(void)
{
    xmlSetStructuredErrorFunc(NULL, NULL);
    heard = NULL;
}

/* ---- once */

/* What is not to be read is empty. Nothing is read over the network, which would hold up the thread. */
static xmlParserInputPtr load_entity(const char *url, const char *id, xmlParserCtxtPtr parser)
{
    if (denies_entities || (url != NULL && (strncasecmp(url, "http:", 5) == 0 || strncasecmp(url, "ftp:", 4) == 0)))
        return xmlNewStringInputStream(parser, BAD_CAST "");
    return load_file(url, id, parser);
}

static void start(void)
{
    xmlInitParser();
    xsltInit();
    load_file = xmlGetExternalEntityLoader();
    xmlSetExternalEntityLoader(load_entity);
    xsltSetGenericErrorFunc(NULL, add_message);
    security = xsltNewSecurityPrefs();
    xsltSetSecurityPrefs(security, XSLT_SECPREF_WRITE_FILE, xsltSecurityForbid);
    xsltSetSecurityPrefs(security, XSLT_SECPREF_CREATE_DIRECTORY, xsltSecurityForbid);
    xsltSetSecurityPrefs(security, XSLT_SECPREF_READ_NETWORK, xsltSecurityForbid);
    xsltSetSecurityPrefs(security, XSLT_SECPREF_WRITE_NETWORK, xsltSecurityForbid);
}

/* ---- while a configuration is loaded */

/* Null with messages in `error` when it can't be read. */
EXPORTED void *engine_xslt_read_sheet(const char *path, char *error, int size)
{
    messages ear;
    xsltStylesheetPtr sheet;

    pthread_once(&once, start);
    listen_to(&ear, error, (size_t) size);
    sheet = xsltParseStylesheetFile(BAD_CAST path);
    stop_listening();
    if (sheet != NULL && sheet->errors > 0) {
        xsltFreeStylesheet(sheet);
        sheet = NULL;
    }

    return sheet;
}

EXPORTED void engine_xslt_free_sheet(void *sheet)
{
    xsltFreeStylesheet((xsltStylesheetPtr) sheet);
}

EXPORTED void *engine_xslt_read_dtd(const char *path, char *error, int size)
{
    messages ear;
    xmlDtdPtr dtd;

    pthread_once(&once, start);
    listen_to(&ear, error, (size_t) size);
    dtd = xmlParseDTD(NULL, BAD_CAST path);
    stop_listening();
    return dtd;
}

EXPORTED void engine_xslt_free_dtd(void *dtd)
{
    xmlFreeDtd((xmlDtdPtr) dtd);
}

/* ---- for a response */

/* The document's external subset is the DTD of the configuration. */
static void use_dtd(void *data, const xmlChar *name, const xmlChar *external_id, const xmlChar *system_id)
{
    xmlParserCtxtPtr parser = (xmlParserCtxtPtr) data;
    xmlDocPtr document = parser->myDoc;
    xmlDtdPtr dtd;

    (void) external_id;
    (void) system_id;
    if (document == NULL || document->extSubset != NULL || (dtd = xmlCopyDtd((xmlDtdPtr) parser->_private)) == NULL)
        return;
    if (dtd->name != NULL)
        xmlFree((xmlChar *) dtd->name);
    dtd->name = xmlStrdup(name);
    xmlSetTreeDoc((xmlNodePtr) dtd, document);
    dtd->parent = document;
    document->extSubset = dtd;
}

static xmlDocPtr parse(const work *todo)
{
    xmlParserCtxtPtr parser = xmlNewParserCtxt();
    xmlDocPtr document;
    int is_well_formed;

    if (parser == NULL)
        return NULL;
    if (todo->dtd != NULL) {
        parser->_private = todo->dtd;
        parser->sax->externalSubset = use_dtd;
    }

    denies_entities = !todo->loads_entities;
    document = xmlCtxtReadMemory(parser, todo->bytes, todo->length, NULL, NULL, XML_PARSE_NOENT | XML_PARSE_NOWARNING | XML_PARSE_NONET);
    denies_entities = 0;
    is_well_formed = parser->wellFormed;
    xmlFreeParserCtxt(parser);
    if (document != NULL && !is_well_formed) {
        xmlFreeDoc(document);
        document = NULL;
    }

    return document;
}

/* Names and values of the expressions, as libxslt takes them; null when a text can't be set. */
static const char **set_parameters(xsltTransformContextPtr transform, const stage *at)
{
    const char **expressions = calloc(2 * (size_t) at->parameter_count + 1, sizeof *expressions);
    int count = 0;
    int i;

    for (i = 0; expressions != NULL && i < at->parameter_count; i++) {
        const parameter *set = &at->parameters[i];

        if (!set->is_text) {
            expressions[count++] = set->name;
            expressions[count++] = set->value;
        } else if (xsltQuoteOneUserParam(transform, BAD_CAST set->name, BAD_CAST set->value) != 0) {
            free(expressions);
            return NULL;
        }
    }

    return expressions;
}

static xmlDocPtr apply(const stage *at, xmlDocPtr document)
{
    xsltTransformContextPtr transform = xsltNewTransformContext(at->sheet, document);
    const char **expressions;
    xmlDocPtr made = NULL;

    if (transform == NULL)
        return NULL;
    xsltSetTransformErrorFunc(transform, NULL, add_message);
    xsltSetCtxtSecurityPrefs(security, transform);
    expressions = set_parameters(transform, at);
    if (expressions != NULL)
        made = xsltApplyStylesheetUser(at->sheet, document, expressions, NULL, NULL, transform);
    if (made != NULL && transform->state != XSLT_STATE_OK) {
        xmlFreeDoc(made);
        made = NULL;
    }

    free(expressions);
    xsltFreeTransformContext(transform);
    return made;
}

static void copy_text(char *to, size_t size, const xmlChar *text)
{
    snprintf(to, size, "%s", text == NULL ? "" : (const char *) text);
}

/* What the last stylesheet, or those that it imports, say of the output. One that says nothing and makes HTML says that by it. */
static void describe(xsltStylesheetPtr sheet, xmlDocPtr document, outcome *done)
{
    const xmlChar *media_type, *encoding;

    XSLT_GET_IMPORT_PTR(media_type, sheet, mediaType)
    XSLT_GET_IMPORT_PTR(encoding, sheet, encoding)
    if (media_type == NULL && document->type == XML_HTML_DOCUMENT_NODE)
        media_type = BAD_CAST "text/html";
    copy_text(done->media_type, sizeof done->media_type, media_type);
    copy_text(done->encoding, sizeof done->encoding, encoding);
}

static const char *transform(const work *todo, outcome *done)
{
    xmlDocPtr document = parse(todo);
    xsltStylesheetPtr last = todo->stages[todo->stage_count - 1].sheet;
    int i;

    if (document == NULL)
        return "the document is not well-formed";
    for (i = 0; i < todo->stage_count; i++) {
        xmlDocPtr made = apply(&todo->stages[i], document);

        xmlFreeDoc(document);
        if (made == NULL)
            return "xsltApplyStylesheet() failed";
        document = made;
    }

    describe(last, document, done);
    i = xsltSaveResultToString(&done->text, &done->length, document, last);
    xmlFreeDoc(document);
    if (i < 0)
        return "xsltSaveResultToString() failed";
    return done->text == NULL || done->length == 0 ? "xsltSaveResultToString() returned zero-length result" : NULL;
}

/* Sends a document through the stylesheets. Null when there is a text; otherwise what failed, and messages in `done->error`. */
EXPORTED const char *engine_xslt_transform(const work *todo, outcome *done)
{
    messages ear;
    const char *failed;

    done->text = NULL;
    done->length = 0;
    listen_to(&ear, done->error, sizeof done->error);
    failed = transform(todo, done);
    stop_listening();
    return failed;
}

EXPORTED void engine_xslt_free_text(void *text)
{
    xmlFree(text);
}
