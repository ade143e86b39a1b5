/* Claiming a home: its lock and its socket. */
#ifndef YC_HALL_LISTEN_H
#define YC_HALL_LISTEN_H

enum hall_claim { CLAIM_OURS, CLAIM_SERVED, CLAIM_FAILED };

/* Waits a little for a lock left by processes that are just being killed.  CLAIM_SERVED: another
 * supervisor is there. CLAIM_FAILED: logged. */
enum hall_claim hall_claim(const char *home, int *lock_fd, int *listen_fd);

#endif
