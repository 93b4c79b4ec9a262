import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const SECRET_FILE = 'session-secret';
const SECRET_BYTES = 32;
const SECRET = /^[A-Za-z0-9_-]{43}$/;

/**
 * What session cookies are signed and second factors encrypted with: `SESSION_SECRET`, or else the one in the directory, made
 * at the first start (mode 0600). Processes that start at once on one directory agree on it. Throws a plain `Error` for a
 * file that was damaged: a new secret would end all sessions and make the second factors unreadable, so a person decides.
 */
export async function readSessionSecret(configured: string | undefined, directory: string): Promise<string> {
  if (configured !== undefined) return configured;
  const file = join(directory, SECRET_FILE);
  const secret = (await readKept(file)) ?? (await makeSecret(directory, file));
  if (SECRET.test(secret)) return secret;
  throw new Error(`${file} is damaged. Restore it, or delete it: then everybody signs in anew, without
  the second factors of before`);
}

async function readKept(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Whole or not at all: it is written beside, and linked to its name, which succeeds for one process only. */
async function makeSecret(directory: string, file: string): Promise<string> {
  await mkdir(directory, { recursive: true });
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, `${randomBytes(SECRET_BYTES).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    await link(draft, file);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return (await readFile(file, 'utf8')).trim();
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
