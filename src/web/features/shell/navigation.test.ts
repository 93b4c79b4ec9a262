import { expect, test } from 'vitest';
import { isPresent, type NavigationEntry, navigationFor } from './navigation.ts';

function pagesOf(...abilities: readonly string[]): readonly string[] {
  return navigationFor((resource) => abilities.includes(resource)).flatMap(({ entries }) =>
    entries.map(({ to }) => to),
  );
}

test('each sees the pages that he may use', () => {
  expect(pagesOf('resource.billing.own')).toEqual(['/billing', '/billing/transactions']);
  expect(pagesOf('resource.billing.read')).toEqual(
    expect.arrayContaining(['/billing/statements', '/billing/invoices']),
  );
  expect(pagesOf('resource.billing.terms')).toContain('/admin/letter-head');
  expect(pagesOf('resource.billing.settings', 'resource.identity.users', 'resource.operation.audit')).toEqual(
    ['/billing', '/billing/transactions', '/billing/settings', '/admin/audit'],
  );
  expect(pagesOf('resource.billing.overview', 'resource.billing.prices', 'resource.operation.proof')).toEqual(
    [
      '/billing',
      '/billing/transactions',
      '/admin/mandates',
      '/admin/invoices',
      '/admin/prices',
      '/admin/exchange-rates',
      '/admin/unknown-calls',
      '/admin/proof',
      '/admin/reports',
    ],
  );
});

test('who may chat begins there', () => {
  expect(pagesOf('resource.billing.own', 'resource.workflows.chat')[0]).toBe('/chat');
});

test('who may only look after users finds the settings too', () => {
  const entries = navigationFor((resource) => resource === 'resource.identity.users').flatMap(
    (group) => group.entries,
  );
  expect(entries.at(-1)).toEqual({ to: '/billing/settings/users', within: '/billing/settings' });
});

test('an entry is present on its own page and those below it; the overview only on its own', () => {
  const overview: NavigationEntry = { to: '/billing' };
  expect(isPresent(overview, '/billing')).toBe(true);
  expect(isPresent(overview, '/billing/transactions')).toBe(false);
  const settings: NavigationEntry = { to: '/billing/settings/users', within: '/billing/settings' };
  expect(isPresent(settings, '/billing/settings/roles')).toBe(true);
  expect(isPresent(settings, '/billing/settings-of-old')).toBe(false);
});
