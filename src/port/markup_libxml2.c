/* port/markup_libxml2.c - keeps core/markup.h by libxml2: its forgiving HTML parser and its strict XML parser.
 *
 * Entities are never expanded and nothing is loaded from outside (no XXE, no "billion laughs").
 */
#include "core/markup.h"
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>

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

static bool one_of(const xmlNode *n, const char *list) /* " p div ": the parser gives names in lower case */
{
    const char *name = n->name ? (const char *)n->name : "";
    size_t len = strlen(name);
    for (const char *p = list; len && *p; p = strchrnul(p, ' ')) {
        p += *p == ' ';
        if (strncmp(p, name, len) == 0 && p[len] == ' ')
            return true;
    }
    return false;
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

/* ---- items ----------------------------------------------------------------------------------------- */

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

static struct str name_of(struct ctx *c, const xmlNode *n)
{
    const char *name = (const char *)n->name, *colon = strrchr(name, ':'); /* a prefix nobody declared */
    return str_mend(c, str_copy(c, str_z(colon && colon[1] ? colon + 1 : name)));
}

static void item_read(struct ctx *c, const xmlNode *root, struct feed_item *out)
{
    LIST(struct item_field) fields = {0};
    for (const xmlNode *k = root ? root->children : NULL; k; k = k->next)
        if (k->type == XML_ELEMENT_NODE)
            *LIST_ADD(c, &fields) = (struct item_field){name_of(c, k), value_of(c, k)};
    *out = (struct feed_item){fields.at, fields.n};
}

/* libxml2's own reader loses good items around a broken one, so the feed is cut into items before it comes here. */
enum status markup_item(struct ctx *c, struct str xml, struct feed_item *out)
{
    *out = (struct feed_item){0};
    if (xml.n > INT32_MAX)
        return fail(c, REJECT, "the item is too long");
    xmlParserCtxtPtr p = xmlNewParserCtxt();
    if (!p)
        abort();
    xmlDocPtr doc = xmlCtxtReadMemory(p, xml.p, (int)xml.n, NULL, "UTF-8", XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    const xmlError *e = xmlCtxtGetLastError(p);
    enum status s = OK;
    if (doc && p->wellFormed)
        item_read(c, xmlDocGetRootElement(doc), out);
    else {
        struct str why = str_mend(c, str_copy(c, str_trim(str_z(e && e->message ? e->message : "not well-formed"))));
        s = fail(c, REJECT, "%s", why.p);
    }
    xmlFreeDoc(doc);
    xmlFreeParserCtxt(p);
    return s;
}
