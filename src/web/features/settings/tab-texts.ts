import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { SettingsTab } from './settings-tabs.ts';

export const TAB_TEXTS: Readonly<Record<SettingsTab['to'], MessageDescriptor>> = {
  '/billing/settings': msg`General`,
  '/billing/settings/address': msg`Address`,
  '/billing/settings/users': msg`Users`,
  '/billing/settings/roles': msg`Roles`,
  '/billing/settings/limits': msg`Limits`,
  '/billing/settings/warnings': msg`Warnings`,
  '/billing/settings/reports': msg`Reports`,
  '/billing/settings/api-keys': msg`API keys`,
  '/billing/settings/chat': msg`Chat`,
  '/billing/settings/audit': msg`Audit log`,
};
