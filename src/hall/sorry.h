/* An office that cannot be opened, because its disk is full or fails, still answers. */
#ifndef YC_HALL_SORRY_H
#define YC_HALL_SORRY_H

#include "base/rc.h"

/* Tells everybody who asks at the door why, for two seconds; then the process ends and the
 * supervisor tries again. */
void hall_sorry(int listen_fd, const struct fault *why);

#endif
