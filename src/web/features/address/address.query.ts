import { queryOptions } from '@tanstack/react-query';
import type { Answer } from '#web/lib/api/answer.ts';
import type { paths } from '#web/lib/api/rappen-api.d.ts';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';

const PATH = '/api/admin/mandates/{mandateId}/billing/address';

/** Null: there is none yet. */
export type Address = Answer<typeof PATH>['address'];
export type AddressBody = paths[typeof PATH]['put']['requestBody']['content']['application/json'];

/** The address on the invoices of a mandate. */
export const addressQuery = (mandateId: string) =>
  queryOptions({
    queryKey: ['address', mandateId],
    queryFn: async ({ signal }): Promise<Address> => {
      const params = { path: { mandateId } };
      return (await answerOf(apiIn(mandateId).GET(PATH, { params, signal }))).address;
    },
  });

export async function saveAddress(mandateId: string, body: AddressBody): Promise<Address> {
  return (await answerOf(apiIn(mandateId).PUT(PATH, { params: { path: { mandateId } }, body }))).address;
}
