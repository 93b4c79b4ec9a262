import { expect } from 'vitest';
import { issueStatement } from '#billing/statements/issue-statements.ts';
import type { Db } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import type { MandateId } from '#kernel/id.ts';
import { done, type TypedClient } from './typed-client.ts';

/** Calls every route of statements once, for a mandate that has none yet; the letter head is there. */
export async function walkThroughStatements(client: TypedClient, db: Db, mandateId: string): Promise<void> {
  await issueStatement(db, mandateId as MandateId, '2026-01');
  const all = '/api/billing/statements' as const;
  const query = { mandate: mandateId };
  const listed = await done(client.GET(all, { params: { query } }));
  const path = { documentId: must(listed.statements[0], 'a statement').id };
  await done(client.GET(`${all}/{documentId}`, { params: { path, query } }));
  await done(client.GET(`${all}/preview`, { params: { query } }));
  for (const pdf of [
    client.GET(`${all}/{documentId}/pdf`, { params: { path, query }, parseAs: 'blob' }),
    client.GET(`${all}/preview/pdf`, { params: { query }, parseAs: 'blob' }),
  ]) {
    expect((await pdf).response.headers.get('content-type')).toBe('application/pdf');
  }
  const table = { query: { ...query, format: 'csv' as const } };
  await done(client.GET(`${all}/{documentId}/export`, { params: { path, ...table }, parseAs: 'text' }));
  await done(client.GET(`${all}/preview/export`, { params: table, parseAs: 'text' }));
}
