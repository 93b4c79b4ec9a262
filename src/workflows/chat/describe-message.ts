import type { OriginCall } from '#billing/origins/origin-cost.store.ts';
import type { FileId } from '#kernel/id.ts';
import { formatChf, type NanoChf } from '#kernel/money.ts';
import type { AnswerOfModel, ChatMessage, FileOfMessage, UserMessage } from './chat.contract.ts';
import type { ChatFile } from './chat-file.store.ts';
import type { Answer, Message, SaidMessage } from './conversation.ts';

/** A message as the API shows it, with what its calls have cost. */
export function describeMessage(
  message: Message,
  files: ReadonlyMap<FileId, ChatFile>,
  calls: readonly OriginCall[],
): ChatMessage {
  return message.role === 'user' ? describeSaid(message, files) : describeAnswer(message, calls);
}

export function describeSaid(message: SaidMessage, files: ReadonlyMap<FileId, ChatFile>): UserMessage {
  return {
    ...describeAny(message),
    role: 'user',
    text: message.text,
    files: message.fileIds.flatMap((id) => {
      const file = files.get(id);
      return file ? [describeFile(file)] : [];
    }),
  };
}

export function describeFile({ id, name, mediaType, bytes }: ChatFile): FileOfMessage {
  return { id, name, mediaType: mediaType as FileOfMessage['mediaType'], bytes };
}

export function describeAnswer(answer: Answer, calls: readonly OriginCall[]): AnswerOfModel {
  return {
    ...describeAny(answer),
    role: 'assistant',
    model: answer.model,
    webSearch: answer.webSearch,
    state: answer.state,
    parts: [...answer.parts].map((part) =>
      part.type === 'search' ? { ...part, results: part.results && [...part.results] } : part,
    ),
    failure: answer.failure && { ...answer.failure, details: { ...answer.failure.details } },
    loweredOutputTokens: answer.loweredOutputTokens,
    endedAt: answer.endedAt?.toISOString() ?? null,
    cost: {
      chargedChf: formatChf(sumOf(calls, ({ charge }) => charge)),
      heldChf: formatChf(sumOf(calls, ({ held }) => held)),
      calls: calls.map(describeCall),
    },
  };
}

function describeAny({ id, parentId, createdAt }: Message) {
  return { id, parentId: parentId ?? null, createdAt: createdAt.toISOString() };
}

function describeCall(call: OriginCall): AnswerOfModel['cost']['calls'][number] {
  const { transactionId, provider, model, state, held, charge, usageSource } = call;
  return {
    ...{ transactionId, provider, model, state },
    heldChf: state === 'held' ? formatChf(held) : null,
    chargeChf: state === 'charged' ? formatChf(charge) : null,
    usageSource: usageSource ?? null,
  };
}

function sumOf(calls: readonly OriginCall[], amount: (call: OriginCall) => NanoChf): NanoChf {
  return calls.reduce((total, call) => total + amount(call), 0n);
}
