/** The server itself. */
export const SYSTEM_ADMIN = { name: 'system:apiserver', groups: ['system:masters', 'system:authenticated'] };
