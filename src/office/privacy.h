/* Personal data goes out of the office in clear only to whose work it is now; everybody else gets
 * masks (domain/personal.h), supervisors too.
 *
 * Whose work: who has taken an open step of the matter or may take it; the post that registered it
 * until it is accepted; who names the applicant's whole ID number, which he has from the applicant
 * (parameter "of"), if he may register. */
#ifndef YC_OFFICE_PRIVACY_H
#define YC_OFFICE_PRIVACY_H

#include "office/act.h"
#include "office/query.h"

bool privacy_clear(struct asking *a, const Yc__Matter *m, const struct item *it);
/* Masks every text of the record that holds personal data, papers and reasons too. */
void privacy_mask_matter(struct asking *a, Yc__Matter *m, const struct item *it);
/* s with the personal data of m masked; s itself where there is none. */
const char *privacy_mask_text(struct asking *a, const Yc__Matter *m, const struct item *it,
                              const char *s);
/* The name for a list. */
const char *privacy_applicant(struct asking *a, const Yc__Matter *m, const struct item *it);

/* Refused unless he has said a short time ago what the data is taken out for (act "export"). */
MUST_CHECK enum rc privacy_purpose(struct asking *a, struct fault *f);
/* A matter was shown to the one who asks, and not as his own work: counted for the day. */
void privacy_listed(struct asking *a, const Yc__Matter *m);
/* A value that came back as it was masked: left as it is. */
bool privacy_is_mask_of(const struct field *fd, const char *typed, const char *kept);
/* After an unmasking: more of them in an hour than the hall finds right is told to supervisors. */
void privacy_watch(struct office *o, const Yc__Person *p, instant_t now);

#endif
