import { expect, test } from 'vitest';
import { pathInOtherMandate } from './path-in-other-mandate.ts';

test.each([
  ['/billing', '/billing'],
  ['/chat/cnv_01933b6e-5c5e-7000-8000-0123456789ab', '/chat'],
  ['/automations/aut_01933b6e-5c5e-7000-8000-0123456789ab', '/automations'],
  ['/automations/new', '/automations/new'],
  ['/billing/transactions/txn_01933b6e-5c5e-7000-8000-0123456789ab', '/billing/transactions'],
  ['/billing/settings/users/usr_01933b6e-5c5e-7000-8000-0123456789ab', '/billing/settings/users'],
  [
    '/admin/mandates/mnd_01933b6e-5c5e-7000-8000-0123456789ab',
    '/admin/mandates/mnd_01933b6e-5c5e-7000-8000-0123456789ab',
  ],
])('%s leads to %s', (from, to) => {
  expect(pathInOtherMandate(from)).toBe(to);
});
