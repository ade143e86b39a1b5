/* The signer: the one process that holds the seal's key, and can do nothing but sign.
 *
 * It is a child of the supervisor, opens its folder (key.pem, pub.pem, last) and shuts itself in
 * (base/confine.h): the environment is beyond its reach.  The data process reaches it by a pair of
 * sockets and can get from it only signatures under heads that extend the last one signed: the
 * signer keeps that one in "last" and checks number, instant, prev and the proof itself.  A head
 * it has signed it signs again, for what came of it may have been lost.
 *
 * In a new folder it makes the key.  A folder with pub.pem or last but no key is refused: a key is
 * replaced by hand (doc/operator.md). */
#ifndef YC_HALL_SIGNER_H
#define YC_HALL_SIGNER_H

#include "office/sign.h"

struct signer;

/* NULL: logged why. */
struct signer *signer_open(const char *folder);
void signer_answer(struct signer *s, const struct sign_request *q, struct sign_reply *r);
void signer_close(struct signer *s);

/* In a fresh child of the supervisor.  Returns the exit status. */
int signer_process(const char *folder, int line_fd);

/* The data process's side, an office_sign: arg points to the descriptor. Waits 1 s for an answer.
 */
bool signer_call(void *line_fd, const struct sign_request *q, struct sign_reply *r);

#endif
