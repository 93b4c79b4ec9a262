/** Of `@portkey-ai/gateway` on npm. */
export const PORTKEY_VERSION = '1.15.2';
