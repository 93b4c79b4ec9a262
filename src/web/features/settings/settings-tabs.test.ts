import { expect, test } from 'vitest';
import { SETTINGS_TABS, tabOf } from './settings-tabs.ts';

test('each part is found by its address, and by those below it', () => {
  for (const tab of SETTINGS_TABS) expect(tabOf(tab.to)).toBe(tab);
  expect(tabOf('/billing/settings/')?.to).toBe('/billing/settings');
  expect(tabOf('/billing/settings/users/usr_1')?.to).toBe('/billing/settings/users');
  expect(tabOf('/billing/settings/usersx')).toBeUndefined();
});
