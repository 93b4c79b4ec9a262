import { oneOf, textOf } from '#web/lib/search/search-text.ts';

/** What stands in the address of the page: what is listed, and the payment that is decided about (`bnk_...~7`). */
export interface BankSearch {
  readonly show?: 'files' | undefined;
  readonly payment?: string | undefined;
  /** The file whose payments are looked at. */
  readonly file?: string | undefined;
}

export function readBankSearch(search: Record<string, unknown>): BankSearch {
  return { show: oneOf(['files'], search.show), payment: textOf(search.payment), file: textOf(search.file) };
}
