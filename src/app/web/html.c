/* app/web/html.c - escaping, numbers, times, and the frame around every page. */
#include "app/web/html.h"
#include "app/web/view_thread.h"
#include "core/field.h"
#include "data/day.h"
#include "data/item.h"
#include "data/product.h"
#include "data/rehearsal.h"
#include <math.h>
#include <stdlib.h>

/* ---- values --------------------------------------------------------------------------------------- */

void put_text(struct visit *v, struct str s) { buf_html(v->c, &v->out, s); }

static void put_grouped(struct visit *v, int64_t n)
{
    char digits[32];
    int len = snprintf(digits, sizeof digits, "%lld", (long long)llabs((long long)n));
    if (n < 0)
        buf_add(v->c, &v->out, STR("\u2212"));
    for (int i = 0; i < len; i++) {
        if (i && (len - i) % 3 == 0)
            buf_byte(v->c, &v->out, ',');
        buf_byte(v->c, &v->out, digits[i]);
    }
}

static void put_short(struct visit *v, int64_t n)
{
    if (n < 10000)
        put_grouped(v, n);
    else if (n < 1000000)
        buf_fmt(v->c, &v->out, "%.1f k", (double)n / 1e3);
    else
        buf_fmt(v->c, &v->out, "%.1f M", (double)n / 1e6);
}

static void put_percent(struct visit *v, double share)
{
    if (isnan(share))
        buf_add(v->c, &v->out, STR("–"));
    else
        buf_fmt(v->c, &v->out, share > 0 && share < 0.0995 ? "%.1f %%" : "%.0f %%", 100 * share);
}

struct str time_ago(struct ctx *c, int64_t at_ms)
{
    int64_t s = (c->now_ms - at_ms) / 1000;
    const char *tail = s < 0 ? "" : " ago", *head = s < 0 ? "in " : "";
    s = s < 0 ? -s : s;
    if (s < 10)
        return STR("just now");
    if (s < 90)
        return str_fmt(c, "%s%lld s%s", head, (long long)s, tail);
    if (s < 90 * 60)
        return str_fmt(c, "%s%lld min%s", head, (long long)(s + 30) / 60, tail);
    if (s < 36 * 3600)
        return str_fmt(c, "%s%lld h%s", head, (long long)(s + 1800) / 3600, tail);
    return str_fmt(c, "%s%lld d%s", head, (long long)(s + 43200) / 86400, tail);
}

static void put_time(struct visit *v, int64_t at_ms)
{
    struct str iso = moment_iso(v->c, at_ms);
    buf_fmt(v->c, &v->out, "<time datetime=\"%s\" title=\"%s\">%s</time>", iso.p, iso.p, time_ago(v->c, at_ms).p);
}

void put_money(struct visit *v, int64_t minor, struct str currency)
{
    if (minor != NONE)
        put_text(v, money_text(v->c, minor, currency));
}

static void put_arg(struct visit *v, char how, struct arg a)
{
    double real = a.kind == T_REAL ? a.d : (double)a.i;
    switch (how) {
    case '/': put_text(v, url_escape(v->c, a.s)); return;
    case ',': put_grouped(v, a.i); return;
    case '%': put_percent(v, real); return;
    case 't': put_time(v, a.i); return;
    case 'n': put_short(v, a.i); return;
    }
    if (a.kind == T_INT)
        buf_fmt(v->c, &v->out, "%lld", (long long)a.i);
    else if (a.kind == T_REAL)
        buf_fmt(v->c, &v->out, "%g", a.d);
    else
        put_text(v, a.s);
}

void put_(struct visit *v, const char *t, struct args a)
{
    size_t used = 0;
    for (const char *hole; (hole = strchr(t, '{')); t = strchr(hole, '}') + 1) {
        buf_add(v->c, &v->out, (struct str){t, (size_t)(hole - t)});
        assert(used < a.n && "a hole without a value");
        put_arg(v, hole[1], a.at[used++]);
    }
    assert(used == a.n && "a value without a hole");
    buf_add(v->c, &v->out, str_z(t));
}

/* ---- the frame ------------------------------------------------------------------------------------- */

static const struct {
    const char *path, *title, *icon; /* icon: a path in a 20 by 20 box, stroked */
    bool count; /* carries a number: how much waits there */
} places[] = {
    {"/", "Overview", "M3 17V9m5 8V4m5 13v-6m5 6V7", false},
    {"/products", "Products", "M3 6l7-3 7 3v8l-7 3-7-3zM3 6l7 3 7-3M10 9v8", false},
    {"/review", "Review", "M4 10l4 4 8-9", true},
    {"/merchandise", "Merchandising", "M3 15l4-5 4 3 6-8M13 5h4v4", false},
    {"/inbox", "Inbox", "M3 4h14v9H9l-4 4v-4H3z", true},
    {"/orders", "Orders", "M4 3h10l2 4v10H4zM4 7h12M8 11h4", false},
    {"/customers", "Customers", "M10 10a3.2 3.2 0 100-6.4 3.2 3.2 0 000 6.4zM3.5 17c.6-3.4 3.2-5 6.5-5s5.9 1.6 6.5 5", false},
    {"/batches", "Batches", "M4 5h12M4 10h12M4 15h8", false},
    {"/quarantine", "Quarantine", "M10 3l8 14H2zM10 8v4M10 14.5v.5", true},
    {"/policy", "Policy", "M10 2l7 3v5c0 4-3 7-7 8-4-1-7-4-7-8V5z", false},
    {"/capabilities", "Capabilities", "M4 4h5v5H4zM11 4h5v5h-5zM4 11h5v5H4zM13.5 11v5M11 13.5h5", false},
    {"/ledger", "Ledger", "M7 8V6a3 3 0 016 0v2M5 8h10v9H5z", false},
    {"/settings", "Settings", "M3 6h8m4 0h2M13 4v4M3 14h2m4 0h8M7 12v4", false},
};

static enum status place_count(struct visit *v, const char *path, int64_t *n)
{
    if (strcmp(path, "/review") == 0)
        return db_int(v->c, n, "SELECT count(*) FROM item WHERE state = $1", A((int)WAITING));
    if (strcmp(path, "/inbox") == 0)
        return view_threads_ours(v->c, n);
    return db_int(v->c, n, "SELECT count(*) FROM quarantine WHERE state = 'open'");
}

static enum status put_menu(struct visit *v, const char *here)
{
    put(v, "<nav id=menu aria-label=Main><ul>");
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        bool at = strcmp(places[i].path, here) == 0;
        put(v, "<li><a href=\"{}\"", A(str_z(places[i].path)));
        if (at)
            put(v, " aria-current=page");
        put(v, "><svg class=icon viewBox=\"0 0 20 20\" aria-hidden=true><path d=\"{}\"/></svg><span>{}</span>",
            A(str_z(places[i].icon)), A(str_z(places[i].title)));
        if (places[i].count) {
            int64_t n;
            TRY(place_count(v, places[i].path, &n));
            put(v, "<b class=count id=\"count-{}\"", A(str_z(places[i].path + 1)));
            if (!n)
                put(v, " hidden");
            put(v, ">{n}</b>", A(n));
        }
        put(v, "</a></li>");
    }
    put(v, "</ul></nav>");
    return OK;
}

enum status put_rehearsal(struct visit *v, bool staff)
{
    struct rehearsal r;
    bool on;
    TRY(rehearsal_find(v->c, &r, &on));
    if (on)
        put(v, staff ? "<aside class=rehearsal role=note><b>" REHEARSAL_NOTICE "</b> <code>purvey rehearse --end</code> takes them out.</aside>"
                     : "<aside class=rehearsal role=note>" REHEARSAL_NOTICE "</aside>");
    return OK;
}

enum status page_open(struct visit *v, const char *title, const char *here)
{
    bool in = v->who.role != NOBODY && v->c->db;
    put(v, "<!doctype html><html lang=en><head><meta charset=utf-8><title>{} · purvey</title>"
           "<meta name=viewport content=\"width=device-width, initial-scale=1\">"
           "<meta name=color-scheme content=\"light dark\">",
        A(str_z(title)));
    if (in && v->who.csrf.p)
        put(v, "<meta name=csrf content=\"{}\"><meta name=role content=\"{}\">", A(v->who.csrf), A(str_z(role_word(v->who.role))));
    put(v, "<link rel=icon href=\"/asset/icon.svg\" type=\"image/svg+xml\"><link rel=stylesheet href=\"/asset/style.css\">");
    if (in)
        put(v, "<script type=module src=\"/asset/app.js\"></script>");
    put(v, "</head><body><a class=skip href=\"#main\">To the content</a><header class=top>"
           "<a class=brand href=\"/\"><svg viewBox=\"0 0 24 24\" aria-hidden=true><path d=\"M4 7h16l-1.6 11H5.6zM8 7a4 4 0 018 0\"/>"
           "</svg>purvey</a>");
    if (in) {
        put(v, "<span id=live class=live role=status title=\"Live updates\"><i></i><span>connecting</span></span>"
               "<form class=who method=post action=\"/sign-out\"><span>{} <small>{}</small></span>"
               "<button class=plain>Sign out</button></form>",
            A(v->who.person), A(str_z(role_word(v->who.role))));
    }
    put(v, "</header>");
    if (in)
        TRY(put_menu(v, here));
    put(v, "<main id=main tabindex=-1>");
    if (v->c->db)
        TRY(put_rehearsal(v, v->who.role != NOBODY));
    put(v, "<h1>{}</h1>", A(str_z(title)));
    return OK;
}

enum status page_close(struct visit *v)
{
    put(v, "</main><div id=toast role=status aria-live=polite></div></body></html>");
    return text_answer(v, 200, "text/html; charset=utf-8", buf_str(&v->out));
}

void put_empty_(struct visit *v, const char *title, const char *advice)
{
    put(v, "<div class=empty><p class=lead>{}</p><p>", A(str_z(title)));
    buf_add(v->c, &v->out, str_z(advice));
    put(v, "</p></div>");
}

static void put_page_link(struct visit *v, struct str base, int64_t page, bool here)
{
    put(v, here ? "<a aria-current=page href=\"{}page={}\">{,}</a>" : "<a href=\"{}page={}\">{,}</a>", A(base), A(page), A(page));
}

void put_pager(struct visit *v, struct str base, int64_t page, int64_t per_page, int64_t total)
{
    int64_t last = (total + per_page - 1) / per_page;
    if (last < 2)
        return;
    base = str_fmt(v->c, "%s%s", base.p, str_has(base, STR("?")) ? "&" : "?");
    put(v, "<nav class=pager aria-label=Pages>");
    for (int64_t i = 1; i <= last; i++) {
        bool near = i == 1 || i == last || llabs((long long)(i - page)) <= 2;
        if (near)
            put_page_link(v, base, i, i == page);
        else if (llabs((long long)(i - page)) == 3)
            put(v, "<span>…</span>");
        else /* jump over what is not shown */
            i = i < page ? page - 4 : last - 1;
    }
    put(v, "<span class=dim>{,} in all</span></nav>", A(total));
}
