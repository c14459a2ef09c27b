/* port/mail_gmime.c - mail_read and mail_write of core/mail.h kept by GMime 3. */
#include "core/mail.h"
#include "core/markup.h"
#include <ctype.h>
#include <gmime/gmime.h>
#include <pthread.h>

enum {
    DEPTH_MAX = 16,       /* parts within parts that are looked into */
    LINE_MAX_BYTES = 500, /* of a name or subject */
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static void begin(void) { g_mime_init(); }
static void unref(void *object) { g_object_unref(object); }

/* ---- texts out of the library ------------------------------------------------------------------------- */

/* One line of valid UTF-8 without control characters. */
static struct str line_of(struct ctx *c, const char *z)
{
    struct str s = str_mend(c, str_copy(c, str_z(z ? z : "")));
    s = str_copy(c, str_part(s, 0, s.n < LINE_MAX_BYTES ? s.n : LINE_MAX_BYTES));
    for (char *p = (char *)s.p; *p; p++)
        if ((unsigned char)*p < ' ' || *p == 0x7F)
            *p = ' ';
    return str_copy(c, str_trim(str_mend(c, s))); /* a letter may have been cut in two */
}

static struct str header(struct ctx *c, GMimeMessage *m, const char *name)
{
    const char *value = g_mime_object_get_header(GMIME_OBJECT(m), name);
    return value ? line_of(c, value) : (struct str){0};
}

/* Every control character but line ends and tabs would be a trick. */
static struct str text_of(struct ctx *c, struct str raw)
{
    struct str s = str_mend(c, str_copy(c, str_part(raw, 0, raw.n < MAIL_TEXT_MAX ? raw.n : MAIL_TEXT_MAX)));
    struct buf out = {0};
    for (size_t i = 0; i < s.n; i++) {
        unsigned char ch = (unsigned char)s.p[i];
        if ((ch >= ' ' && ch != 0x7F) || ch == '\n' || ch == '\t')
            buf_byte(c, &out, (char)ch);
    }
    return buf_str(&out);
}

static struct str bytes_of(struct ctx *c, GMimePart *part)
{
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    GMimeStream *stream = g_mime_stream_mem_new();
    arena_defer(c->mem, unref, stream);
    if (!content || g_mime_data_wrapper_write_to_stream(content, stream) < 0)
        return STR("");
    GByteArray *all = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    return str_copy(c, (struct str){(const char *)all->data, all->len});
}

/* ---- addresses and ids --------------------------------------------------------------------------------- */

static struct mail_address address_of(struct ctx *c, InternetAddress *a)
{
    struct mail_address out = {0};
    if (INTERNET_ADDRESS_IS_MAILBOX(a)) {
        const char *z = internet_address_mailbox_get_idn_addr(INTERNET_ADDRESS_MAILBOX(a));
        struct str plain = str_lower(c, line_of(c, z));
        if (mail_address_is(plain)) {
            out.address = plain;
            out.name = line_of(c, internet_address_get_name(a));
        }
    }
    return out;
}

static struct mail_address first_of(struct ctx *c, InternetAddressList *list)
{
    if (!list || internet_address_list_length(list) < 1)
        return (struct mail_address){0};
    return address_of(c, internet_address_list_get_address(list, 0));
}

static void addresses_add(struct ctx *c, InternetAddressList *list, struct strs *out)
{
    for (int i = 0; list && i < internet_address_list_length(list) && out->n < MAIL_PARTS_MAX; i++) {
        struct mail_address a = address_of(c, internet_address_list_get_address(list, i));
        if (a.address.n)
            strs_add(c, out, a.address);
    }
}

static void references_add(struct ctx *c, GMimeMessage *m, const char *name, struct strs *out)
{
    const char *value = g_mime_object_get_header(GMIME_OBJECT(m), name);
    GMimeReferences *refs = value ? g_mime_references_parse(NULL, value) : NULL;
    int n = refs ? g_mime_references_length(refs) : 0;
    for (int i = n > MAIL_REFERENCES_MAX ? n - MAIL_REFERENCES_MAX : 0; i < n; i++) {
        struct str id = str_copy(c, str_z(g_mime_references_get_message_id(refs, i)));
        if (mail_id_is(id))
            strs_add(c, out, id);
    }
    if (refs)
        g_mime_references_free(refs);
}

static void proofs_read(struct ctx *c, GMimeMessage *m, struct strs *out)
{
    GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(m));
    for (int i = 0; i < g_mime_header_list_get_count(list) && out->n < MAIL_PARTS_MAX; i++) {
        GMimeHeader *h = g_mime_header_list_get_header_at(list, i);
        if (str_eq_case(str_z(g_mime_header_get_name(h)), STR("Authentication-Results")))
            strs_add(c, out, line_of(c, g_mime_header_get_value(h)));
    }
}

/* ---- the body ---------------------------------------------------------------------------------------------- */

struct reading {
    struct ctx *c;
    struct mail *m;
    struct buf text;
    bool report; /* a multipart/report: a bounce or a receipt */
};

static bool is_type(GMimeObject *o, const char *type, const char *subtype)
{
    GMimeContentType *t = g_mime_object_get_content_type(o);
    return t && g_mime_content_type_is_type(t, type, subtype);
}

static struct str part_text(struct ctx *c, GMimeObject *o)
{
    struct str text;
    if (GMIME_IS_TEXT_PART(o)) {
        char *z = g_mime_text_part_get_text(GMIME_TEXT_PART(o));
        text = str_copy(c, str_z(z ? z : ""));
        g_free(z);
    } else
        text = bytes_of(c, GMIME_PART(o));
    text = str_part(text, 0, text.n < 4 * MAIL_TEXT_MAX ? text.n : 4 * MAIL_TEXT_MAX);
    text = str_mend(c, str_copy(c, text));
    return text_of(c, is_type(o, "text", "html") ? markup_text(c, text, NULL) : text);
}

static void attach(struct reading *r, GMimeObject *o, struct str bytes)
{
    GMimeContentType *t = g_mime_object_get_content_type(o);
    const char *name = GMIME_IS_PART(o) ? g_mime_part_get_filename(GMIME_PART(o)) : NULL;
    if (r->m->parts.n >= MAIL_PARTS_MAX)
        return;
    char *type = t ? g_mime_content_type_get_mime_type(t) : NULL;
    *LIST_ADD(r->c, &r->m->parts) = (struct mail_part){line_of(r->c, name ? name : "attachment"), line_of(r->c, type ? type : ""), bytes};
    g_free(type);
}

static void leaf_read(struct reading *r, GMimeObject *o)
{
    const char *how = g_mime_object_get_disposition(o);
    bool named = GMIME_IS_PART(o) && g_mime_part_get_filename(GMIME_PART(o));
    bool aside = named || (how && str_eq_case(str_z(how), STR("attachment")));
    if (!GMIME_IS_PART(o)) {
        attach(r, o, STR("")); /* a message within the message: named, not opened */
    } else if (is_type(o, "text", "*") && !aside) {
        buf_fmt(r->c, &r->text, "%s", r->text.n ? "\n\n" : "");
        buf_add(r->c, &r->text, part_text(r->c, o));
    } else
        attach(r, o, bytes_of(r->c, GMIME_PART(o)));
}

static void part_read(struct reading *r, GMimeObject *o, int depth);

/* The plainest of the forms that says something. */
static void choice_read(struct reading *r, GMimeMultipart *all, int depth)
{
    GMimeObject *best = NULL;
    int n = g_mime_multipart_get_count(all);
    for (int i = 0; i < n; i++) {
        GMimeObject *o = g_mime_multipart_get_part(all, i);
        bool plain = is_type(o, "text", "plain") && str_trim(part_text(r->c, o)).n;
        bool other = is_type(o, "text", "html") || GMIME_IS_MULTIPART(o);
        if (plain || (other && !best))
            best = o;
        if (plain)
            break;
    }
    if (best)
        part_read(r, best, depth + 1);
}

/* Parts lie within parts: as deep as DEPTH_MAX, and no deeper. */
static void part_read(struct reading *r, GMimeObject *o, int depth)
{
    if (!o || depth > DEPTH_MAX)
        return;
    r->report |= is_type(o, "multipart", "report");
    if (!GMIME_IS_MULTIPART(o))
        leaf_read(r, o);
    else if (is_type(o, "multipart", "alternative"))
        choice_read(r, GMIME_MULTIPART(o), depth);
    else
        for (int i = 0; i < g_mime_multipart_get_count(GMIME_MULTIPART(o)); i++)
            part_read(r, g_mime_multipart_get_part(GMIME_MULTIPART(o), i), depth + 1);
}

/* ---- machines ------------------------------------------------------------------------------------------------ */

static bool from_machine(struct str address)
{
    static const char *const names[] = {"mailer-daemon@", "postmaster@", "noreply@", "no-reply@", "donotreply@", "do-not-reply@", "bounce", "listserv@"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_starts(address, str_z(names[i])))
            return true;
    return false;
}

/* Why no answer may be sent (RFC 3834, 2); absent: a person wrote it. */
static struct str automatic(struct ctx *c, GMimeMessage *m, const struct mail *mail, bool report)
{
    struct str submitted = header(c, m, "Auto-Submitted"), precedence = header(c, m, "Precedence"), back = header(c, m, "Return-Path");
    struct str quiet = header(c, m, "X-Auto-Response-Suppress");
    if (report)
        return STR("it is a report of delivery");
    if (submitted.n && !str_starts(str_lower(c, submitted), STR("no")))
        return str_fmt(c, "it says Auto-Submitted: %.60s", submitted.p);
    if (back.p && str_eq(back, STR("<>")))
        return STR("it has no return path: a bounce");
    if (header(c, m, "List-Id").n || header(c, m, "List-Unsubscribe").n)
        return STR("it came through a mailing list");
    if (precedence.n && (str_eq_case(precedence, STR("bulk")) || str_eq_case(precedence, STR("junk")) || str_eq_case(precedence, STR("list")) ||
                         str_eq_case(precedence, STR("auto_reply"))))
        return str_fmt(c, "it says Precedence: %.20s", precedence.p);
    if (header(c, m, "X-Autoreply").n || header(c, m, "X-Autorespond").n || (quiet.n && str_has_case(quiet, STR("all"))))
        return STR("it says that it is an automatic answer");
    return from_machine(mail->from.address) ? STR("its sender reads no answers") : (struct str){0};
}

/* ---- reading --------------------------------------------------------------------------------------------------- */

static void heads_read(struct ctx *c, GMimeMessage *m, struct mail *out)
{
    const char *id = g_mime_message_get_message_id(m);
    GDateTime *date = g_mime_message_get_date(m);
    out->id = id && mail_id_is(str_z(id)) ? str_copy(c, str_z(id)) : (struct str){0};
    out->from = first_of(c, g_mime_message_get_from(m));
    out->reply_to = first_of(c, g_mime_message_get_reply_to(m));
    addresses_add(c, g_mime_message_get_to(m), &out->to);
    addresses_add(c, g_mime_message_get_cc(m), &out->to);
    out->subject = line_of(c, g_mime_message_get_subject(m));
    out->date_ms = date ? g_date_time_to_unix(date) * 1000 : 0;
    references_add(c, m, "References", &out->references);
    references_add(c, m, "In-Reply-To", &out->references);
    proofs_read(c, m, &out->proofs);
}

enum status mail_read(struct ctx *c, struct str raw, struct mail *out)
{
    pthread_once(&once, begin);
    *out = (struct mail){0};
    if (!raw.n || raw.n > MAIL_MAX)
        return fail(c, REJECT, raw.n ? "the message is longer than %d MiB" : "the message is empty", MAIL_MAX >> 20);
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(raw.p, raw.n);
    arena_defer(c->mem, unref, stream);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    arena_defer(c->mem, unref, parser);
    GMimeMessage *m = g_mime_parser_construct_message(parser, NULL);
    if (!m)
        return fail(c, REJECT, "this is no e-mail: it has no headers");
    arena_defer(c->mem, unref, m);
    struct reading r = {.c = c, .m = out};
    heads_read(c, m, out);
    part_read(&r, g_mime_message_get_mime_part(m), 0);
    mail_split(c, buf_str(&r.text), &out->text, &out->quoted);
    out->automatic = automatic(c, m, out, r.report);
    return OK;
}

/* ---- writing ------------------------------------------------------------------------------------------------------- */

static enum status letter_check(struct ctx *c, const struct letter *l)
{
    if (!mail_address_is(l->from.address) || !mail_address_is(l->to.address))
        return fail(c, REJECT, "a letter needs a plain address to come from and one to go to");
    if (!mail_id_is(l->id))
        return fail(c, REJECT, "a letter needs a Message-ID");
    for (size_t i = 0; i < l->references.n; i++)
        if (!mail_id_is(l->references.at[i]))
            return fail(c, REJECT, "what a letter answers is no Message-ID");
    return OK;
}

static void references_set(struct ctx *c, GMimeObject *o, const struct letter *l)
{
    struct buf all = {0};
    for (size_t i = 0; i < l->references.n; i++)
        buf_fmt(c, &all, "%s<%.*s>", i ? " " : "", FMT(l->references.at[i]));
    if (!all.n)
        return;
    g_mime_object_set_header(o, "In-Reply-To", str_fmt(c, "<%.*s>", FMT(l->references.at[l->references.n - 1])).p, NULL);
    g_mime_object_set_header(o, "References", all.p, NULL);
}

static struct str with_crlf(struct ctx *c, struct str s)
{
    struct buf out = {0};
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\n' && (!i || s.p[i - 1] != '\r'))
            buf_byte(c, &out, '\r');
        buf_byte(c, &out, s.p[i]);
    }
    return buf_str(&out);
}

static void body_set(struct ctx *c, GMimeMessage *m, struct str text)
{
    GMimeTextPart *body = g_mime_text_part_new_with_subtype("plain");
    g_mime_text_part_set_charset(body, "utf-8");
    g_mime_text_part_set_text(body, str_fmt(c, "%.*s\n", FMT(text_of(c, str_trim(text)))).p);
    g_mime_part_set_content_encoding(GMIME_PART(body), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    g_mime_message_set_mime_part(m, GMIME_OBJECT(body));
    g_object_unref(body);
}

enum status mail_write(struct ctx *c, const struct letter *l, struct str *raw)
{
    pthread_once(&once, begin);
    TRY(letter_check(c, l));
    GMimeMessage *m = g_mime_message_new(FALSE);
    GDateTime *date = g_date_time_new_from_unix_utc(l->date_ms / 1000);
    arena_defer(c->mem, unref, m);
    g_mime_message_add_mailbox(m, GMIME_ADDRESS_TYPE_FROM, line_of(c, l->from.name.p).p, l->from.address.p);
    g_mime_message_add_mailbox(m, GMIME_ADDRESS_TYPE_TO, line_of(c, l->to.name.p).p, l->to.address.p);
    g_mime_message_set_subject(m, line_of(c, l->subject.p).p, "utf-8");
    g_mime_message_set_message_id(m, str_copy(c, l->id).p);
    if (date) {
        g_mime_message_set_date(m, date);
        g_date_time_unref(date);
    }
    references_set(c, GMIME_OBJECT(m), l);
    if (l->machine) {
        g_mime_object_set_header(GMIME_OBJECT(m), "Auto-Submitted", "auto-replied", NULL);
        g_mime_object_set_header(GMIME_OBJECT(m), "X-Digital-Source-Type", "trainedAlgorithmicMedia", NULL);
    }
    body_set(c, m, l->text);
    char *z = g_mime_object_to_string(GMIME_OBJECT(m), NULL);
    *raw = with_crlf(c, str_copy(c, str_z(z)));
    g_free(z);
    return OK;
}
