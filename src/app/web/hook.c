/* app/web/hook.c - webhooks of shops: signed messages into the inbox, which the loop reads. */
#include "app/web/visit.h"
#include "core/json.h"
#include "data/ingest/living.h"

enum status hook(struct visit *v)
{
    struct webhook_answer a;
    TRY(webhook_accept(v->c, v->r, &a));
    struct tree *t = tree_open(v->c);
    struct node *body = tree_object(t);
    node_set(t, body, a.code == 200 ? "status" : "detail", tree_str(t, a.sentence));
    v->reply->code = a.code;
    v->reply->type = a.code == 200 ? STR("application/json") : STR("application/problem+json");
    v->reply->body = tree_text(v->c, t, body);
    return OK;
}
