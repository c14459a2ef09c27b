/* app/web/show.c - how an item, its texts and their evidence look. */
#include "app/web/show.h"
#include "app/web/diff.h"
#include "core/capability.h"
#include "data/product.h"
#include <ctype.h>
#include <math.h>

void put_photo(struct visit *v, struct str product, const struct strs *images, const char *class)
{
    if (!images->n) {
        put(v, "<span class=\"{} nophoto\" aria-hidden=true></span>", A(str_z(class)));
        return;
    }
    struct str first = images->at[0];
    if (str_starts(first, STR("https://")) || str_starts(first, STR("http://")))
        put(v, "<img class={} loading=lazy alt=\"\" src=\"{}\">", A(str_z(class)), A(first));
    else
        put(v, "<img class={} loading=lazy alt=\"\" src=\"/image/{/}/0\">", A(str_z(class)), A(product));
}

static struct str state_title(struct str state)
{
    return str_eq(state, STR("waiting")) ? STR("waits for review") : str_eq(state, STR("undoing")) ? STR("being undone") : state;
}

void put_state(struct visit *v, struct str state)
{
    if (state.n)
        put(v, "<span class=\"state s-{}\">{}</span>", A(state), A(state_title(state)));
}

void put_confidence(struct visit *v, double confidence)
{
    if (!isnan(confidence))
        put(v, "<span class=meta title=\"How much of the text the verifier understood\">confidence {%}</span>", A(confidence));
}

void put_risk(struct visit *v, struct str risk)
{
    if (risk.n)
        put(v, "<span class=\"risk r-{}\" title=\"How much harm a wrong one would do\">{} risk</span>", A(risk), A(risk));
}

struct str kind_title(struct ctx *c, struct str kind, struct str subject)
{
    const struct capability *k = capability_find(kind);
    if (!k || !k->title)
        return str_fmt(c, "%.*s · %.*s", FMT(kind), FMT(subject));
    struct str title = str_replace(c, str_z(k->title), STR("{}"), subject);
    return title.n ? str_fmt(c, "%c%.*s", toupper((unsigned char)title.p[0]), FMT(str_part(title, 1, title.n))) : title;
}

struct str field_title(struct ctx *c, struct str field)
{
    static const struct {
        const char *name, *title;
    } known[] = {{"seo_title", "Search title"}, {"seo_description", "Search description"}, {"alt_text", "Alt text"}, {"slug", "Address (slug)"}, {"gtin", "GTIN"}, {"sku", "SKU"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq(field, str_z(known[i].name)))
            return str_z(known[i].title);
    struct buf b = {0};
    for (size_t i = 0; i < field.n; i++) {
        char ch = field.p[i] == '_' ? ' ' : field.p[i];
        buf_byte(c, &b, i == 0 && ch >= 'a' && ch <= 'z' ? (char)(ch - 32) : ch);
    }
    return buf_str(&b);
}

/* ---- HTML to text ------------------------------------------------------------------------------------ */

static size_t entity(struct ctx *c, struct str s, size_t at, struct buf *out)
{
    static const struct {
        struct str name;
        const char *text;
    } known[] = {{STR("&amp;"), "&"}, {STR("&lt;"), "<"}, {STR("&gt;"), ">"}, {STR("&quot;"), "\""}, {STR("&#39;"), "'"},
                 {STR("&apos;"), "'"}, {STR("&nbsp;"), " "}};
    struct str rest = str_part(s, at, s.n);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_starts(rest, known[i].name)) {
            buf_add(c, out, str_z(known[i].text));
            return at + known[i].name.n;
        }
    buf_byte(c, out, '&');
    return at + 1;
}

static bool is_block(struct str tag)
{
    static const char *const names[] = {"p", "/p", "br", "br/", "li", "/li", "ul", "/ul", "div", "/div", "h2", "/h2", "h3", "/h3", "tr"};
    struct str word = str_part(tag, 0, strcspn(tag.p, " >\t\n") < tag.n ? strcspn(tag.p, " >\t\n") : tag.n);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq_case(word, str_z(names[i])))
            return true;
    return false;
}

struct str html_plain(struct ctx *c, struct str html)
{
    struct buf b = {0};
    for (size_t i = 0; i < html.n;) {
        size_t end = html.p[i] == '<' ? str_find(html, STR(">"), i) : SIZE_MAX;
        if (end != SIZE_MAX) {
            if (is_block(str_part(html, i + 1, end)) && b.n && b.p[b.n - 1] != '\n')
                buf_byte(c, &b, '\n');
            i = end + 1;
        } else if (html.p[i] == '&')
            i = entity(c, html, i, &b);
        else
            buf_byte(c, &b, html.p[i++]);
    }
    return str_copy(c, str_trim(buf_str(&b)));
}

/* "15.50 USD", as fields hold it, is told as all money is; what is not so written stays. */
static struct str money_shown(struct ctx *c, struct str text)
{
    size_t blank = str_find(text, STR(" "), 0);
    struct str currency = blank < text.n ? str_part(text, blank + 1, text.n) : STR("");
    int64_t minor;
    return currency.n == 3 && money_read(str_part(text, 0, blank), currency, &minor) ? money_said(c, minor, currency, STR("en")) : text;
}

static struct str shown(struct ctx *c, const struct explain_change *h, struct str text)
{
    return str_eq(h->format, STR("html")) ? html_plain(c, text) : str_eq(h->format, STR("money")) ? money_shown(c, text) : text;
}

/* ---- claims within a text ------------------------------------------------------------------------------ */

/* Where `part` stands in `text` as words of its own: "us" does not stand in "just". */
static size_t find_words(struct str text, struct str part, size_t from)
{
    for (size_t at = from; (at = str_find(text, part, at)) != SIZE_MAX; at++) {
        bool before = at == 0 || !isalnum((unsigned char)text.p[at - 1]) || !isalnum((unsigned char)part.p[0]);
        size_t end = at + part.n;
        bool after = end >= text.n || !isalnum((unsigned char)text.p[end]) || !isalnum((unsigned char)part.p[part.n - 1]);
        if (before && after)
            return at;
    }
    return SIZE_MAX;
}

/* The next claim of this field that stands in the rest of the text; SIZE_MAX: none. */
static size_t next_claim(const struct explain *i, const struct explain_change *h, struct str text, size_t from, size_t *which)
{
    size_t best = SIZE_MAX;
    for (size_t k = 0; k < i->claims.n; k++) {
        const struct explain_claim *f = &i->claims.at[k];
        bool here = str_eq(f->field, h->field) || i->changes.n == 1;
        size_t at = here && f->text.n ? find_words(text, f->text, from) : SIZE_MAX;
        bool longer = at == best && best != SIZE_MAX && f->text.n > i->claims.at[*which].text.n;
        if (at < best || longer)
            best = at, *which = k;
    }
    return best;
}

static void put_marked(struct visit *v, const struct explain *i, const struct explain_change *h, struct str text)
{
    size_t from = 0, which = 0;
    for (size_t at; (at = next_claim(i, h, text, from, &which)) != SIZE_MAX;) {
        const struct explain_claim *f = &i->claims.at[which];
        put_text(v, str_part(text, from, at));
        put(v, "<mark class=\"v-{}\" data-claim={} tabindex=0 title=\"{}: {}\">{}</mark>", A(f->verdict), A((long)which), A(f->verdict),
            A(f->fact.n ? f->fact : f->kind), A(f->text));
        from = at + f->text.n;
    }
    put_text(v, str_part(text, from, text.n));
}

void put_findings(struct visit *v, const struct explain *i)
{
    if (!i->claims.n) {
        put(v, "<p class=dim>No checkable claims were found in the text.</p>");
        return;
    }
    put(v, "<div class=scroll tabindex=0><table class=claims><thead><tr><th>Claim<th>Verdict<th>Evidence in the shop&rsquo;s data</thead><tbody>");
    for (size_t k = 0; k < i->claims.n; k++) {
        const struct explain_claim *f = &i->claims.at[k];
        put(v, "<tr data-claim={}><td><q>{}</q> <small class=dim>{}</small><td><span class=\"verdict v-{}\">{}</span><td>", A((long)k),
            A(f->text), A(f->kind), A(f->verdict), A(f->verdict));
        if (f->fact.n)
            put(v, "{}", A(f->fact));
        else
            put(v, "<span class=dim>none</span>");
        if (f->source.n)
            put(v, " <small class=dim>{}</small>", A(f->source));
    }
    put(v, "</tbody></table></div>");
}

/* ---- before and after ------------------------------------------------------------------------------------ */

static void put_side(struct visit *v, const struct words *w, bool after)
{
    for (size_t i = 0; i < w->n; i++) {
        const struct word *one = &w->at[i];
        if (one->how == (after ? WORD_GONE : WORD_NEW))
            continue;
        if (one->how == WORD_SAME)
            put_text(v, one->text);
        else if (after)
            put(v, "<ins>{}</ins>", A(one->text));
        else
            put(v, "<del>{}</del>", A(one->text));
    }
}

static void put_change(struct visit *v, const struct explain *i, const struct explain_change *h, bool edit)
{
    struct str before = shown(v->c, h, h->before.p ? h->before : STR("")), after = shown(v->c, h, h->after);
    struct words w;
    double same = diff_words(v->c, before, after, &w);
    bool undone = str_eq(h->state, STR("restored"));
    put(v, "<article class=change><h3>{} <small class=dim>{}", A(field_title(v->c, h->field)), A(h->locale));
    if (h->edited_by.n)
        put(v, " edited by {}", A(h->edited_by));
    if (!str_eq(h->state, STR("proposed")))
        put(v, " · {}", A(h->state));
    put(v, "</small></h3><div class=sides><div class=before><h4>Before</h4>");
    if (!before.n)
        put(v, "<p class=dim>empty</p>");
    else if (same >= DIFF_WORTH && w.n) {
        put(v, "<p>");
        put_side(v, &w, false);
        put(v, "</p>");
    } else
        put(v, "<p>{}</p>", A(before));
    put(v, undone ? "</div><div class=after><h4>After (undone)</h4><p>" : "</div><div class=after><h4>After</h4><p>");
    if (i->claims.n || same < DIFF_WORTH || !w.n)
        put_marked(v, i, h, after);
    else
        put_side(v, &w, true);
    put(v, "</p>");
    if (str_starts(i->kind, STR("copy."))) /* a shop's fields are so long and no longer; a price has no length */
        put(v, "<small class=dim>{,} characters</small>", A((long)str_count(after)));
    put(v, "</div></div>");
    if (edit)
        put(v, "<label class=edit hidden>Your text<textarea data-pos={} rows=6 spellcheck=true>{}</textarea></label>", A(h->pos), A(h->after));
    put(v, "</article>");
}

void put_changes(struct visit *v, const struct explain *i, bool edit)
{
    if (!i->changes.n)
        put(v, "<p class=dim>No text yet: it appears here as soon as it is written.</p>");
    for (size_t k = 0; k < i->changes.n; k++)
        put_change(v, i, &i->changes.at[k], edit);
}

void put_moves(struct visit *v, const struct explain *i)
{
    put(v, "<ol class=moves>");
    for (size_t k = 0; k < i->moves.n; k++) {
        const struct explain_move *m = &i->moves.at[k];
        put(v, "<li>");
        put_state(v, m->to);
        put(v, " <b>{}</b> <span>{}</span> <span class=dim>{t}</span></li>", A(m->actor), A(m->because), A(m->at_ms));
    }
    put(v, "</ol>");
}
