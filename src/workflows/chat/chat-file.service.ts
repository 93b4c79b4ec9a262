import type { z } from 'zod';
import type { Db } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import type { HttpAnswer } from '#http/http-answer.ts';
import { AppError, invalidRequest } from '#kernel/error.ts';
import { type FileId, newId } from '#kernel/id.ts';
import { type FileOfMessage, MOST_FILE_BYTES, type newFileBody } from './chat.contract.ts';
import { findFile, insertFile, lockBytesOfFiles } from './chat-file.store.ts';
import type { Owner } from './conversation.ts';
import { describeFile } from './describe-message.ts';
import { isOfType } from './file-type.ts';

/** All that one person may keep here. */
const MOST_BYTES_OF_USER = 100_000_000;

/** Keeps a file until it is sent along, for a day at most. Throws `invalid_request`, `body_too_large`, `conflict`. */
export async function keepFile(
  db: Db,
  owner: Owner,
  { name, mediaType, dataBase64 }: z.output<typeof newFileBody>,
): Promise<FileOfMessage> {
  const content = Buffer.from(dataBase64, 'base64');
  if (content.length === 0) throw invalidRequest('body.dataBase64', 'is empty');
  if (content.length > MOST_FILE_BYTES)
    throw new AppError('body_too_large', {}, 'The file is larger than 5 MB.');
  if (!isOfType(content, mediaType)) throw invalidRequest('body.mediaType', `the content is no ${mediaType}`);
  const file = { id: newId('fil'), name, mediaType, content };
  await transaction(db, async (tx) => {
    if ((await lockBytesOfFiles(tx, owner)) + content.length > MOST_BYTES_OF_USER)
      throw new AppError(
        'conflict',
        { most_bytes: MOST_BYTES_OF_USER },
        'Your files would be more than 100 MB together: delete older conversations.',
      );
    await insertFile(tx, owner, file);
  });
  return describeFile({ ...file, bytes: content.length });
}

/** As a download: nothing that somebody sent is ever shown as a page of ours. Throws `not_found`. */
export async function downloadFile(db: Db, owner: Owner, id: FileId): Promise<HttpAnswer> {
  const file = await findFile(db, owner, id);
  if (!file) throw new AppError('not_found', {}, 'There is no such file.');
  return {
    status: 200,
    headers: {
      'content-type': file.mediaType.startsWith('text/')
        ? `${file.mediaType}; charset=utf-8`
        : file.mediaType,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'content-security-policy': "sandbox; default-src 'none'",
    },
    body: file.content,
  };
}
