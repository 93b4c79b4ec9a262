import type { MandateId } from '#kernel/id.ts';

/** A tenant: a customer of the platform. Everything that can be billed belongs to exactly one. */
export interface Mandate {
  readonly id: MandateId;
  readonly name: string;
  readonly status: MandateStatus;
}

/** `suspended` and `closed` mandates get no new calls; what is running is settled. */
export type MandateStatus = 'active' | 'suspended' | 'closed';

/** The operator's own mandate. Its id is fixed, so two processes that start at once cannot make two of it. */
export const ROOT_MANDATE_ID: MandateId = 'mnd_00000000-0000-7000-8000-000000000000';
