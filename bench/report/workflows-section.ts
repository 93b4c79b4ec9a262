import type { FirstTokenResult } from '../workflows/first-token.ts';
import type { WorkflowsResult } from '../workflows/workflows-bench.ts';
import { ms, table, whole } from './numbers.ts';

const WAYS = {
  direct: 'directly to the simulated provider',
  gateway: "through Rappen's gateway, unchanged",
  v1: 'through `POST /v1/chat/completions`',
  chat: 'as a message in a chat, read by its live events',
} as const;

export function workflowsSection({ firstTokens, chats, automations, books }: WorkflowsResult): string[] {
  return [
    '## Workflows',
    'Chat, automations and `/v1`: one mandate with one prepaid pool, used by 40 members, each with a key.',
    '### The first token',
    firstTokenTable(firstTokens),
    `One call after the other, ${whole(firstTokens.direct.count)} of each way, taken in turns of 20. The provider sends the first piece ` +
      'at once and three more, one each 20 ms. Of a chat the time runs from the sending of the message, by HTTP, to its first piece of text.',
    `### ${chats.count} at once`,
    chatsTable(chats),
    `${chats.count} readers in a process of their own, each of an answer of ${chats.pieces} pieces, one each ${chats.pieceEveryMs} ms. "Stall" is ` +
      `the longest time between two pieces of an answer, less those ${chats.pieceEveryMs} ms; all ask at the same moment. In the meantime a request for \`/healthz\` took Rappen ` +
      `${ms(chats.probe.p50Ms)} (p50), ${ms(chats.probe.p99Ms)} (p99), ${ms(chats.probe.mostMs)} at most.`,
    '### Automations that are due at once',
    table(
      [`of ${whole(automations.count)}, by two processes`, 'seconds after they were due'],
      [
        ['the first had begun', automations.firstBegunSeconds.toFixed(1)],
        ['half of them had ended', automations.halfEndedSeconds.toFixed(1)],
        ['all had ended', automations.lastEndedSeconds.toFixed(1)],
      ],
    ),
    `The provider answers after 50 ms. Each ran once, and made one call. Afterwards all ${whole(books.booked)} calls of this part have a usage ` +
      'row and were billed by the provider, and `rappen verify` found no difference.',
  ];
}

function firstTokenTable(of: FirstTokenResult): string {
  const rows = (['direct', 'gateway', 'v1', 'chat'] as const).map((way) => [
    WAYS[way],
    ms(of[way].p50Ms),
    ms(of[way].p99Ms),
    way === 'direct' ? '' : ms(of[way].p50Ms - of.direct.p50Ms),
  ]);
  return table(['way', 'p50', 'p99', 'added p50'], rows);
}

function chatsTable({ of }: WorkflowsResult['chats']): string {
  const rows = (['direct', 'chat'] as const).map((way) => {
    const { stall, steadyStall, firstPiece } = of[way];
    return [
      WAYS[way],
      ...[stall.p50Ms, stall.p99Ms, stall.mostMs].map(ms),
      ...[steadyStall.p50Ms, steadyStall.mostMs].map(ms),
      ...[firstPiece.p50Ms, firstPiece.mostMs].map(ms),
    ];
  });
  const stalls = ['stall p50', 'p99', 'the longest', 'once all have begun, p50', 'the longest'];
  return table(['way', ...stalls, 'first token p50', 'the last'], rows);
}
