import { z } from 'zod';
import {
  automationIdText,
  chfPositive,
  chfText,
  instantText,
  lineText,
  nextCursor,
  paging,
  runIdText,
  transactionIdText,
  userIdText,
} from '#http/common.contract.ts';
import { PLAIN_LINE, PLAIN_TEXT } from '#kernel/plain-line.ts';
import { failureShape, modelChoice, promptText, webSearch } from '../model-choice.contract.ts';

const MOST_VARIABLES = 20;
const MOST_FALL_BACKS = 5;

const valueText = (most: number) =>
  z.string().max(most).regex(PLAIN_TEXT, 'must not contain a zero byte or half of a surrogate pair');

/** `{{name}}` in the prompt; filled in by a form, or by the body of a webhook. */
const variableShape = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,39}$/, 'must be lower case letters, digits and _, beginning with a letter'),
  label: lineText(100),
  kind: z.enum(['line', 'text', 'number', 'choice']),
  isRequired: z.boolean(),
  default: valueText(10_000).nullable(),
  choices: z.array(lineText(200)).max(50).meta({ description: 'For kind choice' }),
});

const cron = z
  .string()
  .trim()
  .max(100)
  .regex(PLAIN_LINE, 'must not contain control characters')
  .meta({ description: 'Minute, hour, day of month, month, day of week', examples: ['0 7 * * 1-5'] });
const timeZone = z
  .string()
  .max(64)
  .regex(PLAIN_LINE, 'must not contain control characters')
  .meta({ description: 'IANA name', examples: ['Europe/Zurich'] });

const triggerShape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('manual') }),
  z.strictObject({
    kind: z.literal('schedule'),
    cron,
    timeZone,
    ifMissed: z.enum(['skip', 'once']).meta({
      description: 'When no process was running at the time: skip waits for the next time, once runs it once',
    }),
  }),
  z.strictObject({ kind: z.literal('webhook') }),
]);

const atLimit = z.enum(['stop', 'cheaper_model', 'ask']).meta({
  description:
    'When a limit is reached. stop: the run ends; cheaper_model: the cheapest of its models goes on if it fits; ask: the run waits for a decision',
});

/** What people write down of an automation. */
const definition = {
  name: lineText(120),
  prompt: promptText.min(1).meta({ description: 'With {{name}} where a variable goes' }),
  systemPrompt: promptText,
  variables: z.array(variableShape).max(MOST_VARIABLES),
  trigger: triggerShape,
  models: z.array(modelChoice).min(1).max(MOST_FALL_BACKS).meta({ description: 'In the order of fall-back' }),
  webSearch,
  maxOutputTokens: z.int().min(1).max(1_000_000).nullable(),
  atLimit,
};

export const automationBody = z.strictObject({
  ...definition,
  runLimitChf: chfPositive.nullable(),
  monthLimitChf: chfPositive.nullable().meta({ description: 'Per calendar month, Europe/Zurich' }),
});
export const automationChangeBody = z.strictObject({
  ...automationBody.shape,
  version: z.int().meta({ description: 'As it was read; another is a conflict' }),
});

const runState = z.enum([
  'queued',
  'running',
  'asking',
  'succeeded',
  'output_limit',
  'stopped',
  'failed',
  'interrupted',
]);

/** One attempt: a model that was asked. */
const attempt = z.object({
  model: modelChoice,
  outcome: z.enum(['succeeded', 'output_limit', 'failed', 'stopped', 'running']),
  failure: failureShape.nullable(),
  startedAt: instantText,
  endedAt: instantText.nullable(),
});

const runShape = z.object({
  id: runIdText,
  automationId: automationIdText,
  state: runState,
  trigger: z.enum(['manual', 'schedule', 'webhook']),
  dueAt: instantText.nullable(),
  createdAt: instantText,
  startedAt: instantText.nullable(),
  endedAt: instantText.nullable(),
  startedBy: z.object({ id: userIdText, name: z.string() }).nullable(),
  attempts: z.array(attempt),
  failure: failureShape.nullable(),
  chargedChf: chfText.meta({ description: 'The sum of its bookings' }),
  heldChf: chfText,
});

/** What the run was given and has made. */
export const runDetail = z.object({
  ...runShape.shape,
  input: z.record(z.string(), z.string()),
  output: z.string(),
  sources: z.array(z.object({ url: z.string(), title: z.string().nullable() })),
  question: z
    .object({ reason: z.enum(['run_limit', 'month_limit']), spentChf: chfText, limitChf: chfText })
    .nullable()
    .meta({ description: 'What a run that is asking wants to know' }),
  calls: z.array(
    z.object({
      transactionId: transactionIdText,
      provider: z.string(),
      model: z.string(),
      state: z.enum(['held', 'charged', 'not_charged', 'unknown']),
      chargeChf: chfText.nullable(),
    }),
  ),
});

/** Of the last runs that ended well, 200 at most. */
const runCost = z.object({ runs: z.int(), medianChf: chfText.nullable(), p95Chf: chfText.nullable() });

const automationSummary = z.object({
  id: automationIdText,
  name: z.string(),
  owner: z.object({ id: userIdText, name: z.string() }),
  status: z.enum(['active', 'paused']),
  pausedBecause: z.enum(['owner_left', 'owner_not_allowed', 'schedule_unreadable']).nullable().meta({
    description:
      'Why Rappen has paused it: its owner is no member any more, or his role has no automations; or its schedule cannot be read. null: a person did, or it is not paused',
  }),
  trigger: triggerShape,
  models: z.array(modelChoice),
  nextRunAt: instantText.nullable(),
  lastRun: runShape.nullable(),
  thisMonthChf: chfText,
  monthLimitChf: chfText.nullable(),
});

export const automationShape = z.object({
  ...automationSummary.shape,
  ...definition,
  version: z.int(),
  runLimitChf: chfText.nullable(),
  cost: runCost,
  webhook: z
    .object({ url: z.string(), hasSecret: z.boolean() })
    .nullable()
    .meta({ description: 'null: it is not started by a webhook' }),
  createdAt: instantText,
  updatedAt: instantText,
});

export const automationParams = z.strictObject({ automationId: automationIdText });
export const runParams = z.strictObject({ automationId: automationIdText, runId: runIdText });

export const automationListQuery = z.strictObject({
  q: lineText(100).optional(),
  status: z.enum(['active', 'paused']).optional(),
  ...paging,
});
export const automationListAnswer = z.object({ automations: z.array(automationSummary), nextCursor });

export const runListQuery = z.strictObject({ state: runState.optional(), ...paging });
export const runListAnswer = z.object({ runs: z.array(runShape), nextCursor });

export const newRunBody = z.strictObject({
  input: z.record(z.string().max(40), valueText(100_000)).default({}),
});

/** What becomes of a run that asks. */
export const decisionBody = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('stop') }),
  z.strictObject({
    decision: z.literal('go_on'),
    moreChf: chfPositive.meta({ description: 'What this run may cost beyond its limit' }),
  }),
]);

export const statusBody = z.strictObject({ status: z.enum(['active', 'paused']) });

export const schedulePreviewBody = z.strictObject({ cron, timeZone });
export const schedulePreviewAnswer = z.object({ nextRuns: z.array(instantText).max(5) });

export const webhookSecretAnswer = z.object({
  url: z.string(),
  secret: z.string().meta({ description: 'Shown once: whsec_... of Standard Webhooks' }),
});

export const whatIfQuery = z.strictObject({
  provider: modelChoice.shape.provider,
  model: modelChoice.shape.model,
});
/** The last runs, if another model had used as many tokens. */
export const whatIfAnswer = z.object({
  model: modelChoice,
  runs: z.array(
    z.object({
      runId: runIdText,
      at: instantText,
      actualChf: chfText,
      otherwiseChf: chfText
        .nullable()
        .meta({ description: 'null: it used something that the other model has no price for' }),
    }),
  ),
  actualChf: chfText,
  otherwiseChf: chfText.nullable(),
});

export type AutomationOfApi = z.output<typeof automationShape>;
export type AutomationSummary = z.output<typeof automationSummary>;
export type Run = z.output<typeof runShape>;
export type RunDetail = z.output<typeof runDetail>;
export type Trigger = z.output<typeof triggerShape>;
export type Variable = z.output<typeof variableShape>;
