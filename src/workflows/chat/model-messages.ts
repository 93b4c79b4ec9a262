import { createHash } from 'node:crypto';
import type { ModelMessage } from 'ai';
import type { FileId } from '#kernel/id.ts';
import type { WholeFile } from './chat-file.store.ts';
import type { Message, SaidMessage } from './conversation.ts';
import { textOf } from './growing-answer.ts';

/** A branch of a conversation as a model reads it. What an answer has thought and searched is left out, and answers without text. */
export function modelMessages(
  branch: readonly Message[],
  files: ReadonlyMap<FileId, WholeFile>,
): ModelMessage[] {
  return branch.flatMap((message): ModelMessage[] => {
    if (message.role === 'user') return [{ role: 'user', content: contentOf(message, files) }];
    const text = textOf(message.parts);
    return text === '' ? [] : [{ role: 'assistant', content: text }];
  });
}

function contentOf({ text, fileIds }: SaidMessage, files: ReadonlyMap<FileId, WholeFile>) {
  const parts = fileIds.flatMap((id) => {
    const file = files.get(id);
    return file ? [partOf(file)] : [];
  });
  return parts.length === 0 ? text : [...parts, { type: 'text' as const, text }];
}

function partOf({ name, mediaType, content }: WholeFile) {
  return mediaType.startsWith('text/')
    ? { type: 'text' as const, text: fencedFile(name, content.toString('utf8')) }
    : { type: 'file' as const, data: new Uint8Array(content), mediaType, filename: name };
}

/**
 * A text that somebody has sent along, as it is, between two lines with a mark that it does not contain: so nothing in it can end it.
 * The same file has the same mark each time, so that providers find it in their caches again.
 */
export function fencedFile(name: string, text: string): string {
  let mark = '';
  do {
    mark = createHash('sha256').update(`${mark}/${name}/${text}`).digest('hex').slice(0, 16);
  } while (text.includes(mark) || name.includes(mark));
  return `<file name=${JSON.stringify(name)} mark="${mark}">\n${text}\n</file mark="${mark}">`;
}
