export const MIN_PASSWORD_LENGTH = 12;
/** A bound on the work of hashing, far above any passphrase. */
export const MAX_PASSWORD_LENGTH = 1024;
