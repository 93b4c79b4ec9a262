import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import type { PlatformRecords } from './platform-records.ts';

/** So many mandates, each with an opening balance, an administrator, a user who is in the next one too, and past calls. */
export function platformOf(mandates: number): PlatformRecords {
  const numbers = Array.from({ length: mandates }, (_, index) => index);
  const id = (number: number) => `m${String(number % mandates).padStart(4, '0')}`;
  return {
    mandate: numbers.map((n) => ({ id: id(n), name: `Muster ${n} AG`, openingBalance: `${n}.25` })),
    user: numbers.flatMap((n) => [
      { id: `a${n}`, email: `anna.${n}@muster.example` },
      { id: `b${n}`, email: `bruno.${n}@muster.example` },
    ]),
    role: numbers.flatMap((n) => [
      { mandate: id(n), role: 'mandate_admin', providers: ['*'] },
      { mandate: id(n), role: 'user', providers: ['openai', 'tavily'] },
    ]),
    membership: numbers.flatMap((n) => [
      { mandate: id(n), user: `a${n}`, role: 'mandate_admin' },
      { mandate: id(n), user: `b${n}`, role: 'user' },
      { mandate: id(n + 1), user: `b${n}`, role: 'user' },
    ]),
    usage: numbers.flatMap((n) =>
      [1, 2, 3].map((day) => ({
        ...{ id: day, mandate: id(n), user: `b${n}`, at: `2026-03-0${day}T12:00:00Z` },
        ...{ provider: 'openai', model: 'gpt-4.1', inputTokens: 10 * day, costUsd: `0.00${n}` },
      })),
    ),
  };
}

/** One file of JSON Lines for each kind. */
export function writePlatform(directory: string, records: PlatformRecords): void {
  for (const [kind, values] of Object.entries(records)) {
    const name = kind === 'usage' ? kind : `${kind}s`;
    const lines = values.map((value) => `${JSON.stringify(value)}\n`);
    writeFileSync(join(directory, `${name}.jsonl`), lines.join(''));
  }
}

/** Of each mandate that came over: what was booked, who may what, and its history; without ids and times of Rappen. */
export async function broughtOver({ pool }: { readonly pool: pg.Pool }): Promise<readonly unknown[]> {
  const { rows } = await pool.query(`
    select i.external_id, m.name, m.status, i.brought,
      (select json_agg(array[t.type, t.amount::text, t.balance_after::text] order by t.seq) from billing_transaction t where t.mandate_id = i.mandate) as bookings,
      (select json_agg(array[a.kind, a.posted::text] order by a.kind) from billing_account a where a.mandate_id = i.mandate) as balances,
      (select json_agg(array[u.email, u.name, b.role] order by u.email) from membership b join app_user u on u.id = b.user_id where b.mandate_id = i.mandate) as members,
      (select json_agg(array[r.role, r.resource, r.allowed::text] order by r.role, r.resource) from role_permission r where r.mandate_id = i.mandate) as rules,
      (select json_agg(array[h.day::text, u.email, h.model, h.calls::text, h.worth::text, h.input_tokens::text] order by h.day)
         from billing_history_daily h left join app_user u on u.id = h.user_id where h.mandate_id = i.mandate) as history
    from import_mandate i join mandate m on m.mandate_id = i.mandate
    order by 1`);
  return rows;
}
