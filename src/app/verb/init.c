/* app/verb/init.c - make a shop's folder and database. */
#include "app/verb.h"

static enum status run(struct ctx *c, struct shell *sh)
{
    if (sh->args.n)
        return shell_misuse(c, "init takes no words");
    printf(sh->json ? "{\"home\":\"%s\"}\n" : "the shop's folder is %s\n", c->home);
    return OK;
}

const struct verb verb_init = {"init", "[--home DIR]", "make a shop's folder and database", NULL, run, SHOP_MADE};
