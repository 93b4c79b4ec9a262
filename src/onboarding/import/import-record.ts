import { z } from 'zod';
import { PROVIDERS } from '#aicore/providers/index.ts';
import { addressBody } from '#billing/addresses/billing-address.contract.ts';
import { BILLING_MODELS } from '#billing/settings/settings.ts';
import { ROLES } from '#identity/permissions.ts';
import { LANGUAGES } from '#kernel/language.ts';
import { PLAIN_LINE } from '#kernel/plain-line.ts';
import {
  callChfField,
  chfField,
  chfFromZero,
  countField,
  flagField,
  instantField,
  jsonObjectField,
  listField,
  usdField,
} from './import-field.ts';

/**
 * What a platform hands over: five kinds of records, each about one mandate but users, who may be members of several. An id is
 * the platform's own. This is the source of `docs/import.schema.json`.
 */
export const IMPORT_KINDS = ['mandate', 'user', 'membership', 'role', 'usage'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

const PROVIDER_NAMES: readonly string[] = PROVIDERS.map(({ name }) => name);

const line = (most: number) => z.string().trim().min(1).max(most).regex(PLAIN_LINE, 'has control characters');
const externalId = z.union([z.string(), z.int().nonnegative()]).transform(String).pipe(line(200));
const provider = line(63).refine((name) => PROVIDER_NAMES.includes(name), 'is no provider that Rappen knows');

const mandate = z.strictObject({
  id: externalId,
  name: line(200),
  root: flagField.default(false).meta({ description: "The operator's own mandate" }),
  status: z.enum(['active', 'suspended']).optional().meta({ description: 'Default: active, or as it was' }),
  openingBalance: chfField.optional().meta({
    description:
      'CHF; negative only for a mandate that may owe: postpaid or unlimited. Default: 0, or as it was',
  }),
  billingModel: z.enum(BILLING_MODELS).optional().meta({ description: 'Default: as the mapping says' }),
  creditLimit: chfFromZero.optional().meta({ description: 'CHF, 0 or more; of postpaid only' }),
  address: addressBody.optional().meta({ description: 'Default: as it was' }),
});

const user = z.strictObject({
  id: externalId,
  email: z.string().trim().toLowerCase().max(254).pipe(z.email()),
  name: line(200).optional().meta({ description: 'Default: what stands before the @' }),
  language: z.enum(LANGUAGES).optional(),
});

const membership = z.strictObject({
  mandate: externalId,
  user: externalId,
  role: line(100).meta({ description: 'The name of a role of this mandate' }),
});

const role = z.strictObject({
  mandate: externalId,
  role: line(100).meta({
    description: "The platform's name of it; the mapping says which role of Rappen it becomes",
  }),
  rappenRole: z.enum(ROLES).optional().meta({ description: 'Before the mapping' }),
  providers: listField(z.union([z.literal('*'), provider]))
    .default([])
    .meta({
      description: 'All that the role may use, none by default; * for every one. In CSV with | between',
    }),
});

const usage = z.strictObject({
  id: externalId.meta({ description: 'Once in its mandate' }),
  mandate: externalId,
  user: externalId.optional(),
  at: instantField,
  provider,
  model: line(200),
  inputTokens: countField.default('0').meta({ description: 'With those from the cache' }),
  cachedTokens: countField.default('0'),
  outputTokens: countField.default('0'),
  costUsd: usdField.optional(),
  costChf: callChfField.optional(),
  providerUsage: jsonObjectField.optional().meta({
    description:
      "The usage object of the provider's answer, or the answer with its `usage` but without what was said; for `compare-usage` only. In CSV and SQL as JSON text",
  }),
});

/** Lines as they come; what was read has amounts in nano-CHF and counts as decimal text, so that it is plain JSON. */
export const IMPORT_SCHEMAS = { mandate, user, membership, role, usage } as const satisfies Record<
  ImportKind,
  z.ZodObject
>;

export type MandateRecord = z.output<typeof mandate>;
export type UserRecord = z.output<typeof user>;
export type RoleRecord = z.output<typeof role>;
export type UsageRecord = z.output<typeof usage>;
