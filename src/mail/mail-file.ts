import { invalidRequest } from '#kernel/error.ts';
import { plainText } from './mail-marks.ts';
import { MAIL_FILE_TYPES } from './outbox.contract.ts';

/** What goes along with a mail. */
export interface MailFile {
  /** As it is saved; whatever a path or a header could be made of is taken out. */
  readonly name: string;
  readonly contentType: MailFileType;
  /** 1 byte to 10 MiB. Kept once, however many mails have it. */
  readonly content: Buffer;
  /** The HTML shows it by this (`cid:`), and it is not offered as a file. Small letters, digits, points and hyphens. */
  readonly contentId?: string | undefined;
}

export type MailFileType = (typeof MAIL_FILE_TYPES)[number];

const MOST_FILES = 10;
const MOST_FILE_BYTES = 10 * 1024 * 1024;
/** Of all files of a mail: a third more on its way, and mail servers often take 25 MB. */
const MOST_BYTES = 15 * 1024 * 1024;
const MOST_NAME_CHARACTERS = 100;
const CONTENT_ID = /^[a-z0-9][a-z0-9.-]{0,59}$/;

/** The files with names that are harmless. Throws `invalid_request` for too many, too large or empty ones, and for a content id twice. */
export function readMailFiles(files: readonly MailFile[]): readonly MailFile[] {
  if (files.length > MOST_FILES) throw invalidRequest('files', `must be at most ${MOST_FILES}`);
  const bytes = files.reduce((sum, { content }) => sum + content.length, 0);
  if (bytes > MOST_BYTES) throw invalidRequest('files', `must have at most ${MOST_BYTES} bytes together`);
  const contentIds = files.flatMap(({ contentId }) => contentId ?? []);
  if (new Set(contentIds).size < contentIds.length)
    throw invalidRequest('files', 'must not have a content id twice');
  return files.map(readFile);
}

function readFile(file: MailFile, n: number): MailFile {
  const { content, contentId, contentType } = file;
  if (content.length === 0 || content.length > MOST_FILE_BYTES)
    throw invalidRequest(`files.${n}`, `must have 1 to ${MOST_FILE_BYTES} bytes`);
  if (!MAIL_FILE_TYPES.includes(contentType)) throw invalidRequest(`files.${n}`, 'is of no known type');
  if (contentId !== undefined && !CONTENT_ID.test(contentId))
    throw invalidRequest(`files.${n}`, 'has a content id that is none');
  return { ...file, name: inertName(file.name) };
}

/** No path, no sign that a shell, a header or a file system reads as something else; never hidden, never empty. */
function inertName(name: string): string {
  const plain = plainText(name)
    .replace(/[\n/\\:*?"<>|;%$`']/gu, ' ')
    .replace(/\s+/gu, ' ')
    .replace(/^[\s.-]+|[\s.]+$/gu, '');
  const characters = [...plain];
  if (characters.length === 0) return 'file';
  if (characters.length <= MOST_NAME_CHARACTERS) return plain;
  // The ending says what it is.
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(plain)?.[0] ?? '';
  return characters.slice(0, MOST_NAME_CHARACTERS - ending.length).join('') + ending;
}
