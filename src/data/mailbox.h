/* data/mailbox.h - the shop's addresses for mail, as set: servers, sign-in, and where each was read up to.
 *
 *   purvey settings set channel.mail '{"mailboxes":[{"name":"service","address":"help@shop.example","title":"Shop",
 *     "imap":"imaps://mail.shop.example","smtp":"smtp://mail.shop.example:587","user":"help","secret":"file:/etc/purvey/mail"}]}'
 */
#pragma once
#include "core/mail.h"
#include "core/sql.h"

struct mailbox {
    struct str name, address, title;
    struct str imap, smtp, user, secret; /* secret: "env:NAME" or "file:PATH" */
    struct str folder;
    struct str copies;  /* a folder where copies of what we send appear; "": none, and what was lost is never sent twice */
    struct str trusts;  /* the name our own mail server signs its Authentication-Results with */
    int64_t every_s, copy_s; /* copy_s: when a copy that has not come will not come */
};
struct mailboxes {
    LIST(struct mailbox) mailboxes;
};
extern const struct record mailboxes_record;

/* REJECT names what is wrong with the setting. */
MUST enum status mailboxes_load(struct ctx *c, struct mailboxes *out);
const struct mailbox *mailbox_named(const struct mailboxes *all, struct str name); /* absent: the first; NULL: none */
bool mailbox_is_ours(const struct mailboxes *all, struct str address);

/* The account of a mailbox with its password, for one of its two servers. */
MUST enum status mailbox_post(struct ctx *c, const struct mailbox *m, struct str url, struct post *out);

/* Fetch what is new in one mailbox that is due, into the table letter. In the process with the network. */
MUST enum status mailbox_step(struct ctx *c, bool *did);

/* Read one fetched letter into its conversation. In the process without the network. */
MUST enum status letter_step(struct ctx *c, bool *did);
