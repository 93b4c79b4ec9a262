import { expect, test } from 'vitest';
import { groupsOfFour, secretOf } from './totp-secret.ts';

test('the secret of the address, in groups that a person can type', () => {
  const secret = secretOf('otpauth://totp/Rappen:anna%40muster.example?secret=JBSWY3DPEHPK&issuer=Rappen');
  expect(secret).toBe('JBSWY3DPEHPK');
  expect(groupsOfFour(secret)).toBe('JBSW Y3DP EHPK');
  expect(groupsOfFour('ABCDE')).toBe('ABCD E');
});
