/** The version of what is new: the instant of its making, in milliseconds since 1970. So what is made again under the same id bears no version that it had before. */
export const firstVersion = (now: Date): number => now.getTime();

/** The version that follows on the one that was read, if there was one. */
export const versionAfter = (read: number | undefined, now: Date): number =>
  read === undefined ? firstVersion(now) : read + 1;
