/* app/web/page_inbox.c - conversations with customers: who waits, what was said, what is known and done, and answering.
 *
 * A person who takes a conversation stops the agent in it; what the agent proposes stands in its place in the conversation,
 * to be sent, edited or rejected.
 */
#include "app/web/show.h"
#include "app/web/view_thread.h"
#include "core/hash.h"
#include "core/json.h"

static const char *state_words(struct str state)
{
    static const char *const words[][2] = {{"open", "our turn"}, {"waiting", "their turn"}, {"human", "with a person"}, {"solved", "solved"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(state, str_z(words[i][0])))
            return words[i][1];
    return "";
}

static struct str caller(const struct thread_view *t)
{
    return t->name.n ? t->name : t->address.n ? t->address : t->customer.n ? t->customer : STR("A visitor");
}

/* ---- the list ---------------------------------------------------------------------------------------------- */

static struct str filter_of(struct ctx *c, const struct thread_query *q)
{
    struct buf b = {0};
    buf_fmt(c, &b, "state=%s", q->state.p);
    if (q->channel.n)
        buf_fmt(c, &b, "&channel=%s", q->channel.p);
    if (q->q.n)
        buf_fmt(c, &b, "&q=%s", url_escape(c, q->q).p);
    if (q->mine)
        buf_fmt(c, &b, "&mine=true");
    return buf_str(&b);
}

static void put_tabs(struct visit *v, const struct thread_query *q)
{
    static const char *const tabs[][2] = {{"ours", "Need us"}, {"waiting", "Wait for them"}, {"solved", "Solved"}, {"all", "All"}};
    put(v, "<nav class=tabs aria-label=Conversations>");
    for (size_t i = 0; i < sizeof tabs / sizeof *tabs; i++) {
        bool here = str_eq(q->state, str_z(tabs[i][0])) && !q->mine;
        put(v, here ? "<a aria-current=page href=\"/inbox?state={}\">{}</a>" : "<a href=\"/inbox?state={}\">{}</a>", A(str_z(tabs[i][0])),
            A(str_z(tabs[i][1])));
    }
    put(v, q->mine ? "<a aria-current=page href=\"/inbox?state=all&amp;mine=true\">Mine</a>" : "<a href=\"/inbox?state=all&amp;mine=true\">Mine</a>");
    put(v, "<form class=find action=\"/inbox\"><input type=hidden name=state value=all>"
           "<input type=search name=q value=\"{}\" placeholder=\"Search words, names, addresses\" aria-label=\"Search conversations\"></form></nav>",
        A(q->q.n ? q->q : STR("")));
}

static void put_row(struct visit *v, const struct thread_view *t, struct str filter, struct str here)
{
    put(v, str_eq(t->id, here) ? "<li class=\"queued talk\" aria-current=true>" : "<li class=\"queued talk\">");
    put(v, "<a href=\"/inbox/{}?{}\"><strong>{}</strong><span class=when>{t}</span><span class=about>{}</span><span class=last>{}</span><span class=metas>",
        A(t->id), A(filter), A(caller(t)), A(t->moved_ms), A(t->subject.n ? t->subject : STR("(no subject)")), A(t->last.n ? t->last : STR("")));
    put(v, "<span class=\"state t-{}\">{}</span><span class=meta>{}</span>", A(t->state), A(str_z(state_words(t->state))), A(t->channel));
    if (t->person.n)
        put(v, "<span class=meta>{}</span>", A(t->person));
    if (t->proposals)
        put(v, "<span class=doubts>an answer waits for you</span>");
    put(v, "</span></a></li>");
}

static void put_list(struct visit *v, const struct threads_view *list, const struct thread_query *q, struct str here)
{
    struct str filter = filter_of(v->c, q);
    put(v, "<div class=queue id=threads data-live><ol>");
    for (size_t i = 0; i < list->threads.n; i++)
        put_row(v, &list->threads.at[i], filter, here);
    put(v, "</ol>");
    put_pager(v, str_fmt(v->c, "/inbox?%s", filter.p), list->page, list->per_page, list->total);
    put(v, "</div>");
}

/* ---- the conversation ---------------------------------------------------------------------------------------- */

static enum status put_attachments(struct visit *v, const struct spoken *s)
{
    LIST(struct attachment) list;
    int64_t id = 0;
    if (!s->attachments || !str_int(s->id, &id))
        return OK;
    TRY(db_all(v->c, &attachment_record, &list, "SELECT message, pos, name, type, size FROM attachment WHERE message = $1 ORDER BY pos", A(id)));
    for (size_t i = 0; i < list.n; i++)
        put(v, "<a class=file href=\"/inbox/file/{}/{}\" download>{} <small>{,} bytes</small></a>", A(s->id), A(list.at[i].pos), A(list.at[i].name),
            A(list.at[i].size));
    return OK;
}

static void put_proposal(struct visit *v, const struct spoken *s)
{
    put(v, "<div class=proposal data-item={}>", A(s->item));
    if (s->why.n)
        put(v, "<p class=doubt>{}</p>", A(s->why));
    if (v->who.role >= EDITOR)
        put(v, "<label class=edit hidden>Send this instead<textarea rows=6 data-pos=0>{}</textarea></label><div class=row>"
               "<button class=primary data-propose=accept>Send <kbd>a</kbd></button><button data-propose=edit>Edit <kbd>e</kbd></button>"
               "<button class=danger data-propose=reject>Reject <kbd>x</kbd></button><a href=\"/items/{}\">Why it waits</a></div>",
            A(s->text), A(s->item));
    put(v, "</div>");
}

/* "[\"a\",\"b\"]" of the database as one sentence. */
static struct str doubts_plain(struct visit *v, struct str s)
{
    const struct json *list;
    struct strs all = {0};
    if (!str_starts(s, STR("[")) || json_read(v->c, s, &list) != OK)
        return s;
    for (struct json_walk w = json_walk(list); json_next(&w);)
        strs_add(v->c, &all, json_str(w.value));
    return str_join(v->c, &all, STR("; "));
}

static enum status put_said(struct visit *v, const struct spoken *given, struct str customer)
{
    struct spoken s = *given;
    bool waits = str_eq(s.state, STR("waiting")), gone = str_eq(s.state, STR("dropped"));
    bool out = !s.state.n || str_eq(s.state, STR("live")) || str_eq(s.state, STR("kept"));
    s.why = s.why.n ? doubts_plain(v, s.why) : s.why;
    struct str who = str_starts(s.by_whom, STR("person:")) ? str_part(s.by_whom, 7, s.by_whom.n) : s.by_whom;
    if (str_eq(s.by_whom, STR("customer")))
        who = customer;
    put(v, "<article class=\"said w-{} {}\"><header><strong>{}</strong>", A(s.way), A(waits ? STR("waits") : gone ? STR("gone") : STR("")), A(who));
    if (str_eq(s.way, STR("note")))
        put(v, "<span class=meta>note for colleagues</span>");
    if (!out)
        put_state(v, s.state);
    put(v, "<span class=meta>{t}</span></header><p class=text>{}</p>", A(s.at_ms), A(s.text));
    if (s.held.n)
        put(v, "<p class=cure>Not answered: {}.</p>", A(s.held));
    if (s.quoted.n)
        put(v, "<details><summary>What it quotes</summary><pre>{}</pre></details>", A(s.quoted));
    TRY(put_attachments(v, &s));
    if (waits)
        put_proposal(v, &s);
    put(v, "</article>");
    return OK;
}

static void put_acts(struct visit *v, const struct thread_view *t)
{
    bool human = str_eq(t->state, STR("human")), solved = str_eq(t->state, STR("solved"));
    if (v->who.role < EDITOR)
        return;
    put(v, "<form data-wish=thread class=row><input type=hidden name=thread value={}>", A(t->id));
    if (!human || !str_eq(t->person, v->who.person))
        put(v, "<button name=action value=take>Take over <kbd>t</kbd></button>");
    if (human)
        put(v, "<button name=action value=back>Hand back <kbd>b</kbd></button>");
    put(v, solved ? "<button name=action value=open>Open again <kbd>o</kbd></button>" : "<button name=action value=solve>Solved <kbd>s</kbd></button>");
    put(v, "</form>");
}

static void put_head(struct visit *v, const struct thread_view *t)
{
    put(v, "<header class=talkhead id=talkhead data-live><div><h2>{}</h2><p class=metas><span>{}</span>", A(t->subject.n ? t->subject : STR("(no subject)")),
        A(caller(t)));
    if (t->name.n && t->address.n)
        put(v, "<span class=meta>{}</span>", A(t->address));
    put(v, "<span class=\"state t-{}\">{}</span>", A(t->state), A(str_z(state_words(t->state))));
    if (t->person.n)
        put(v, "<span class=meta>{} has it</span>", A(t->person));
    if (t->customer.n && v->who.role >= EDITOR)
        put(v, "<a href=\"/customers?who={}\">Customer</a>", A(url_escape(v->c, t->customer)));
    if (str_eq(t->verified, STR("no")))
        put(v, "<span class=\"state r-medium\">identity not proven</span>");
    else
        put(v, "<span class=\"state a-auto\">known by {}</span>", A(t->verified));
    put(v, "</p></div>");
    put_acts(v, t);
    put(v, "</header>");
}

/* Outside what follows the shop: what somebody is writing stays. */
static void put_composer(struct visit *v, const struct thread_view *t)
{
    if (v->who.role < EDITOR)
        return;
    put(v, "<form data-wish=reply data-composer class=\"card stack\"><input type=hidden name=thread value={}>"
           "<label>Answer {}<textarea name=text id=answer rows=5 required placeholder=\"Ctrl Enter sends it\"></textarea></label>"
           "<div class=row><button class=primary name=then value=waiting>Send</button><button name=then value=human>Send and keep</button>"
           "<button name=then value=solved>Send and solve</button></div></form>",
        A(t->id), A(caller(t)));
    put(v, "<form data-wish=thread data-composer class=\"card stack\"><input type=hidden name=thread value={}><input type=hidden name=action value=note>"
           "<label>Note for colleagues<textarea name=text id=note rows=2 required></textarea></label><div class=row><button>Note it</button></div></form>",
        A(t->id));
}

static void put_case(struct visit *v, const struct thread_whole *w)
{
    const struct case_file *f = w->case_file;
    put(v, "<aside class=card id=case data-live><h2>Case file</h2>");
    if (f->suggestion.n)
        put(v, "<h3>Next step</h3><p class=cure>{}</p>", A(f->suggestion));
    if (!f->facts.n && !f->done.n && !f->refused.n && !f->suggestion.n)
        put(v, "<p class=dim>Nothing is known yet.</p>");
    put(v, f->facts.n ? "<h3>Known</h3><ul>" : "");
    for (size_t i = 0; i < f->facts.n; i++)
        put(v, "<li>{}</li>", A(f->facts.at[i]));
    put(v, f->facts.n ? "</ul>" : "");
    put(v, f->done.n ? "<h3>Done</h3><ul>" : "");
    for (size_t i = 0; i < f->done.n; i++)
        put(v, "<li>{}</li>", A(f->done.at[i]));
    put(v, f->done.n ? "</ul>" : "");
    put(v, f->refused.n ? "<h3>Refused, and why</h3><ul>" : "");
    for (size_t i = 0; i < f->refused.n; i++)
        put(v, "<li>{}<br><small class=dim>{}</small></li>", A(f->refused.at[i].what), A(f->refused.at[i].why));
    put(v, f->refused.n ? "</ul></aside>" : "</aside>");
}

static enum status put_talk(struct visit *v, const struct thread_whole *w)
{
    put(v, "<section class=talk aria-label=Conversation>");
    put_head(v, w->thread);
    put(v, "<div id=talk data-live>");
    for (size_t i = 0; i < w->said.n; i++)
        TRY(put_said(v, &w->said.at[i], caller(w->thread)));
    put(v, "</div>");
    put_composer(v, w->thread);
    put(v, "</section>");
    put_case(v, w);
    return OK;
}

static void put_help(struct visit *v)
{
    put(v, "<dialog id=help><h2>Keys</h2><dl class=keys><dt><kbd>j</kbd> <kbd>k</kbd><dd>next, previous conversation<dt><kbd>r</kbd><dd>write an answer"
           "<dt><kbd>n</kbd><dd>write a note<dt><kbd>t</kbd><dd>take over<dt><kbd>b</kbd><dd>hand back to the agent<dt><kbd>s</kbd><dd>solved"
           "<dt><kbd>o</kbd><dd>open again<dt><kbd>a</kbd> <kbd>e</kbd> <kbd>x</kbd><dd>send, edit, reject the proposed answer"
           "<dt><kbd>/</kbd><dd>search<dt><kbd>?</kbd><dd>this list</dl><form method=dialog><button>Close</button></form></dialog>");
}

static enum status inbox(struct visit *v, int64_t id)
{
    const struct thread_query *q = v->query;
    struct threads_view list;
    struct thread_whole whole;
    bool found = false;
    TRY(view_threads(v->c, q, v->who.person, &list));
    if (!id && list.threads.n && !str_int(list.threads.at[0].id, &id))
        id = 0;
    if (id)
        TRY(view_thread(v->c, id, &whole, &found));
    if (id && !found)
        return deny(v, 404, "there is no conversation %lld", (long long)id);
    TRY(page_open(v, "Inbox", "/inbox"));
    put_tabs(v, q);
    put(v, "<div class=inbox id=inbox data-inbox>");
    put_list(v, &list, q, found ? whole.thread->id : STR(""));
    if (found)
        TRY(put_talk(v, &whole));
    else
        put_empty(v, "No conversations here.", "Mail to the shop's mailboxes and the chat at <a href=\"/shop/help\">/shop/help</a> come in here."
                                               " A mailbox is set under <a href=\"/settings\">channel.mail</a>.");
    put(v, "</div>");
    put_help(v);
    return page_close(v);
}

enum status page_inbox(struct visit *v) { return inbox(v, 0); }

enum status page_thread(struct visit *v)
{
    int64_t id;
    TRY(visit_id(v, "id", &id));
    return inbox(v, id);
}

/* A file of a stranger: to be saved, never shown. */
enum status page_attachment(struct visit *v)
{
    struct attachment a;
    struct str bytes;
    int64_t message, pos;
    bool found;
    TRY(visit_id(v, "message", &message));
    TRY(visit_id(v, "pos", &pos));
    TRY(db_maybe(v->c, &attachment_record, &a, &found, "SELECT * FROM attachment WHERE message = $1 AND pos = $2", A(message), A(pos)));
    if (!found || !a.bytes.p || !hash_from_base64(v->c, a.bytes, &bytes))
        return deny(v, 404, "this attachment was not kept");
    struct buf name = {0};
    for (size_t i = 0; i < a.name.n && i < 80; i++) {
        char ch = a.name.p[i];
        bool plain = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || ch == '.' || ch == '-' || ch == '_';
        buf_byte(v->c, &name, plain ? ch : '_');
    }
    visit_header(v, "Content-Disposition", str_fmt(v->c, "attachment; filename=\"%s\"", buf_str(&name).p));
    return text_answer(v, 200, "application/octet-stream", bytes);
}

/* ---- the API ------------------------------------------------------------------------------------------------ */

enum status api_threads(struct visit *v)
{
    struct threads_view list;
    TRY(view_threads(v->c, v->query, v->who.person, &list));
    return json_answer(v, 200, &threads_view_record, &list);
}

enum status api_thread(struct visit *v)
{
    struct thread_whole w;
    int64_t id;
    bool found;
    TRY(visit_id(v, "id", &id));
    TRY(view_thread(v->c, id, &w, &found));
    return one_answer(v, found, "conversation", &thread_whole_record, &w);
}
