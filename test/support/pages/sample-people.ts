import type { Role } from '#identity/permissions.ts';
import { must } from '#kernel/assert.ts';
import { LINDENHOF } from '../../../src/onboarding/demo/sample-lindenhof.ts';
import { SAMPLE_PASSWORD } from '../../../src/onboarding/demo/sample-mandates.ts';
import type { TestRappen } from '../rappen.ts';
import { operatorPerson } from './sample-company.ts';

export interface Login {
  readonly email: string;
  readonly password: string;
}

/** One of each kind: the operator, and people of the sample data's first company. */
export interface SamplePeople {
  readonly operator: Login;
  readonly administrator: Login;
  readonly user: Login;
  readonly viewer: Login;
}

export async function samplePeople(rappen: TestRappen): Promise<SamplePeople> {
  return { operator: await operatorPerson(rappen), ...COMPANY_PEOPLE };
}

export const COMPANY_PEOPLE: Omit<SamplePeople, 'operator'> = {
  administrator: memberWith('mandate_admin'),
  user: memberWith('user'),
  viewer: memberWith('viewer'),
};

function memberWith(role: Role): Login {
  const member = must(
    LINDENHOF.members.find((person) => person.role === role),
    `a ${role}`,
  );
  return { email: member.email, password: SAMPLE_PASSWORD };
}
