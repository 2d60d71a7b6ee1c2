// What glibc shows to programs in C that ask for its extensions, and to Swift not at all.
#define _GNU_SOURCE
#include "CSpawn.h"

const short spawn_in_new_session = POSIX_SPAWN_SETSID;

int spawn_in_directory(posix_spawn_file_actions_t *actions, const char *directory) {
    return posix_spawn_file_actions_addchdir_np(actions, directory);
}

int spawn_without_descriptors_from(posix_spawn_file_actions_t *actions, int first) {
    return posix_spawn_file_actions_addclosefrom_np(actions, first);
}
