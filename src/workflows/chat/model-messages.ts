import type { ModelMessage } from 'ai';
import type { FileId } from '#kernel/id.ts';
import { textOf } from './answer.ts';
import type { WholeFile } from './chat-file.store.ts';
import type { Message, SaidMessage } from './conversation.ts';

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

/** A text that somebody has sent along, in a place that it cannot end by itself. */
export function fencedFile(name: string, text: string): string {
  const title = name.replaceAll(/["<>]/g, '_');
  return `<file name="${title}">\n${text.replaceAll(/<(?=\/\s*file\b)/gi, '&lt;')}\n</file>`;
}
