export const AUTH_PATH = '/api/auth';

/** Where `auth-request.ts` tells better-auth who calls; a caller's own header of this name does not get through. */
export const CLIENT_ADDRESS_HEADER = 'x-rappen-client-address';
