import type { DocumentId, MandateId } from '#kernel/id.ts';
import type { Language } from '#kernel/language.ts';

export type DocumentKind = 'statement' | 'invoice' | 'credit_note' | 'top_up_request' | 'reminder';

/** What was issued. Its figures carry all that its PDF shows, so the PDF follows from the document alone, at any time. */
export interface BillingDocument<Figures = unknown> {
  readonly mandateId: MandateId;
  readonly id: DocumentId;
  readonly kind: DocumentKind;
  /** `ST-2026-000042` */
  readonly number: string;
  /** A month in Zurich (`2026-11`); null: it is of no month. */
  readonly period: string | null;
  readonly language: Language;
  readonly figures: Figures;
  readonly issuedAt: Date;
  /** Of the PDF, in hex; null: it is not kept yet. */
  readonly sha256: string | null;
}
