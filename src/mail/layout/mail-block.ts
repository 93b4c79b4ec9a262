/**
 * What a mail is made of, in its order. Every text is plain: whatever is in it is shown as it stands, as text and as HTML.
 * A line break in a paragraph or a note stays one.
 */
export type MailBlock =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'note'; readonly text: string; readonly tone?: 'plain' | 'warn' }
  /** A link to press. `href`: https, or http where Rappen is reached so. */
  | { readonly kind: 'button'; readonly label: string; readonly href: string }
  | { readonly kind: 'facts'; readonly facts: readonly MailFact[] }
  | MailTable
  /** A picture among the mail's files, by its `contentId`. `alt` stands where no picture is shown. Pixels, at most 600 wide. */
  | {
      readonly kind: 'picture';
      readonly contentId: string;
      readonly alt: string;
      readonly width: number;
      readonly height: number;
    };

export interface MailFact {
  readonly label: string;
  readonly value: string;
}

export interface MailTable {
  readonly kind: 'table';
  readonly caption: string;
  readonly columns: readonly MailColumn[];
  /** Each with a text for each column. The first one names the row. */
  readonly rows: readonly (readonly string[])[];
  /** The last row is the sum of the others. */
  readonly hasTotal?: boolean;
}

export interface MailColumn {
  readonly title: string;
  /** `end`: figures. */
  readonly align?: 'start' | 'end';
}
