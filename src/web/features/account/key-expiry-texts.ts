import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Expiry } from './key-expiry.ts';

export const EXPIRY_TEXTS: Readonly<Record<Expiry, MessageDescriptor>> = {
  '30': msg`In 30 days`,
  '90': msg`In 90 days`,
  '365': msg`In a year`,
  never: msg`Never`,
  day: msg`On a day of your choice`,
};
