/* app/web/store/chat.c - the shop assistant: what was said stands with the visitor, what is answered comes from search.converse.
 *
 * Tables  writes shopper (the conversation), cart (what the assistant is told to put in)
 * The page works without a script: a form and the turns so far. The script asks the same by /shop/api/converse.
 */
#include "app/web/store/chat.h"
#include "app/web/store/product_page.h"
#include "core/json.h"

enum { KEPT_TURNS = 12, SHOWN = 4, MESSAGE_MAX = 500 };

struct said {
    struct str who, text;
}; /* "shopper", "assistant" */
struct chat {
    struct talk_state *state;
    LIST(struct said) turns;
};
static const struct record said_record = {
    "chat.said", sizeof(struct said), (const struct field[]){FIELD(struct said, who), FIELD(struct said, text), {0}}};
static const struct record chat_record = {
    "chat", sizeof(struct chat),
    (const struct field[]){FIELD_ONE(struct chat, state, &talk_state_record, .flags = OPTIONAL),
                           FIELD_LIST(struct chat, turns, &said_record, .flags = OPTIONAL),
                           {0}}};

/* ---- one turn ---------------------------------------------------------------------------------------------- */

/* The live words of a product that is still sold; what the shop pays for it is left out. */
static const struct product *live_product(struct ctx *c, void *arg, struct str id)
{
    struct live *l = NEW(c, struct live);
    struct card k;
    bool found;
    (void)arg;
    if (card_load(c, id, &k, &found) != OK || !found || live_known(c, id, l) != OK)
        return NULL;
    for (size_t i = 0; i < l->p.variants.n; i++)
        l->p.variants.at[i].cost = NONE;
    return &l->p;
}

static enum status chat_load(struct visit *v, struct str shopper, struct chat *out)
{
    struct str text = {0};
    if (shopper.n)
        TRY(db_text(v->c, &text, "SELECT chat FROM shopper WHERE id = $1", A(shopper)));
    /* A conversation of an older program that cannot be read any more begins anew. */
    if (!text.n || record_from_json(v->c, &chat_record, text, LENIENT, out) != OK)
        *out = (struct chat){0};
    return OK;
}

/* The last turns with this one; a list that was read from JSON has no room to grow. */
static enum status chat_save(struct visit *v, struct str shopper, const struct chat *before, struct str message,
                             const struct talk_answer *a)
{
    struct chat now = {.state = a->state};
    for (size_t i = before->turns.n > KEPT_TURNS ? before->turns.n - KEPT_TURNS : 0; i < before->turns.n; i++)
        *LIST_ADD(v->c, &now.turns) = before->turns.at[i];
    *LIST_ADD(v->c, &now.turns) = (struct said){STR("shopper"), message};
    *LIST_ADD(v->c, &now.turns) = (struct said){STR("assistant"), a->reply};
    return db_run(v->c, "UPDATE shopper SET chat = $1, at_ms = $2 WHERE id = $3",
                  A(record_to_json(v->c, &chat_record, &now)), A(v->c->now_ms), A(shopper));
}

/* Carry out what the assistant was told; *problem says what could not be done. */
static enum status act(struct visit *v, struct str shopper, const struct talk_answer *a, struct str *problem)
{
    for (size_t i = 0; i < a->actions.n; i++) {
        const struct talk_action *one = &a->actions.at[i];
        enum status s = OK;
        if (str_eq(one->kind, STR("cart.add")))
            s = cart_add(v->c, shopper, one->product, one->variant, one->quantity > 0 ? one->quantity : 1);
        else if (str_eq(one->kind, STR("cart.remove")))
            s = db_run(v->c, "DELETE FROM cart WHERE shopper = $1 AND product = $2", A(shopper), A(one->product));
        if (s == RETRY)
            return s;
        if (s == REJECT)
            *problem = str_fmt(v->c, "%s", v->c->why);
    }
    return OK;
}

static enum status turn(struct visit *v, struct str shopper, struct str message, struct str here,
                        const struct strs *removed, struct talk_answer *out)
{
    const struct guide *g;
    struct shelf *shelf;
    struct chat chat;
    struct str problem = {0};
    TRY(store_guide(v, &g));
    TRY(store_shelf(v, &shelf));
    TRY(chat_load(v, shopper, &chat));
    struct talk_state now = chat.state ? *chat.state : (struct talk_state){0};
    const struct search_mind *mind;
    struct talk_shop shop = {
        .x = shelf_mind(v->c, shelf, &mind), .currency = g->currency, .product = live_product, .here = here, .k = SHOWN};
    shop.mind = mind;
    shop.room = search_room(v->c, shop.x);
    talk_remove(&now, removed);
    message = str_copy(v->c, str_part(message, 0, message.n > MESSAGE_MAX ? MESSAGE_MAX : message.n));
    talk(v->c, &shop, &now, str_mend(v->c, message), out);
    TRY(act(v, shopper, out, &problem));
    if (problem.n) {
        out->reply = problem;
        out->actions.n = 0;
    }
    return chat_save(v, shopper, &chat, message, out);
}

/* ---- for the script ------------------------------------------------------------------------------------------ */

enum status shop_api_converse(struct visit *v)
{
    const struct converse_body *in = v->body;
    struct talk_answer out;
    struct str shopper;
    TRY(own_site(v));
    TRY(shopper_make(v, &shopper));
    TRY(turn(v, shopper, in->message, in->here, &in->removed, &out));
    return json_answer(v, 200, &talk_answer_record, &out);
}

/* What was said so far, for a panel that is opened again. */
enum status shop_api_conversation(struct visit *v)
{
    struct chat chat;
    struct conversation_view out = {0};
    TRY(chat_load(v, shopper_id(v), &chat));
    for (size_t i = 0; i < chat.turns.n; i++)
        *LIST_ADD(v->c, &out.turns) = (struct turn_view){chat.turns.at[i].who, chat.turns.at[i].text};
    return json_answer(v, 200, &conversation_view_record, &out);
}

/* ---- for who has no script -------------------------------------------------------------------------------------- */

static void put_turns(struct visit *v, const struct chat *chat)
{
    put(v, "<div class=log role=log aria-label=Conversation>");
    for (size_t i = 0; i < chat->turns.n; i++) {
        bool me = str_eq(chat->turns.at[i].who, STR("shopper"));
        put(v,
            me ? "<div class=\"turn me\"><span class=vh>You: </span>{}</div>"
               : "<div class=\"turn ai-turn\" data-ai-origin=trainedAlgorithmicMedia><span class=vh>Assistant: "
                 "</span>{}</div>",
            A(chat->turns.at[i].text));
    }
    put(v, "</div>");
}

static enum status put_found(struct visit *v, const struct chat *chat)
{
    struct rail r = {0};
    for (size_t i = 0; chat->state && i < chat->state->shown.n && i < SHOWN; i++)
        strs_add(v->c, &r.ids, chat->state->shown.at[i]);
    return put_rail(v, "What we talk about", "chat", &r.ids, &r.why);
}

enum status store_chat(struct visit *v)
{
    struct chat chat;
    TRY(chat_load(v, shopper_id(v), &chat));
    TRY(store_frame(v, &(struct frame){.title = STR("Shop assistant"), .kind = STR("chat")}));
    put(v, "<h1>Shop assistant</h1><p class=lead>You are talking with an AI. It answers from the catalogue alone, says "
           "so where something is not stated, and can be wrong.</p>");
    put_turns(v, &chat);
    put(v, "<form class=say method=post action=\"/shop/chat\"><label class=vh for=message>Your message</label>"
           "<input id=message name=message maxlength=500 autocomplete=off placeholder=\"What are you looking "
           "for?\"><button class=primary>Send</button></form>");
    TRY(put_found(v, &chat));
    return store_done(v, false);
}

enum status store_chat_say(struct visit *v)
{
    struct pairs form;
    struct talk_answer out;
    struct str shopper;
    struct strs none = {0};
    TRY(own_site(v));
    TRY(form_read(v->c, v->r->body, &form));
    TRY(shopper_make(v, &shopper));
    TRY(turn(v, shopper, pairs_get(&form, "message"), (struct str){0}, &none, &out));
    return visit_go(v, STR("/shop/chat"));
}
