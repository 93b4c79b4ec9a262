/** `camt.053`: a statement of the account; `camt.054`: credits and debits, one by one. */
export type BankFileKind = 'camt.053' | 'camt.054';

/** What a bank file says, read and counted. Amounts are in nano units of the currency that stands beside them. */
export interface BankFileContent {
  readonly kind: BankFileKind;
  readonly messageId: string;
  /** As it is written: `2026-11-27T06:00:00+01:00`. */
  readonly createdAt: string;
  readonly statements: readonly BankStatement[];
  readonly payments: readonly BankPayment[];
}

/** One account in the file, what was counted in it, and what it says itself where it does. Both are equal, or it is refused. */
export interface BankStatement {
  readonly iban: string;
  readonly entries: number;
  readonly sum: bigint;
  readonly creditSum: bigint;
  readonly debitSum: bigint;
  readonly statedEntries: number | undefined;
  readonly statedSum: bigint | undefined;
}

/** One payment: an entry, or one of those that the bank has booked in it together. */
export interface BankPayment {
  /** From 1, in the file. */
  readonly position: number;
  /** The account that it was booked on. */
  readonly iban: string;
  /** `Document/.../Ntry[3]`, for people who look it up. */
  readonly place: string;
  readonly amount: bigint;
  /** ISO 4217. */
  readonly currency: string;
  readonly direction: 'credit' | 'debit';
  /** The bank takes back what it booked before. */
  readonly isReversal: boolean;
  /** `BOOK`: it is booked; `PDNG`, `INFO`, `FUTR`: it is not. */
  readonly status: string;
  /** `2026-11-27` */
  readonly bookingDay: string | undefined;
  readonly valueDay: string | undefined;
  /** The bank's own reference; with `occurrence` it is the same payment in every file. Empty for what is never credited. */
  readonly bankReference: string;
  /** From 1: payments in one entry that share the bank's reference. */
  readonly occurrence: number;
  readonly endToEndId: string | undefined;
  /** The structured reference as it is written, leading zeros kept; undefined: none, or more than one. */
  readonly reference: string | undefined;
  readonly message: string | undefined;
  readonly debtorName: string | undefined;
  readonly debtorIban: string | undefined;
  /** The entry is a batch, and its payments are not in this file. */
  readonly isUnopenedBatch: boolean;
  /** False: the payments of its entry do not add up to it. */
  readonly addsUp: boolean;
}
