import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { uuidOf } from '#kernel/id.ts';
import type { DemoLogin } from '../../operation/instance/demo-login.ts';
import { SAMPLE_EMAILS, SAMPLE_MANDATES, SAMPLE_PASSWORD } from './sample-mandates.ts';

/**
 * The people of the sample data, with the password that everybody knows; who belongs to two mandates is there twice. None
 * where there are no sample data, or demo mode has ended.
 */
export async function demoLogins(db: Db): Promise<readonly DemoLogin[]> {
  const mandates = SAMPLE_MANDATES.map(({ id }) => uuidOf(id));
  const { rows } = await sql<Omit<DemoLogin, 'password'>>`
    select u.email, u.name, ms.role, m.name as "mandateName"
    from membership ms
    join mandate m on m.mandate_id = ms.mandate_id and m.status = 'active'
    join app_user u on u.id = ms.user_id
    where ms.mandate_id = any(${mandates}::uuid[]) and u.email = any(${SAMPLE_EMAILS}::text[])
      and exists (select from app_account a where a.user_id = u.id and a.provider_id = 'credential')
    order by ms.mandate_id, ms.role, u.name`.execute(db);
  return rows.map((row) => ({ ...row, password: SAMPLE_PASSWORD }));
}
