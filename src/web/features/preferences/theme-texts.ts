import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Theme } from '#web/lib/theme/theme.ts';

export const THEME_TEXTS: Readonly<Record<Theme, MessageDescriptor>> = {
  light: msg`Light`,
  dark: msg`Dark`,
  system: msg`As the device`,
};
