import { pino } from 'pino';
import { expect, test } from 'vitest';
import { authLog } from './auth-log.ts';

test('of what better-auth adds to a message, only names and codes of errors are logged', () => {
  let logged = '';
  const { log } = authLog(pino({ level: 'trace' }, { write: (line) => (logged += line) }));
  const error = Object.assign(new Error('values (Leckerli)'), { code: '42P01' });
  log('error', 'Invalid callbackURL: https://evil.example/Leckerli', error, { password: 'Leckerli' });
  log('warn', 'User not found', 'Leckerli');
  expect(logged).toContain('"errors":[{"name":"Error","code":"42P01"}],"msg":"sign-in: Invalid callbackURL"');
  expect(logged).toContain('sign-in: User not found');
  expect(logged).not.toContain('Leckerli');
});
