/* port/markup_libxml2.c - keeps core/markup.h by libxml2: its forgiving HTML parser and its pulling XML reader.
 *
 * Entities are never expanded and nothing is loaded from outside (no XXE, no "billion laughs").
 */
#include "core/markup.h"
#include <libxml/HTMLparser.h>
#include <libxml/xmlreader.h>

/* ---- HTML -------------------------------------------------------------------------------------- */

bool markup_is(struct str s)
{
    for (size_t i = 0; i + 2 < s.n; i++) {
        char a = s.p[i + 1];
        bool letter = (a >= 'a' && a <= 'z') || (a >= 'A' && a <= 'Z');
        if (s.p[i] == '<' && (letter || a == '/' || a == '!') && memchr(s.p + i, '>', s.n - i))
            return true;
        if (s.p[i] == '&' && (letter || a == '#')) {
            const char *end = memchr(s.p + i, ';', s.n - i < 12 ? s.n - i : 12);
            if (end && end - (s.p + i) > 2 && !memchr(s.p + i, ' ', (size_t)(end - s.p) - i))
                return true;
        }
    }
    return false;
}

static bool one_of(const xmlNode *n, const char *list) /* " p div " */
{
    char name[24];
    int len = n->name ? snprintf(name, sizeof name, " %s ", (const char *)n->name) : 0;
    return len > 0 && len < (int)sizeof name && strcasestr(list, name);
}

static bool is_block(const xmlNode *n)
{
    return one_of(n, " p div br hr h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table tr caption blockquote section article header footer"
                     " aside main figure figcaption pre address fieldset form details summary nav body ");
}

static bool is_hidden(const xmlNode *n)
{
    return one_of(n, " script style head title noscript template iframe object svg math select button ");
}

struct writing {
    struct ctx *c;
    struct buf out;
    bool blank;      /* one is due before the next word */
    struct strs *items;
    size_t item_at;  /* where the innermost list item began */
};

static void line_end(struct writing *w)
{
    w->blank = false;
    if (w->out.n && w->out.p[w->out.n - 1] != '\n')
        buf_byte(w->c, &w->out, '\n');
}

static void words_add(struct writing *w, const char *s)
{
    for (; *s; s++) {
        bool space = *s == ' ' || *s == '\t' || *s == '\n' || *s == '\r' || *s == '\f';
        bool no_break = (unsigned char)s[0] == 0xC2 && (unsigned char)s[1] == 0xA0;
        bool nothing = (unsigned char)s[0] == 0xE2 && (unsigned char)s[1] == 0x80 && (unsigned char)s[2] == 0x8B; /* zero-width */
        if (space || no_break || nothing) {
            w->blank |= !nothing && w->out.n && w->out.p[w->out.n - 1] != '\n';
            s += no_break ? 1 : nothing ? 2 : 0;
            continue;
        }
        if (w->blank)
            buf_byte(w->c, &w->out, ' ');
        w->blank = false;
        buf_byte(w->c, &w->out, *s);
    }
}

static void element_begin(struct writing *w, const xmlNode *n)
{
    if (is_block(n))
        line_end(w);
    if (one_of(n, " li "))
        w->item_at = w->out.n;
    if (!one_of(n, " td th dd ") || !w->out.n)
        return;
    int before = 0; /* cells of the row before this one */
    for (const xmlNode *p = n->prev; p; p = p->prev)
        before += p->type == XML_ELEMENT_NODE;
    char last = w->out.p[w->out.n - 1];
    if (before && last != '\n')
        w->blank = false, words_add(w, last == ':' ? " " : before == 1 ? ": " : ", ");
}

static void element_end(struct writing *w, const xmlNode *n)
{
    if (one_of(n, " li ") && w->items) {
        struct str text = str_trim(str_part(buf_str(&w->out), w->item_at < w->out.n ? w->item_at : w->out.n, w->out.n));
        if (text.n && !memchr(text.p, '\n', text.n))
            strs_add(w->c, w->items, str_copy(w->c, text));
    }
    if (is_block(n))
        line_end(w);
}

/* Depth first without recursion: outside text decides the depth. */
static void tree_write(struct writing *w, const xmlNode *root)
{
    for (const xmlNode *n = root; n;) {
        bool down = n->type == XML_ELEMENT_NODE && n->children && !is_hidden(n);
        if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE)
            words_add(w, (const char *)n->content);
        else if (n->type == XML_ELEMENT_NODE && !is_hidden(n))
            element_begin(w, n);
        if (down) {
            n = n->children;
            continue;
        }
        while (n != root && !n->next) {
            n = n->parent;
            if (n->type == XML_ELEMENT_NODE)
                element_end(w, n);
        }
        n = n == root ? NULL : (n->type == XML_ELEMENT_NODE && !n->children ? element_end(w, n) : (void)0, n->next);
    }
}

struct str markup_text(struct ctx *c, struct str html, struct strs *items)
{
    struct writing w = {.c = c, .items = items};
    if (!html.n || html.n > INT32_MAX)
        return STR("");
    htmlDocPtr doc = htmlReadMemory(html.p, (int)html.n, NULL, "UTF-8",
                                    HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_COMPACT);
    xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    if (root)
        tree_write(&w, root);
    xmlFreeDoc(doc);
    return str_trim(buf_str(&w.out)).n ? str_copy(c, str_trim(buf_str(&w.out))) : STR("");
}

/* ---- feeds ----------------------------------------------------------------------------------------- */

enum { ERRORS = 256 }; /* of those noted and not yet met by an item; more would be noise */

struct xml_error {
    int line;
    char text[160];
};
struct feed {
    xmlTextReaderPtr reader;
    struct xml_error wrong[ERRORS];
    size_t n_wrong;
    bool inside; /* on an item that was handed out: step over it first */
};

static void feed_close(void *what) { xmlFreeTextReader(((struct feed *)what)->reader); }

static void on_error(void *arg, xmlErrorPtr e)
{
    struct feed *f = arg;
    if (e->level < XML_ERR_ERROR || f->n_wrong == ERRORS)
        return;
    struct xml_error *x = &f->wrong[f->n_wrong++];
    x->line = e->line;
    snprintf(x->text, sizeof x->text, "%s", e->message ? e->message : "the XML is broken");
    x->text[strcspn(x->text, "\n")] = 0;
}

enum status feed_open(struct ctx *c, const char *path, struct str bytes, struct feed **out)
{
    int options = XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_RECOVER;
    struct feed *f = NEW(c, struct feed);
    if (!path && bytes.n > INT32_MAX)
        return fail(c, REJECT, "the feed is larger than 2 GiB");
    f->reader = path ? xmlReaderForFile(path, NULL, options) : xmlReaderForMemory(bytes.p, (int)bytes.n, NULL, NULL, options);
    if (!f->reader)
        return fail(c, RETRY, "%s: cannot be read as XML", path ? path : "feed");
    arena_defer(c->mem, feed_close, f);
    xmlTextReaderSetStructuredErrorHandler(f->reader, (xmlStructuredErrorFunc)on_error, f);
    *out = f;
    return OK;
}

/* Take the errors that stand in these lines off the list; the first says what is wrong. */
static struct str errors_take(struct ctx *c, struct feed *f, int64_t from, int64_t to)
{
    struct str first = {0};
    size_t kept = 0;
    for (size_t i = 0; i < f->n_wrong; i++) {
        bool here = f->wrong[i].line >= from && f->wrong[i].line <= to;
        if (here && !first.n)
            first = str_fmt(c, "%s", f->wrong[i].text);
        else if (!here)
            f->wrong[kept++] = f->wrong[i];
    }
    f->n_wrong = kept;
    return first;
}

struct str feed_error(const struct feed *f, int64_t *line)
{
    *line = f->n_wrong ? f->wrong[0].line : 0;
    return f->n_wrong ? str_z(f->wrong[0].text) : STR("");
}

static struct str text_of(struct ctx *c, const xmlNode *n)
{
    xmlChar *s = xmlNodeGetContent(n);
    struct str text = s ? str_mend(c, str_copy(c, str_trim(str_z((const char *)s)))) : STR("");
    xmlFree(s);
    return text;
}

static struct str value_of(struct ctx *c, const xmlNode *n)
{
    struct buf b = {0};
    bool parts = false;
    for (const xmlNode *k = n->children; k; k = k->next) {
        if (k->type != XML_ELEMENT_NODE)
            continue;
        buf_fmt(c, &b, "%s%s", parts ? ":" : "", text_of(c, k).p);
        parts = true;
    }
    struct str text = parts ? buf_str(&b) : text_of(c, n);
    if (text.n)
        return text;
    xmlChar *href = xmlGetNoNsProp(n, (const xmlChar *)"href");
    text = href ? str_mend(c, str_copy(c, str_z((const char *)href))) : text;
    xmlFree(href);
    return text;
}

static void item_read(struct ctx *c, struct feed *f, xmlNode *n, struct feed_item *item)
{
    LIST(struct item_field) fields = {0};
    for (const xmlNode *k = n->children; k; k = k->next)
        if (k->type == XML_ELEMENT_NODE)
            *LIST_ADD(c, &fields) = (struct item_field){str_mend(c, str_copy(c, str_z((const char *)k->name))), value_of(c, k)};
    xmlBufferPtr raw = xmlBufferCreate();
    if (raw && xmlNodeDump(raw, n->doc, n, 0, 0) > 0)
        item->raw = str_mend(c, str_copy(c, str_z((const char *)xmlBufferContent(raw))));
    xmlBufferFree(raw);
    item->at = fields.at, item->n = fields.n;
    item->line = xmlGetLineNo(n);
    int64_t end = item->line;
    for (size_t i = 0; i < item->raw.n; i++)
        end += item->raw.p[i] == '\n';
    item->wrong = f->n_wrong ? errors_take(c, f, item->line, end) : (struct str){0};
}

static bool is_item(xmlTextReaderPtr r)
{
    const xmlChar *name = xmlTextReaderNodeType(r) == XML_READER_TYPE_ELEMENT ? xmlTextReaderConstLocalName(r) : NULL;
    return name && (xmlStrcmp(name, (const xmlChar *)"item") == 0 || xmlStrcmp(name, (const xmlChar *)"entry") == 0);
}

bool feed_next(struct ctx *c, struct feed *f, struct feed_item *item)
{
    *item = (struct feed_item){0};
    for (int more = 1; more == 1;) {
        more = f->inside ? xmlTextReaderNext(f->reader) : xmlTextReaderRead(f->reader);
        f->inside = false;
        xmlNode *n = more == 1 && is_item(f->reader) ? xmlTextReaderExpand(f->reader) : NULL;
        if (!n)
            continue;
        f->inside = true;
        item_read(c, f, n, item);
        return true;
    }
    return false;
}
