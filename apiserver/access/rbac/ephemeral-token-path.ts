/** Where kubectl's users get their short-lived tokens, where they need them. */
export const EPHEMERAL_TOKEN_PATH = '/ephemeral-token';
