import { useState } from 'react';
import { attachFile } from '../calls/chat-calls.ts';
import { type FileFault, fileFaultOf, fileTypeOf, MOST_FILES } from '../model/attachment-rules.ts';
import type { ChatFile } from '../model/chat-types.ts';

/** A file at the message that is being written. */
export interface Attached {
  readonly key: number;
  readonly name: string;
  /** What the server has of it; undefined: it is on its way. */
  readonly file: ChatFile | undefined;
  /** Why it cannot be sent along. */
  readonly fault: FileFault | 'too_many' | undefined;
  readonly error: unknown;
}

export interface Attaching {
  readonly attached: readonly Attached[];
  readonly files: readonly ChatFile[];
  readonly isSending: boolean;
  readonly add: (files: Iterable<File>) => void;
  readonly remove: (key: number) => void;
  readonly clear: () => void;
}

let keys = 0;

/** Files are sent at once when they are chosen, so that the estimate knows them. */
export function useAttaching(mandateId: string): Attaching {
  const [attached, setAttached] = useState<readonly Attached[]>([]);
  const change = (key: number, changed: Partial<Attached>) =>
    setAttached((all) => all.map((each) => (each.key === key ? { ...each, ...changed } : each)));
  const send = async (key: number, file: File) => {
    const mediaType = fileTypeOf(file);
    if (!mediaType) return;
    try {
      const dataBase64 = await base64Of(file);
      const name = file.name.trim().slice(0, 200) || 'file';
      change(key, { file: await attachFile(mandateId, { name, mediaType, dataBase64 }) });
    } catch (error) {
      change(key, { error });
    }
  };
  const add = (files: Iterable<File>) => {
    let room = MOST_FILES - attached.filter(({ fault }) => fault === undefined).length;
    const added = [...files].map((file) => {
      const fault = fileFaultOf(file) ?? (room-- > 0 ? undefined : 'too_many');
      const entry: Attached = { key: ++keys, name: file.name, file: undefined, fault, error: undefined };
      return { file, entry };
    });
    setAttached((all) => [...all, ...added.map(({ entry }) => entry)]);
    for (const { file, entry } of added) if (entry.fault === undefined) void send(entry.key, file);
  };
  return {
    attached,
    files: attached.flatMap(({ file }) => file ?? []),
    isSending: attached.some(({ file, fault, error }) => !file && fault === undefined && error === undefined),
    add,
    remove: (key) => setAttached((all) => all.filter((each) => each.key !== key)),
    clear: () => setAttached([]),
  };
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(reader.error);
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.readAsDataURL(file);
  });
}
