import type { paths } from '#web/lib/api/rappen-api.d.ts';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';
import type { Member } from './members.query.ts';

const USERS = '/api/admin/mandates/{mandateId}/users';
const USER = `${USERS}/{userId}` as const;

export type Invitation = NonNullable<
  paths[typeof USERS]['post']['requestBody']
>['content']['application/json'];
export type MemberChange = paths[typeof USER]['patch']['requestBody']['content']['application/json'];

/** Throws `already_done` for who is a member, `invalid_request` with the field. */
export function invite(mandateId: string, body: Invitation): Promise<Member> {
  return answerOf(apiIn(mandateId).POST(USERS, { params: { path: { mandateId } }, body }));
}

/** Throws `conflict` for the last administrator. */
export function changeMember(mandateId: string, userId: string, body: MemberChange): Promise<Member> {
  return answerOf(apiIn(mandateId).PATCH(USER, { params: { path: { mandateId, userId } }, body }));
}

export async function removeMember(mandateId: string, userId: string): Promise<void> {
  await answerOf(apiIn(mandateId).DELETE(USER, { params: { path: { mandateId, userId } } }));
}

/** Mails the link to set a password again. */
export async function inviteAgain(mandateId: string, userId: string): Promise<void> {
  const params = { path: { mandateId, userId } };
  await answerOf(apiIn(mandateId).POST(`${USER}/invitation`, { params }));
}

export async function removeSecondFactor(mandateId: string, userId: string): Promise<void> {
  const params = { path: { mandateId, userId } };
  await answerOf(apiIn(mandateId).DELETE(`${USER}/second-factor`, { params }));
}
