import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { KeyScope } from './key-calls.ts';

export const SCOPE_TEXTS: Readonly<Record<KeyScope, MessageDescriptor>> = {
  call: msg`Call AI providers`,
  'billing:read': msg`Read balance and bookings`,
  'billing:write': msg`Book: transfers, top-ups, prices`,
  admin: msg`Administer: settings, users, keys`,
};
