/* What the applicant brings: form values, parties and materials of a matter. */
#ifndef YC_OFFICE_CONTENT_H
#define YC_OFFICE_CONTENT_H

#include "office/deed.h"

/* Takes "form.KEY" parameters into the matter in canonical form and computes what is computed.
 * Refused at the first that cannot be (the sentence names the field and how many more there are).
 */
MUST_CHECK enum rc content_take_form(struct deed *d, struct fault *f);
/* Takes the lists materials, shared, promised (material keys) into the matter. */
MUST_CHECK enum rc content_take_materials(struct deed *d, struct fault *f);
/* Applicant and agent from the form's values. */
void content_parties(struct deed *d);

/* All fields needed at this stage are there and every check holds. */
MUST_CHECK enum rc content_check(struct deed *d, enum field_need need, struct fault *f);
/* Whether this matter needs the material (its condition holds), and whether it is there in some
 * acceptable way. */
bool content_needs(const struct deed *d, const struct material *mt);
bool content_has(const struct deed *d, const char *material);
void content_set_material(struct deed *d, const char *material, const char *state);

/* Each key of a comma-separated list; visit refuses by returning an error. */
typedef enum rc content_key(struct deed *d, const char *key, void *arg, struct fault *f);
MUST_CHECK enum rc content_each(struct deed *d, const char *list, content_key *visit, void *arg,
                                struct fault *f);

#endif
