import type { OriginCall } from '#billing/origins/origin-cost.store.ts';
import type { FileId, MessageId } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import { exactMoneyText } from '#kernel/money-text.ts';
import type { ChatFile } from './chat-file.store.ts';
import type { Answer, Conversation, Message } from './conversation.ts';
import { textOf } from './growing-answer.ts';

/** A branch of a conversation as Markdown, with what each answer has cost, exactly. */
export function markdownOf(
  { title, systemPrompt }: Pick<Conversation, 'title' | 'systemPrompt'>,
  branch: readonly Message[],
  files: ReadonlyMap<FileId, ChatFile>,
  calls: ReadonlyMap<MessageId, readonly OriginCall[]>,
): string {
  const costs = branch.map(({ id }) => chargeOf(calls.get(id) ?? []));
  const total = costs.reduce((sum, cost) => sum + cost, 0n);
  const blocks = [
    `# ${oneLine(title)}`,
    ...(systemPrompt === '' ? [] : [`> ${systemPrompt.replaceAll('\n', '\n> ')}`]),
    ...branch.map((message, index) => section(message, files, costs[index] ?? 0n)),
    `---\n\nTotal: ${exactMoneyText(total)}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function section(message: Message, files: ReadonlyMap<FileId, ChatFile>, cost: NanoChf): string {
  const at = `${message.createdAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  if (message.role === 'assistant') {
    const note = NOTES[message.state];
    const text = [textOf(message.parts), ...(note === undefined ? [] : [`_${note}_`])]
      .filter(Boolean)
      .join('\n\n');
    return `## ${oneLine(message.model.model)} · ${at} · ${exactMoneyText(cost)}\n\n${text}`;
  }
  const names = message.fileIds
    .flatMap((id) => files.get(id)?.name ?? [])
    .map((name) => `- ${oneLine(name)}`);
  return [`## You · ${at}`, message.text, ...(names.length > 0 ? [names.join('\n')] : [])].join('\n\n');
}

const NOTES: Readonly<Partial<Record<Answer['state'], string>>> = {
  running: 'Still being written.',
  output_limit: 'Ends at the limit of the output.',
  stopped: 'Stopped.',
  failed: 'Failed.',
  interrupted: 'Interrupted by a restart of the server.',
};

function chargeOf(calls: readonly OriginCall[]): NanoChf {
  return calls.reduce((sum, { charge }) => sum + charge, 0n);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
