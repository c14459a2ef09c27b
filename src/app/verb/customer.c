/* app/verb/customer.c - one customer over web, app and store: what is known, what they agreed to, who is the same, and forgetting. */
#include "app/verb.h"
#include "data/consent.h"
#include "data/day.h"
#include "data/disclose.h"
#include "data/erase.h"
#include "data/forget.h"
#include "data/identity.h"
#include "data/profile.h"
#include "data/tombstone.h"
#include <dirent.h>
#include <sys/stat.h>

static const struct option options[] = {
    {"page", NULL, "export: as a page to read (HTML) instead of JSON"},
    {"because", "TEXT", "merge: what shows that they are one"},
    {"yes", NULL, "erase: do it; without this it is only told what would go"},
    {"anyway", NULL, "erase: also while an order of theirs is under way"},
    {"withdraw", NULL, "consent: they say no, or no longer"},
    {"proof", "TEXT", "consent: which words they agreed to, and where; back: how they signed up anew"},
    {"source", "WHERE", "consent, know: web, app, store, mail, phone or import (store)"},
    {"days", "N", "consent: ends after so many days"},
    {0}};

static enum status the_one(struct ctx *c, struct str any, struct str *id)
{
    TRY(identity_of(c, any, id));
    return id->p ? OK : fail(c, REJECT, "nobody is known by \"%.100s\"; a telephone number is written with its country, +49…", any.p);
}

static struct str source_of(const struct shell *sh)
{
    struct str s = shell_option(sh, "source");
    return s.n ? s : STR("store");
}

/* ---- show ------------------------------------------------------------------------------------------------ */

static void show_profile(const struct profile *p)
{
    printf("%s  %s  %s\n", p->id.n ? p->id.p : "(a customer)", p->name.n ? p->name.p : "", p->email.n ? p->email.p : "");
    for (size_t i = 0; i < p->orders.n; i++)
        printf("  order %s  %s  %s\n", p->orders.at[i].id.p, p->orders.at[i].state.p, p->orders.at[i].titles.p ? p->orders.at[i].titles.p : "");
    for (size_t i = 0; i < p->sizes.n; i++)
        printf("  size %s  %lld times\n", p->sizes.at[i].name.p, (long long)p->sizes.at[i].n);
    for (size_t i = 0; i < p->interests.n; i++)
        printf("  interest %s  %lld times\n", p->interests.at[i].name.p, (long long)p->interests.at[i].n);
    for (size_t i = 0; i < p->cases.n; i++)
        printf("  case %s  %s  %s\n", p->cases.at[i].id.p, p->cases.at[i].state.p, p->cases.at[i].subject.n ? p->cases.at[i].subject.p : "");
    for (size_t i = 0; i < p->withheld.n; i++)
        printf("  not shown: %s\n", p->withheld.at[i].p);
}

static enum status show(struct ctx *c, const struct shell *sh, struct str id)
{
    struct profile p;
    struct consents words;
    TRY(profile_load(c, id, shell_person(c, sh), &p));
    if (sh->json) {
        puts(record_to_json(c, &profile_record, &p).p);
        return OK;
    }
    show_profile(&p);
    TRY(consent_load(c, id, &words));
    for (size_t i = 0; i < words.n; i++)
        printf("  %s %s: %s\n", words.at[i].given ? "agreed to" : "refused", words.at[i].purpose.p, words.at[i].proof.p);
    return OK;
}

/* ---- consent and identities ---------------------------------------------------------------------------------- */

static enum status agree(struct ctx *c, const struct shell *sh, struct str id)
{
    int64_t days = 0;
    if (sh->args.n < 3 || !shell_option(sh, "proof").n)
        return shell_misuse(c, "want consent WHO PURPOSE --proof TEXT; purposes are " CONSENT_PURPOSES);
    TRY(shell_whole(c, sh, "days", 1, 36500, &days));
    struct consent w = {.customer = id, .purpose = sh->args.at[2], .given = !shell_flag(sh, "withdraw"), .proof = shell_option(sh, "proof"),
                        .source = source_of(sh), .at_ms = c->now_ms, .until_ms = days ? c->now_ms + days * DAY_MS : NONE};
    return consent_note(c, &w);
}

static enum status know(struct ctx *c, const struct shell *sh, struct str id)
{
    if (sh->args.n != 4)
        return shell_misuse(c, "want know WHO email|phone|loyalty VALUE");
    return identity_add(c, id, sh->args.at[2], sh->args.at[3], source_of(sh));
}

/* ---- one person -------------------------------------------------------------------------------------------------- */

static enum status twins_list(struct ctx *c, const struct shell *sh)
{
    struct twins all;
    TRY(identity_twins(c, &all));
    for (size_t i = 0; i < all.n; i++)
        printf("%s  %s  share an %s\n", all.at[i].one.p, all.at[i].other.p, all.at[i].kind.p);
    if (!all.n && !sh->json)
        printf("no two customers share an address\n");
    return OK;
}

static enum status merge(struct ctx *c, const struct shell *sh)
{
    int64_t merging;
    struct str kept, gone;
    if (sh->args.n == 1)
        return twins_list(c, sh);
    if (sh->args.n != 3)
        return shell_misuse(c, "want merge KEPT GONE --because TEXT; merge alone lists who may be one");
    TRY(the_one(c, sh->args.at[1], &kept));
    TRY(db_text(c, &gone, "SELECT id FROM customer WHERE id = $1", A(sh->args.at[2])));
    if (!gone.p)
        TRY(the_one(c, sh->args.at[2], &gone));
    TRY(identity_merge(c, kept, gone, shell_option(sh, "because"), shell_person(c, sh), &merging));
    printf("merged; `purvey customer unmerge %lld` parts them again\n", (long long)merging);
    return OK;
}

static enum status unmerge(struct ctx *c, const struct shell *sh)
{
    int64_t id;
    if (sh->args.n != 2 || !str_int(sh->args.at[1], &id))
        return shell_misuse(c, "want unmerge NUMBER");
    return identity_unmerge(c, id, shell_person(c, sh));
}

/* ---- the rights of a customer ---------------------------------------------------------------------------------------- */

static enum status export_all(struct ctx *c, const struct shell *sh, struct str id)
{
    struct str text;
    TRY(customer_export(c, id, shell_person(c, sh), &text));
    if (shell_flag(sh, "page"))
        TRY(customer_page(c, text, &text));
    puts(text.p);
    return OK;
}

/* Nobody knows them any more, so they are named by what they were known by. */
static enum status back(struct ctx *c, const struct shell *sh)
{
    if (sh->args.n != 2 || !shell_option(sh, "proof").n)
        return shell_misuse(c, "want back WHO --proof TEXT: how they signed up anew");
    TRY(tombstone_back(c, sh->args.at[1], shell_option(sh, "proof"), shell_person(c, sh)));
    if (!sh->json)
        printf("imports may bring them again, as far as these know them by this\n");
    return OK;
}

enum { FILES_MAX = 100000, FILE_MAX_BYTES = 256 << 20 };

/* All plain files of the shop's folder but the database itself and pictures. */
static void files_find(struct ctx *c, struct strs *files)
{
    struct strs folders = {0};
    strs_add(c, &folders, str_z(c->home));
    for (size_t i = 0; i < folders.n && files->n < FILES_MAX; i++) {
        DIR *d = opendir(folders.at[i].p);
        for (struct dirent *e; d && (e = readdir(d));) {
            struct str path = str_fmt(c, "%s/%s", folders.at[i].p, e->d_name);
            struct stat st;
            bool own = e->d_name[0] == '.' || str_starts(str_z(e->d_name), STR("purvey.db")) || strcmp(e->d_name, "object") == 0;
            if (!own && lstat(path.p, &st) == 0 && (S_ISDIR(st.st_mode) || S_ISREG(st.st_mode)))
                strs_add(c, S_ISDIR(st.st_mode) ? &folders : files, path);
        }
        if (d)
            closedir(d);
    }
}

/* Files of the shop's folder that are not ours to change: what was imported, exports, logs. */
static void mentions_tell(struct ctx *c, const struct strs *words)
{
    struct strs files = {0};
    files_find(c, &files);
    for (size_t i = 0; i < files.n; i++) {
        struct ctx once = *c;
        struct str text, out;
        once.mem = arena_open();
        if (shell_read(&once, files.at[i], FILE_MAX_BYTES, &text) == OK && forget_in(&once, words, text, &out))
            fprintf(stderr, "%s still names them: it is your file, so delete or change it\n", files.at[i].p);
        arena_close(once.mem);
    }
}

static void show_erased(const struct erased *e, bool now)
{
    printf("%s: %lld conversations, and the mentions in %lld texts elsewhere\n", now ? "forgotten" : "would go (--yes does it)", (long long)e->threads,
           (long long)e->texts);
    for (size_t i = 0; i < e->kept.n; i++)
        printf("  kept %s (%lld): %s\n", e->kept.at[i].what.p, (long long)e->kept.at[i].n, e->kept.at[i].why.p);
}

static enum status erase(struct ctx *c, const struct shell *sh, struct str id)
{
    struct erased gone = {0};
    bool now = shell_flag(sh, "yes");
    TRY(db_begin(c));
    enum status s = customer_erase(c, id, shell_person(c, sh), shell_flag(sh, "anyway"), &gone);
    enum status end = db_end(c, now && s == OK);
    if (s != OK || end != OK)
        return s != OK ? s : end;
    if (sh->json)
        puts(record_to_json(c, &erased_record, &gone).p);
    else
        show_erased(&gone, now);
    mentions_tell(c, &gone.words);
    if (now && erase_freed(c) != OK)
        fprintf(stderr, "what was freed is not overwritten yet: %s\n", c->why);
    return OK;
}

static enum status run(struct ctx *c, struct shell *sh)
{
    static const struct {
        const char *name;
        enum status (*run)(struct ctx *c, const struct shell *sh, struct str id);
    } acts[] = {{"show", show}, {"export", export_all}, {"erase", erase}, {"consent", agree}, {"know", know}};
    struct str what = sh->args.n ? sh->args.at[0] : STR(""), id;
    if (str_eq(what, STR("merge")))
        return merge(c, sh);
    if (str_eq(what, STR("unmerge")))
        return unmerge(c, sh);
    if (str_eq(what, STR("back")))
        return back(c, sh);
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
        if (!str_eq(what, str_z(acts[i].name)))
            continue;
        if (sh->args.n < 2)
            return shell_misuse(c, "%s needs to know whom: a number, an address, a telephone or loyalty number", acts[i].name);
        TRY(the_one(c, sh->args.at[1], &id));
        return acts[i].run(c, sh, id);
    }
    return shell_misuse(c, "want show, consent, know, merge, unmerge, export, erase or back");
}

const struct verb verb_customer = {
    "customer", "show WHO | consent WHO PURPOSE | know WHO KIND VALUE | merge [KEPT GONE] | unmerge NUMBER | export WHO | erase WHO | back WHO",
    "what is known of a customer over web, app and store, and what they agreed to; merge, export, forget", options, run, SHOP_THERE};
