import type { Me } from './me.query.ts';

/** What somebody is called: his name, else his address. */
export function nameOf({ user }: Me): string {
  return user.name === undefined || user.name === '' ? (user.email ?? '') : user.name;
}
