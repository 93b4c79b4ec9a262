import { changeCustomer } from '#billing/mandates/mandate-admin.service.ts';
import type { MandateStatus } from '#identity/mandates/mandate.ts';
import { defineCommand } from './command.ts';
import { id, required } from './option.ts';

export const suspendMandateCommand = statusCommand(
  'suspend-mandate',
  'suspended',
  'stops new calls of a mandate; what runs is settled',
);

export const activateMandateCommand = statusCommand(
  'activate-mandate',
  'active',
  'lets a suspended mandate call again',
);

function statusCommand(name: string, status: Exclude<MandateStatus, 'closed'>, about: string) {
  return defineCommand({
    name,
    about,
    options: { mandate: required(id('mnd')) },
    async run({ db }, { mandate }) {
      await changeCustomer(db, { mandateId: mandate }, { status });
      return { answer: { mandateId: mandate, status } };
    },
  });
}
