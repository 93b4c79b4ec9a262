import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { RoleName } from './roles.query.ts';

interface RoleWords {
  readonly name: MessageDescriptor;
  readonly meaning: MessageDescriptor;
}

export const ROLE_TEXTS: Readonly<Record<RoleName, RoleWords>> = {
  system_administrator: {
    name: msg`System administrator`,
    meaning: msg`Runs this Rappen: may do everything, in all mandates.`,
  },
  mandate_admin: {
    name: msg`Administrator`,
    meaning: msg`Calls AI, sees all bookings, and sets users, roles, limits and warnings.`,
  },
  user: { name: msg`User`, meaning: msg`Calls AI, and sees their own bookings.` },
  viewer: { name: msg`Viewer`, meaning: msg`Sees all bookings. Cannot call AI.` },
};
