/** Wrong usage of the command line, as distinct from a failure at work. */
export class UsageError extends Error {}
