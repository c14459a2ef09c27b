/* core/mail.h - e-mail: what a message says, writing one, fetching and sending.
 *
 * mail_read and mail_write are kept by port/mail_gmime.c, mail_poll and mail_send by port/post_curl.c. Nothing a sender
 * writes is trusted: names and texts come out as valid UTF-8, of bounded length, and no header of theirs is copied into a
 * header of ours but Message-IDs, which are checked letter by letter.
 *
 * Source  RFC 5322 (message), 2045-2049 (MIME), 3464 (bounces), 3834 (automatic answers), 8601 (Authentication-Results)
 */
#pragma once
#include "core/str.h"

enum {
    MAIL_MAX = 25 << 20,      /* bytes of one message: what large providers take */
    MAIL_TEXT_MAX = 100000,   /* bytes of its text; the rest is left out */
    MAIL_PARTS_MAX = 50,      /* attachments of one message */
    MAIL_REFERENCES_MAX = 50,
};

struct mail_address {
    struct str name, address; /* absent: none */
};
struct mail_part {
    struct str name, type, bytes; /* as the sender calls it; bytes may be anything */
};
struct mail {
    struct str id;           /* Message-ID without brackets; absent: it has none, or none that can be one */
    struct strs references;  /* the messages it answers, the nearest last */
    struct mail_address from, reply_to;
    struct strs to;          /* To and Cc: addresses */
    struct str subject;
    struct str text;         /* plain: the sender's words, without what they quote and without their signature */
    struct str quoted;       /* the rest of the text */
    struct str automatic;    /* why a machine wrote it, so that it must not be answered; absent: a person did */
    struct strs proofs;      /* values of Authentication-Results, the topmost first */
    int64_t date_ms;         /* as the sender says; 0: nothing or nonsense */
    LIST(struct mail_part) parts; /* attachments */
};

/* Read a message as it came from the server. REJECT: empty, too long, or not a message at all. */
MUST enum status mail_read(struct ctx *c, struct str raw, struct mail *out);

/* Split a plain text into the sender's own words and what they quote or sign with. `own` is all of it when nothing else is left. */
void mail_split(struct ctx *c, struct str text, struct str *own, struct str *quoted);

/* "Re: Aw: [Shop] Kettle" is "[Shop] Kettle". */
struct str mail_subject_bare(struct str subject);

/* Does the server `trusted` say, in the topmost result of its own, that the address is not forged (dmarc=pass)? */
bool mail_is_proven(const struct mail *m, struct str trusted);

bool mail_id_is(struct str id);           /* letters that may stand between < and > */
bool mail_address_is(struct str address); /* one plain address: safe in a header and in an SMTP command */

struct letter { /* a message of ours */
    struct str id;          /* Message-ID without brackets */
    struct mail_address from, to;
    struct str subject, text;
    struct strs references; /* the nearest last: it is In-Reply-To */
    bool machine;           /* a machine wrote it, and says so in a header */
    int64_t date_ms;
};
/* REJECT: an address or Message-ID that cannot stand in a header. The same letter gives the same bytes. */
MUST enum status mail_write(struct ctx *c, const struct letter *l, struct str *raw);

/* ---- servers -------------------------------------------------------------------------------------- */

struct post { /* one account: "imaps://mail.example", "smtp://mail.example:587" */
    struct str url, user, password;
    struct str folder; /* of IMAP: "INBOX" */
};
struct fetched {
    int64_t uid;
    struct str raw; /* absent: it is larger than MAIL_MAX */
};
struct poll_in {
    struct post post;
    int64_t validity, uid; /* how far we are: 0, 0 at first */
    int64_t most;          /* messages at once */
};
struct poll_out {
    int64_t validity, uid; /* how far we are after it */
    LIST(struct fetched) mails;
};

/* Fetch what came after `uid`, oldest first. Where the server numbers anew (UIDVALIDITY), all is fetched again: what is known
 * already is known by its Message-ID. Encryption is demanded unless the server is this machine.
 * RETRY: no connection, refused sign-in; REJECT: an address that cannot be asked. No password stands in a sentence. */
MUST enum status mail_poll(struct ctx *c, const struct poll_in *in, struct poll_out *out);

/* Is a message of this Message-ID in the folder? */
MUST enum status mail_find(struct ctx *c, const struct post *p, struct str id, bool *found);

/* Hand it to the server. OK: it took it for every recipient. REJECT: it never will (5xx). RETRY: it was not taken, or nobody
 * can know: then *unsure is true. */
MUST enum status mail_send(struct ctx *c, const struct post *p, struct str from, const struct strs *to, struct str raw, bool *unsure);
