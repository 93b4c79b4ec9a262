import { done, type TypedClient } from './typed-client.ts';

interface Scope {
  readonly params: { readonly path: { readonly mandateId: string } };
}

/** Calls every route of monthly reports once. */
export async function walkThroughReports(
  admin: TypedClient,
  operator: TypedClient,
  { params }: Scope,
): Promise<void> {
  const path = '/api/admin/mandates/{mandateId}/billing/reports' as const;
  const month = '2026-01';
  await done(admin.GET(path, { params }));
  await done(admin.GET(`${path}/preview`, { params: { ...params, query: { month } } }));
  await done(admin.GET(`${path}/preview/html`, { params: { ...params, query: { month } }, parseAs: 'text' }));
  const header = { 'idempotency-key': 'walk-report' };
  await done(admin.POST(path, { params: { ...params, header }, body: { month, to: 'me' } }));
  await done(operator.GET('/api/admin/reports'));
}
