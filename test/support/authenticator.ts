import { createHmac } from 'node:crypto';
import { must } from '#kernel/assert.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP_MS = 30_000;

/** An authenticator app, after RFC 6238 and not after the code that it tests: the code for an `otpauth://` address now. */
export function totpCode(uri: string, steps = 0): string {
  const secret = must(new URL(uri).searchParams.get('secret'), 'the secret');
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP_MS) + steps));
  const hash = createHmac('sha1', base32(secret)).update(counter).digest();
  const offset = must(hash.at(-1), 'the last byte') & 15;
  return String((hash.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}

function base32(text: string): Buffer {
  const bits = [...text].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
