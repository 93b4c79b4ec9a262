import type { APIRequestContext } from '@playwright/test';
import { must } from '#kernel/assert.ts';
import { pastMonths } from '#web/features/reports/past-months.ts';
import { VALROSSA } from '../../../src/onboarding/demo/sample-valrossa.ts';
import { sampleAutomation } from './sample-automation.ts';
import type { SamplePeople } from './sample-people.ts';
import { sampleTalks } from './sample-talks.ts';

export interface ListedPage {
  /** Names tests and pictures. */
  readonly name: string;
  /** Its address; `$transactionId` and the like stand for one of the sample data. */
  readonly path: string;
  /** Who looks at it; left out: somebody who is not signed in. */
  readonly as?: keyof SamplePeople;
  /** What its console says, and may. */
  readonly faults?: readonly RegExp[];
  /** Not one of the pages proper: it is in English only. */
  readonly isEnglish?: true;
}

/** A mail is shown in a frame that runs no script: neither that by which the tests count layout shift. */
const SCRIPT_IN_MAIL = [/Blocked script execution in '[^']*\/html\?/];

/** Every page, and what has an address of its own besides: drawers and dialogs. Looked at by a test in each language and theme. */
export const PAGE_LIST: readonly ListedPage[] = [
  { name: 'sign-in', path: '/sign-in' },
  { name: 'forgot-password', path: '/forgot-password' },
  { name: 'unsubscribe', path: '/unsubscribe' },
  { name: 'set-password', path: '/set-password?token=a-token-of-nobody' },

  { name: 'chat', path: '/chat', as: 'administrator' },
  { name: 'chat-models', path: '/chat?dialog=models&options=open', as: 'user' },
  { name: 'chat-conversation', path: '/chat/$conversationId?options=open', as: 'administrator' },
  { name: 'chat-as-api-call', path: '/chat/$conversationId?dialog=api&of=$answerId', as: 'administrator' },
  { name: 'chat-list', path: '/chat/$conversationId?list=open', as: 'administrator' },
  {
    name: 'chat-deletion',
    path: '/chat/$conversationId?dialog=delete&of=$conversationId',
    as: 'administrator',
  },
  {
    name: 'chat-renaming',
    path: '/chat/$conversationId?dialog=rename&of=$conversationId',
    as: 'administrator',
  },
  { name: 'chat-refused', path: '/chat/$refusedId', as: 'administrator' },
  { name: 'chat-of-a-viewer', path: '/chat', as: 'viewer' },

  { name: 'automations', path: '/automations', as: 'administrator' },
  { name: 'new-automation', path: '/automations/new', as: 'administrator' },
  { name: 'automation-prompt', path: '/automations/$automationId', as: 'administrator' },
  { name: 'automation-trigger', path: '/automations/$automationId?tab=trigger', as: 'administrator' },
  {
    name: 'automation-models',
    path: '/automations/$automationId?tab=models&with=anthropic/claude-sonnet-5',
    as: 'administrator',
  },
  { name: 'automation-runs', path: '/automations/$automationId?tab=runs', as: 'administrator' },
  { name: 'automation-run', path: '/automations/$automationId?tab=runs&run=$runId', as: 'administrator' },
  { name: 'automation-run-now', path: '/automations/$automationId?dialog=run', as: 'administrator' },

  { name: 'overview', path: '/billing', as: 'administrator' },
  { name: 'overview-sum', path: '/billing?sum=open&pace=open&view=table', as: 'administrator' },
  { name: 'overview-of-a-user', path: '/billing?ask=open', as: 'user' },
  { name: 'transactions', path: '/billing/transactions', as: 'administrator' },
  { name: 'transactions-by-day', path: '/billing/transactions?group=day&provider=openai', as: 'viewer' },
  { name: 'transaction', path: '/billing/transactions/$transactionId', as: 'administrator' },

  { name: 'top-ups', path: '/billing/top-ups', as: 'administrator' },
  { name: 'new-top-up', path: '/billing/top-ups?dialog=new', as: 'administrator' },
  { name: 'statements', path: '/billing/statements', as: 'administrator' },
  { name: 'invoices', path: '/billing/invoices?mandate=$postpaidId', as: 'operator' },
  { name: 'statement', path: '/billing/statements/$documentId', as: 'viewer' },

  { name: 'settings', path: '/billing/settings', as: 'administrator' },
  { name: 'address', path: '/billing/settings/address', as: 'administrator' },
  { name: 'users', path: '/billing/settings/users', as: 'administrator' },
  { name: 'invitation', path: '/billing/settings/users?dialog=invite', as: 'administrator' },
  { name: 'one-user', path: '/billing/settings/users/$userId', as: 'administrator' },
  { name: 'role-of-a-user', path: '/billing/settings/users/$userId?deed=role', as: 'administrator' },
  { name: 'roles', path: '/billing/settings/roles?open=anthropic', as: 'administrator' },
  { name: 'limits', path: '/billing/settings/limits', as: 'administrator' },
  { name: 'new-limit', path: '/billing/settings/limits?dialog=set', as: 'administrator' },
  { name: 'warnings', path: '/billing/settings/warnings', as: 'administrator' },
  { name: 'reports', path: '/billing/settings/reports', as: 'administrator' },
  {
    name: 'report',
    path: '/billing/settings/reports?month=$lastMonth',
    as: 'administrator',
    faults: SCRIPT_IN_MAIL,
  },
  { name: 'mandate-api-keys', path: '/billing/settings/api-keys', as: 'administrator' },
  { name: 'chat-settings', path: '/billing/settings/chat', as: 'administrator' },
  { name: 'mandate-audit-log', path: '/billing/settings/audit', as: 'administrator' },
  { name: 'no-permission', path: '/billing/settings/users', as: 'user' },

  { name: 'account', path: '/account', as: 'user' },
  { name: 'my-api-keys', path: '/account/api-keys', as: 'user' },
  { name: 'new-api-key', path: '/account/api-keys?dialog=new', as: 'user' },

  { name: 'mandates', path: '/admin/mandates', as: 'operator' },
  { name: 'new-mandate', path: '/admin/mandates?dialog=new', as: 'operator' },
  { name: 'mandate', path: '/admin/mandates/$mandateId', as: 'operator' },
  { name: 'top-up', path: '/admin/mandates/$mandateId?dialog=top-up', as: 'operator' },
  { name: 'refund', path: '/admin/mandates/$mandateId?dialog=refund', as: 'operator' },
  { name: 'bank-payments', path: '/admin/bank', as: 'operator' },
  { name: 'bank-files', path: '/admin/bank?show=files', as: 'operator' },
  { name: 'all-invoices', path: '/admin/invoices', as: 'operator' },
  { name: 'invoice-rule', path: '/admin/invoices?rule=open', as: 'operator' },
  { name: 'prices', path: '/admin/prices', as: 'operator' },
  { name: 'price-versions', path: '/admin/prices?of=openai/gpt-5', as: 'operator' },
  { name: 'new-price', path: '/admin/prices?dialog=new', as: 'operator' },
  { name: 'exchange-rates', path: '/admin/exchange-rates', as: 'operator' },
  { name: 'new-exchange-rate', path: '/admin/exchange-rates?dialog=new', as: 'operator' },
  { name: 'letter-head', path: '/admin/letter-head', as: 'operator' },
  { name: 'report-runs', path: '/admin/reports', as: 'operator' },
  { name: 'proof', path: '/admin/proof', as: 'operator' },
  { name: 'outbox', path: '/admin/outbox', as: 'operator' },
  {
    name: 'mail-previews',
    path: '/admin/mail-previews?template=password_reset',
    as: 'operator',
    faults: SCRIPT_IN_MAIL,
  },
  { name: 'audit-log', path: '/admin/audit', as: 'operator' },
  { name: 'unknown-calls', path: '/admin/unknown-calls', as: 'operator' },

  { name: 'missing', path: '/nowhere', faults: [/404/] },
  { name: 'api-documentation', path: '/api/docs', isEnglish: true },
];

/** What the placeholders of the addresses stand for, by name. */
export type PagePlaces = Readonly<Record<string, string>>;

/** Reads from the API, signed in as the administrator of a company, what its pages are about. */
export async function readPlaces(administrator: APIRequestContext): Promise<PagePlaces> {
  const read = async (path: string) => (await administrator.get(path)).json();
  const { user, mandates } = await read('/api/me');
  const { transactions } = await read('/api/billing/transactions?type=usage&limit=1');
  const mandateId = must(mandates[0], 'a mandate').id;
  const { statements } = await read('/api/billing/statements?limit=1');
  const talks = await sampleTalks(administrator, mandateId);
  const automation = await sampleAutomation(administrator, mandateId);
  return {
    ...{ $automationId: automation.id, $runId: automation.runId },
    ...{ $conversationId: talks.compared, $answerId: talks.answerId, $refusedId: talks.refused },
    $postpaidId: VALROSSA.id,
    $documentId: must(statements[0], 'a statement').id,
    $mandateId: mandateId,
    $lastMonth: must(pastMonths(new Date().toISOString().slice(0, 10), 1)[0], 'the last month'),
    $userId: user.id,
    $transactionId: must(transactions[0], 'a booking').id,
  };
}

export function addressOf({ path }: ListedPage, places: PagePlaces): string {
  return path.replace(/\$\w+/g, (name) => must(places[name], `what ${name} stands for`));
}
