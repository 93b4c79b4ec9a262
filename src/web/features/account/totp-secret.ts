/** The secret of an `otpauth://` address, for apps that have no camera. */
export function secretOf(totpUri: string): string {
  return new URL(totpUri).searchParams.get('secret') ?? '';
}

/** `JBSW Y3DP EHPK`: as a person can type it. */
export function groupsOfFour(text: string): string {
  return text.replace(/(.{4})(?=.)/g, '$1 ');
}
