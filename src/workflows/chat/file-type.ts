import { isUtf8 } from 'node:buffer';

const MAGIC: Readonly<Record<string, (bytes: Buffer) => boolean>> = {
  'image/png': (bytes) => bytes.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')),
  'image/jpeg': (bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])),
  'image/gif': (bytes) => /^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6)),
  'image/webp': (bytes) => /^RIFF[\s\S]{4}WEBP$/.test(bytes.toString('latin1', 0, 12)),
  'application/pdf': (bytes) => bytes.toString('latin1', 0, 5) === '%PDF-',
};

/** True if the content is what it says it is: by its first bytes, or as text without control characters. */
export function isOfType(bytes: Buffer, mediaType: string): boolean {
  const magic = MAGIC[mediaType];
  if (magic) return magic(bytes);
  return mediaType.startsWith('text/') && isUtf8(bytes) && !bytes.includes(0);
}
