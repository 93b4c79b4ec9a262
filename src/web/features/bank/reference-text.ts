/** As it stands on a QR-bill: a reference of 27 digits in groups of five, counted from the right; another one as the bank has it. */
export function referenceText(reference: string): string {
  return /^\d{27}$/.test(reference) ? reference.replace(/(?<=.)(?=(.{5})+$)/g, ' ') : reference;
}
