import { done, type TypedClient } from './typed-client.ts';

const BILLING = '/api/admin/mandates/{mandateId}/billing';
const WEBHOOK = `${BILLING}/webhook` as const;

/** Every route of the warnings once, as the administrator of a mandate in which he has a wallet of his own. */
export async function walkThroughWarnings(admin: TypedClient, mandateId: string): Promise<void> {
  const scope = { params: { path: { mandateId } } };
  const { user } = await done(admin.GET('/api/me'));
  await done(admin.GET(`${BILLING}/warnings`, scope));
  await done(admin.GET(`${BILLING}/wallet-warnings`, scope));
  const own = { belowChf: '5', belowPercent: 10, daysLeft: null };
  await done(
    admin.PUT(`${BILLING}/wallet-warnings/{userId}`, {
      params: { path: { mandateId, userId: user.id } },
      body: own,
    }),
  );
  await done(admin.PUT(WEBHOOK, { ...scope, body: { url: 'https://hooks.walk.example/in' } }));
  await done(admin.GET(WEBHOOK, scope));
  await done(admin.POST(`${WEBHOOK}/secret`, scope));
  await done(admin.POST(`${WEBHOOK}/test`, scope));
  await done(admin.GET(`${WEBHOOK}/deliveries`, scope));
  await done(admin.DELETE(WEBHOOK, scope));
}
