/* app/verb/serve.c - run the shop's daemon. */
#include "app/loop/serve.h"
#include "app/verb.h"
#include "core/sql.h"

static const struct option options[] = {
    {"address", "IP", "listen here (default 127.0.0.1; put a TLS proxy in front of anything else)"},
    {"port", "N", "listen on this port (default 7788; 0: any free one)"},
    {0}};

static enum status run(struct ctx *c, struct shell *sh)
{
    struct str address = shell_option(sh, "address");
    struct serving s = {address.p ? address : STR("127.0.0.1"), 7788};
    if (sh->args.n)
        return shell_misuse(c, "serve takes no words");
    TRY(shell_whole(c, sh, "port", 0, 65535, &s.port));
    db_close(c->db); /* each process opens its own, with its own list of tables to write */
    c->db = NULL;
    return serve(c, &s);
}

const struct verb verb_serve = {"serve", "[--address IP] [--port N]", "run the daemon: dashboard, API, and the work that is due", options,
                                run, SHOP_MADE};
