import { expect, test } from 'vitest';
import { ConfigError, loadConfig } from './config.ts';

const load = (environment: Record<string, string>) => loadConfig(environment, []);

test.each([
  ['smtp://mail.example', { host: 'mail.example', isSecure: false }],
  ['smtps://mail.example:2465', { host: 'mail.example', port: 2465, isSecure: true }],
  ['smtp://[2001:db8::1]', { host: '2001:db8::1', isSecure: false }],
  [
    'smtp://a%40muster.example:p%3Aw@mail.example:587',
    { host: 'mail.example', port: 587, isSecure: false, user: 'a@muster.example', password: 'p:w' },
  ],
])('SMTP_URL=%s', (text, server) => {
  const none = { port: undefined, user: undefined, password: undefined };
  expect(load({ SMTP_URL: text }).mailServer).toEqual({ ...none, ...server });
});

test.each([
  [{ PUBLIC_URL: 'https://ai.muster.example/rappen' }, undefined, 'rappen@ai.muster.example'],
  [{ PUBLIC_URL: 'http://192.0.2.1:8080' }, undefined, 'rappen@localhost'],
  [{ PUBLIC_URL: 'http://[2001:db8::1]' }, undefined, 'rappen@localhost'],
  [{ MAIL_FROM: 'billing@muster.example' }, undefined, 'billing@muster.example'],
  [{ MAIL_FROM: 'Muster AG <billing@muster.example>' }, 'Muster AG', 'billing@muster.example'],
])('mails come from: %o', (environment, name, address) => {
  expect(load(environment as Record<string, string>).mailFrom).toEqual({ name, address });
});

test.each([
  ['SMTP_URL', 'mail.example'],
  ['SMTP_URL', 'http://mail.example'],
  ['SMTP_URL', 'smtp://mail.example/?tls.rejectUnauthorized=false'],
  ['SMTP_URL', 'smtp://mail.example/path'],
  ['SMTP_URL', 'smtp://user:%zz@mail.example'],
  ['SMTP_URL', 'smtp:///'],
  ['MAIL_FROM', 'nobody'],
  ['MAIL_FROM', 'a@muster.example, b@muster.example'],
  ['MAIL_FROM', 'Muster <a@muster.example>\nbcc: b@muster.example'],
  ['MAIL_FROM', 'Muster\r\nbcc: b@muster.example <a@muster.example>'],
])('%s=%j is refused, and not repeated', (name, text) => {
  const refusal = expect.objectContaining({ faults: [expect.stringMatching(`^${name}: `)] });
  expect(() => load({ [name]: text })).toThrow(ConfigError);
  try {
    load({ [name]: text });
  } catch (error) {
    expect(error).toEqual(refusal);
    expect((error as Error).message).not.toContain(text);
  }
});
