import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { BILLING_MODELS } from '#billing/settings/settings.ts';
import { ROLES } from '#identity/permissions.ts';
import { AppError, invalidRequest } from '#kernel/error.ts';
import { PLAIN_LINE } from '#kernel/plain-line.ts';
import { chfFromZero } from './import-field.ts';

const rate = z.string().regex(/^\d{1,3}(\.\d{1,20})?$/, 'must be CHF for one USD, such as 0.88');

const mapping = z.strictObject({
  platform: z.string().trim().max(100).regex(PLAIN_LINE, 'has control characters').default(''),
  roles: z.record(z.string(), z.enum(ROLES)).default({}),
  billingModel: z.enum(BILLING_MODELS).default('prepaid_mandate'),
  creditLimit: chfFromZero.default('0'),
  chfPerUsd: z.record(z.iso.date(), rate).default({}),
  queries: z
    .strictObject({
      mandates: z.string(),
      users: z.string(),
      memberships: z.string(),
      roles: z.string(),
      usage: z.string(),
    })
    .partial()
    .optional(),
});

/** Whose ids they are, where several platforms come over. How a platform's words become Rappen's: its roles, the billing of mandates that say nothing, its exchange rates, its queries. */
export type ImportMapping = z.output<typeof mapping>;

/** Without a file: roles are called as Rappen calls them. Throws `invalid_request`. */
export async function readImportMapping(path: string | undefined): Promise<ImportMapping> {
  if (path === undefined) return mapping.parse({});
  const text = await readFile(path, 'utf8').catch(() => {
    throw invalidRequest('mapping', `${JSON.stringify(path)} cannot be read`);
  });
  try {
    return mapping.parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof AppError) throw error;
    const [issue] = error instanceof z.ZodError ? error.issues : [];
    throw invalidRequest('mapping', issue ? `${issue.path.join('.')}: ${issue.message}` : 'is no JSON');
  }
}
