/* app/web/metrics.c - /metrics in the Prometheus text format, and /healthz. */
#include "app/web/view.h"
#include "app/web/web.h"
#include "data/item.h"
#include "data/rehearsal.h"

static const char prometheus[] = "text/plain; version=0.0.4; charset=utf-8";
struct state_counts { LIST(struct count_view) at; };

static void line(struct visit *v, const char *name, const char *help, const char *type)
{
    buf_fmt(v->c, &v->out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static enum status items_put(struct visit *v)
{
    struct state_counts n = {0};
    int64_t by_state[STATES] = {0}, state;
    TRY(db_all(v->c, &count_view_record, &n.at, "SELECT CAST(state AS TEXT) AS name, count(*) AS n FROM item GROUP BY state"));
    for (size_t i = 0; i < n.at.n; i++)
        if (str_int(n.at.at[i].name, &state) && state >= 0 && state < STATES)
            by_state[state] = n.at.at[i].n;
    line(v, "purvey_items", "items by state", "gauge");
    for (enum state s = 0; s < STATES; s++)
        buf_fmt(v->c, &v->out, "purvey_items{state=\"%s\"} %lld\n", state_name(s), (long long)by_state[s]);
    return OK;
}

static void number(struct visit *v, const char *name, const char *help, const char *type, double x)
{
    line(v, name, help, type);
    buf_fmt(v->c, &v->out, "%s %.17g\n", name, x);
}

static enum status shop_put(struct visit *v)
{
    struct rehearsal r;
    bool on;
    int64_t products, moves, outbox, quarantine, micro;
    TRY(db_int(v->c, &products, "SELECT count(*) FROM product WHERE gone = 0"));
    TRY(db_int(v->c, &moves, "SELECT count(*) FROM move"));
    TRY(db_int(v->c, &outbox, "SELECT count(*) FROM outbox WHERE state = 'waiting'"));
    TRY(db_int(v->c, &quarantine, "SELECT count(*) FROM quarantine WHERE state = 'open'"));
    TRY(db_int(v->c, &micro, "SELECT CAST(COALESCE(sum(cost_micro), 0) AS BIGINT) FROM spend"));
    TRY(rehearsal_find(v->c, &r, &on));
    number(v, "purvey_rehearsal", "1: the shop's trade is simulated", "gauge", on);
    number(v, "purvey_products", "products in the catalogue", "gauge", (double)products);
    number(v, "purvey_moves_total", "moves of items between states", "counter", (double)moves);
    number(v, "purvey_outbox_waiting", "effects on shops not sent yet", "gauge", (double)outbox);
    number(v, "purvey_quarantine_open", "rows set aside", "gauge", (double)quarantine);
    number(v, "purvey_spend_total", "spent on outside models, in units of the budget's currency", "counter", (double)micro / 1e6);
    return OK;
}

static void tally_put(struct visit *v, const struct tally *t, const char *pattern)
{
    uint64_t n = 0;
    for (int i = 0; i <= BUCKETS; i++) {
        n += t->bucket[i];
        if (i < BUCKETS)
            buf_fmt(v->c, &v->out, "purvey_http_seconds_bucket{route=\"%s\",le=\"%g\"} %llu\n", pattern, bucket_s[i], (unsigned long long)n);
    }
    buf_fmt(v->c, &v->out, "purvey_http_seconds_bucket{route=\"%s\",le=\"+Inf\"} %llu\npurvey_http_seconds_sum{route=\"%s\"} %.6f\n"
            "purvey_http_seconds_count{route=\"%s\"} %llu\n",
            pattern, (unsigned long long)n, pattern, t->seconds, pattern, (unsigned long long)n);
}

static const char *pattern_at(size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (!routes[k].method)
            return "none";
    return routes[i].method ? routes[i].pattern : "none";
}

static void http_put(struct visit *v)
{
    struct tally *all = NEW_ARRAY(v->c, struct tally, ROUTES_MAX + 1);
    pthread_mutex_lock(&v->web->lock);
    memcpy(all, v->web->tally, sizeof v->web->tally);
    int64_t streams = v->web->streams;
    pthread_mutex_unlock(&v->web->lock);
    size_t n = 0;
    while (routes[n].method)
        n++;
    line(v, "purvey_http_requests_total", "answers by address and class", "counter");
    for (size_t i = 0; i <= n; i++)
        for (int class = 1; class < 6; class++)
            if (all[i].by_class[class])
                buf_fmt(v->c, &v->out, "purvey_http_requests_total{route=\"%s\",method=\"%s\",class=\"%dxx\"} %llu\n", pattern_at(i),
                        i < n ? routes[i].method : "", class, (unsigned long long)all[i].by_class[class]);
    line(v, "purvey_http_seconds", "time to answer", "histogram");
    for (size_t i = 0; i <= n; i++) {
        struct tally both = all[i]; /* a pattern with two methods is one series */
        for (size_t k = 0; k <= n; k++)
            if (k > i && strcmp(pattern_at(k), pattern_at(i)) == 0)
                for (int b = 0; b <= BUCKETS; b++)
                    both.bucket[b] += all[k].bucket[b], both.seconds += b ? 0 : all[k].seconds, all[k].bucket[b] = 0;
        uint64_t any = 0;
        for (int b = 0; b <= BUCKETS; b++)
            any += both.bucket[b];
        if (any)
            tally_put(v, &both, pattern_at(i));
    }
    number(v, "purvey_http_streams", "live pages open now", "gauge", (double)streams);
}

enum status metrics(struct visit *v)
{
    TRY(items_put(v));
    TRY(shop_put(v));
    http_put(v);
    return text_answer(v, 200, prometheus, buf_str(&v->out));
}

/* 200 while the database answers: what a proxy or a supervisor asks. */
enum status health(struct visit *v)
{
    int64_t n;
    TRY(web_borrow(v->web, v->c));
    TRY(db_int(v->c, &n, "SELECT count(*) FROM heartbeat"));
    return text_answer(v, 200, "application/json", STR("{\"status\":\"ok\"}"));
}
