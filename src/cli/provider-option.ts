import { PROVIDERS } from '#aicore/providers/index.ts';

/** A name with a typing error would deny nothing: only providers that exist are taken. */
export const providerNames: readonly string[] = PROVIDERS.map(({ name }) => name);
