#ifndef CSPAWN_H
#define CSPAWN_H

#include <spawn.h>

/// A session of its own, besides what the other flags say.
extern const short spawn_in_new_session;

/// The child starts in this directory.
int spawn_in_directory(posix_spawn_file_actions_t *actions, const char *directory);

/// The child has no descriptor from this one on.
int spawn_without_descriptors_from(posix_spawn_file_actions_t *actions, int first);

#endif
