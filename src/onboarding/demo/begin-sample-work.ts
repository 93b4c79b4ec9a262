import type { ModelCatalogue } from '#aicore/models/model-catalogue.ts';
import type { Db } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { membershipsOf } from '#identity/access/membership.store.ts';
import type { Actor } from '#identity/actor.ts';
import { findUserByEmail } from '#identity/users/user.store.ts';
import { must } from '#kernel/assert.ts';
import { type MessageId, parseId } from '#kernel/id.ts';
import { NANO_PER_CHF } from '#kernel/money.ts';
import { createAutomation } from '#workflows/automations/automation.service.ts';
import { runNow } from '#workflows/automations/run.service.ts';
import type { AnswerDesk } from '#workflows/chat/answer-desk.ts';
import { createConversation } from '#workflows/chat/conversation.service.ts';
import { sendMessage } from '#workflows/chat/sending.service.ts';
import { SAMPLE_MANDATES } from './sample-mandates.ts';
import { findPlan, isWorkBegun, markWork } from './sample-progress.ts';
import { SAMPLE_AUTOMATIONS, SAMPLE_TALKS, type SampleAutomation, type SampleTalk } from './sample-work.ts';

export interface SampleWorkDeps {
  readonly db: Db;
  readonly desk: AnswerDesk;
  readonly catalogue: Pick<ModelCatalogue, 'models'>;
}

/**
 * Where there are sample data, once: conversations and automations for the pages to show. They are made as people make
 * them, and their calls are held and charged as any others, of the simulated providers. Ends when all are asked.
 */
export async function beginSampleWork(deps: SampleWorkDeps): Promise<void> {
  if (!(await findPlan(deps.db)) || (await isWorkBegun(deps.db))) return;
  // Before it is begun: what an end in between leaves out is missed by nobody, but nothing comes twice.
  await transaction(deps.db, markWork);
  for (const automation of SAMPLE_AUTOMATIONS) await beginAutomation(deps, automation);
  for (const talk of SAMPLE_TALKS) await beginTalk(deps, talk);
}

async function beginAutomation({ db, catalogue }: SampleWorkDeps, sample: SampleAutomation): Promise<void> {
  const actor = await actorOf(db, sample);
  const by = { mandateId: actor.mandateId, userId: actor.userId };
  const id = await createAutomation({ db, catalogue }, actor, by, bodyOf(sample));
  for (const [index, value] of sample.inputs.entries())
    await runNow(db, actor, id, {
      idempotencyKey: `sample-${index}`,
      input: { [sample.variable.name]: value },
    });
}

function bodyOf({ name, prompt, systemPrompt, models, atLimit, ...sample }: SampleAutomation) {
  const { variable, trigger, runLimit, monthLimit } = sample;
  return {
    ...{ name, prompt, systemPrompt, atLimit },
    models: [...models],
    variables: [
      {
        ...variable,
        kind: 'text' as const,
        isRequired: true,
        default: sample.inputs[0] ?? null,
        choices: [],
      },
    ],
    trigger:
      trigger.kind === 'webhook'
        ? trigger
        : { ...trigger, timeZone: 'Europe/Zurich', ifMissed: 'skip' as const },
    webSearch: 'none' as const,
    maxOutputTokens: null,
    runLimitChf: runLimit * NANO_PER_CHF,
    monthLimitChf: monthLimit * NANO_PER_CHF,
  };
}

async function beginTalk({ db, desk }: SampleWorkDeps, sample: SampleTalk): Promise<void> {
  const actor = await actorOf(db, sample);
  const created = await createConversation(db, actor, { systemPrompt: '' });
  const id = must(parseId('cnv', created.id), 'its id');
  let parentId: MessageId | null = null;
  for (const text of sample.asks) {
    const body = { parentId, text, fileIds: [], models: [...sample.models], webSearch: 'none' as const };
    const { answers } = await sendMessage({ db, desk }, actor, id, { idempotencyKey: text, body });
    await desk.idle();
    parentId = must(answers[0], 'the answer').id;
  }
}

/** In the mandate that he is a member of. */
async function actorOf(db: Db, { email }: { readonly email: string }): Promise<Actor> {
  const userId = must(await findUserByEmail(db, email), `the user ${email}`);
  const mandateId = SAMPLE_MANDATES.find(({ members }) => members.some((one) => one.email === email))?.id;
  const actor = (await membershipsOf(db, userId)).find((one) => one.mandateId === mandateId);
  return must(actor, `the membership of ${email}`);
}
