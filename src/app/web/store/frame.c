/* app/web/store/frame.c - what is around every page of the storefront, and the headers that let it be cached.
 *
 * The frame names no reader: the number in the cart, consent and chat are asked for by the page's script, or stand on
 * pages of their own for who has none.
 */
#include "app/page.h"
#include "app/web/store/store.h"
#include "core/json.h"
#include "core/hash.h"

bool store_is(const struct visit *v)
{
    struct str t = v->r->target;
    return str_starts(t, STR("/shop")) && !str_starts(t, STR("/shop/api/")) &&
           (t.n == 5 || t.p[5] == '/' || t.p[5] == '?');
}

/* A file of ours with its hash in the address: kept for ever, and new when it changed. */
static struct str asset_url(struct ctx *c, const char *name)
{
    for (const struct page_file *f = page_files; f->name; f++)
        if (strcmp(f->name, name) == 0)
            return str_fmt(c, "/asset/%s?v=%.12s", name, hash_blake2b(c, (struct str){f->text, f->n}).p);
    return str_fmt(c, "/asset/%s", name);
}

/* JSON between script tags: no "<" may end it. */
static void put_json(struct visit *v, const char *type, struct str json)
{
    put(v, "<script type=\"{}\">", A(str_z(type)));
    buf_add(v->c, &v->out, str_replace(v->c, json, STR("<"), STR("\\u003c")));
    put(v, "</script>");
}

static void put_head(struct visit *v, const struct frame *f, const struct guide *g)
{
    struct str title = f->title.n ? str_fmt(v->c, "%s · %s", f->title.p, g->name.p) : g->name;
    put(v,
        "<!doctype html><html lang=\"{}\"><head><meta charset=utf-8><title>{}</title><meta name=viewport "
        "content=\"width=device-width, initial-scale=1\">"
        "<meta name=color-scheme content=\"light dark\"><meta name=theme-color content=\"#fbfaf8\" "
        "media=\"(prefers-color-scheme: light)\">",
        A(g->language), A(title));
    if (f->description.n)
        put(v, "<meta name=description content=\"{}\">", A(f->description));
    if (f->path.n)
        put(v, "<link rel=canonical href=\"{}\">", A(f->path));
    else
        put(v, "<meta name=robots content=\"noindex, follow\">");
    put(v,
        "<link rel=icon href=\"/asset/icon.svg\" type=\"image/svg+xml\"><link rel=stylesheet href=\"{}\"><script defer "
        "src=\"{}\"></script>",
        A(asset_url(v->c, "shop.css")), A(asset_url(v->c, "shop.js")));
    if (f->json_ld.n)
        put_json(v, "application/ld+json", f->json_ld);
    put(v, "</head><body class=\"p-{}\" data-kind=\"{}\" data-currency=\"{}\">", A(f->kind), A(f->kind),
        A(g->currency));
}

static void put_top(struct visit *v, const struct frame *f, const struct guide *g)
{
    put(v,
        "<a class=skip href=\"#main\">Skip to the content</a><header class=top><a class=logo href=\"/shop\"><svg "
        "viewBox=\"0 0 24 24\" aria-hidden=true>"
        "<path d=\"M5 8h14l-1.2 11.5H6.2zM8.5 8a3.5 3.5 0 017 0\"/></svg><span>{}</span></a>",
        A(g->name));
    put(v,
        "<form class=search role=search action=\"/shop/search\"><label class=vh for=q>Search the shop</label>"
        "<input id=q type=search name=q maxlength=400 autocomplete=off placeholder=\"Search: running shoes under 100, "
        "not leather\" value=\"{}\">"
        "<button aria-label=Search><svg viewBox=\"0 0 20 20\" aria-hidden=true><circle cx=9 cy=9 r=5.5 /><path d=\"M13 "
        "13l4 4\"/></svg></button>"
        "<button type=button id=speak class=mic hidden aria-label=\"Search by voice\"><svg viewBox=\"0 0 20 20\" "
        "aria-hidden=true>"
        "<path d=\"M10 3a2.5 2.5 0 012.5 2.5v4a2.5 2.5 0 01-5 0v-4A2.5 2.5 0 0110 3zM5 9.5a5 5 0 0010 0M10 "
        "14.5V17\"/></svg></button>"
        "<a class=lens href=\"/shop/photo\" aria-label=\"Search by photo\" title=\"Search by photo\"><svg viewBox=\"0 0 20 20\" aria-hidden=true>"
        "<path d=\"M3 6.5h3L7.5 4.5h5L14 6.5h3v9H3z\"/><circle cx=10 cy=10.8 r=2.7 /></svg></a>"
        "<ul id=hints role=listbox aria-label=Suggestions hidden></ul></form>",
        A(f->query));
    put(v, "<nav class=tools aria-label=Shop><a href=\"/shop/chat\" id=open-chat><svg viewBox=\"0 0 20 20\" "
           "aria-hidden=true>"
           "<path d=\"M3 5h14v9H9l-4 3v-3H3z\"/></svg><span>Ask</span></a>"
           "<a href=\"/shop/help\"><svg viewBox=\"0 0 20 20\" aria-hidden=true>"
           "<path d=\"M10 2.5a7.5 7.5 0 100 15 7.5 7.5 0 000-15zM7.8 7.6a2.3 2.3 0 114 1.6c-.9.8-1.8 1.2-1.8 2.4M10 "
           "14.2v.3\"/></svg><span>Help</span></a>"
           "<a href=\"/shop/cart\"><svg viewBox=\"0 0 20 20\" aria-hidden=true><path d=\"M2 3h2.5l2 10h9l2-7H5.2M8 "
           "17h.1M14 17h.1\"/></svg>"
           "<span>Cart</span><b id=cart-count hidden></b></a></nav></header>");
    put(v, "<nav class=aisles aria-label=Categories><ul>");
    for (size_t i = 0; i < g->n_aisles && i < 8; i++)
        put(v, "<li><a href=\"/shop/category/{/}\">{}</a></li>", A(g->aisles[i].slug), A(g->aisles[i].name));
    put(v, "<li><a href=\"/shop/search\">Everything</a></li></ul></nav>");
}

enum status store_frame(struct visit *v, const struct frame *f)
{
    const struct guide *g;
    TRY(store_guide(v, &g));
    put_head(v, f, g);
    put_top(v, f, g);
    TRY(put_rehearsal(v, false));
    put(v, "<main id=main tabindex=-1>");
    return OK;
}

static void put_chat_shell(struct visit *v)
{
    put(v, "<aside id=chat class=chat aria-label=\"Shop assistant\" hidden><header><h2>Shop assistant</h2><small "
           "class=ai-note>You are talking with an AI. It answers"
           " from the catalogue and can be wrong.</small><button type=button class=close aria-label=\"Close the "
           "assistant\">×</button></header>"
           "<div class=log role=log aria-live=polite tabindex=0 aria-label=Conversation></div><form class=say "
           "action=\"/shop/chat\" method=post>"
           "<label class=vh for=say>Your message</label><input id=say name=message maxlength=500 autocomplete=off "
           "placeholder=\"What are you looking for?\">"
           "<button type=button class=mic hidden aria-label=\"Speak your message\"><svg viewBox=\"0 0 20 20\" "
           "aria-hidden=true>"
           "<path d=\"M10 3a2.5 2.5 0 012.5 2.5v4a2.5 2.5 0 01-5 0v-4A2.5 2.5 0 0110 3zM5 9.5a5 5 0 0010 0M10 "
           "14.5V17\"/></svg></button>"
           "<button>Send</button></form></aside>");
}

static void put_foot(struct visit *v, const struct guide *g)
{
    put(v,
        "<footer class=foot><div><strong>{}</strong><p>A demonstration shop: orders placed here are recorded as such "
        "and no money moves.</p></div>"
        "<div><strong>How texts are made</strong><p>What carries the mark <span class=ai>AI</span> was written by a "
        "machine and checked, sentence by"
        " sentence, against the product&rsquo;s facts.</p></div><div><strong>Your choice</strong><p><a "
        "href=\"/shop/privacy\">Privacy and consent</a></p></div></footer>",
        A(g->name));
    put_chat_shell(v);
    put(v, "<div id=consent class=consent role=region aria-label=Consent hidden><p>May we remember what you look at, "
           "to sort the shop for you? Nothing leaves this"
           " shop. Without your yes we only count. <a href=\"/shop/privacy\">More</a></p><div><button type=button "
           "data-consent=no>No, thanks</button>"
           "<button type=button data-consent=yes class=primary>Yes</button></div></div>"
           "<div id=toast role=status aria-live=polite></div></body></html>");
}

/* The same page again is answered with 304. A cache on the way may keep it half a minute. */
enum status store_done(struct visit *v, bool cacheable)
{
    const struct guide *g;
    TRY(store_guide(v, &g));
    put(v, "</main>");
    put_foot(v, g);
    visit_header(v, "Permissions-Policy", STR("camera=(), microphone=(self), geolocation=(), payment=()"));
    struct str page = buf_str(&v->out);
    if (!cacheable)
        return text_answer(v, 200, "text/html; charset=utf-8", page);
    struct str tag = str_fmt(v->c, "\"%.24s\"", hash_blake2b(v->c, page).p), known = request_header(v->r, "If-None-"
                                                                                                          "Match");
    bool same = known.p && str_has(known, tag);
    visit_header(v, "ETag", tag);
    visit_header(v, "Cache-Control", STR("public, max-age=0, s-maxage=30, stale-while-revalidate=60"));
    return text_answer(v, same ? 304 : 200, "text/html; charset=utf-8", same ? STR("") : page);
}

void store_error(struct visit *v, int code, const char *title)
{
    struct str why = str_copy(v->c, str_z(v->c->why));
    struct frame f = {.title = str_z(title), .kind = STR("error")};
    v->out = (struct buf){0};
    if (code != 503 && (v->c->db || web_borrow(v->web, v->c) == OK) && store_frame(v, &f) == OK) {
        put(v,
            "<section class=lost><h1>{}</h1><p class=lead>{}</p><p><a class=button href=\"/shop\">To the "
            "shop</a></p></section>",
            A(str_z(title)), A(why));
        if (store_done(v, false) == OK)
            v->reply->code = code;
        return;
    }
    text_answer(v, code, "text/plain; charset=utf-8", why);
}

void put_event(struct visit *v, struct tree *t, struct node *event, struct node *properties)
{
    node_set(t, event, "properties", properties);
    put(v, "<script type=\"application/json\" class=seen>");
    buf_add(v->c, &v->out, str_replace(v->c, tree_text(v->c, t, event), STR("<"), STR("\\u003c")));
    put(v, "</script>");
}
